"""SMS through a gateway that speaks as each of them is documented, with its failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.company.actions import change_profile
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.messaging.actions import ask_arrivals, ask_balance, check_channel, remind_and_deliver, set_sms_gateway
from shturman.messaging.channels.sms.parts import fitted, parts_of
from shturman.messaging.models import Delivery, SmsGateway, Wishes
from shturman.messaging.tests.gateways import Asked, Service, closed_port, served
from shturman.tasks.actions import Asked as AskedReminders
from shturman.tasks.actions import NewTask, set_task_reminding
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder
from shturman.world.story import Story

PHONE, DIGITS = "+7 921 723-44-10", "79217234410"
Answer = Callable[[Asked], tuple[int, Any] | None]


@pytest.fixture(autouse=True)
def impatient(settings: Any) -> None:
    settings.GATEWAY_PATIENCE_SECONDS = 1


@pytest.fixture
def gateway(settings: Any) -> Iterator[Service]:
    with served(lambda asked: (200, {})) as service:
        settings.SMS_ADDRESS = service.address
        yield service


def set_up(story: Story, name: str, **facts: Any) -> None:
    usual = {"name": name, "login": "" if name == "smsru" else "baltvent", "sender": "BALTVENT", "day_limit": 100}
    set_sms_gateway(usual | facts, key="ключ-26", by=story.owner)
    change_profile(PHONE, by=story.anna)


def remind(story: Story, *, is_important: bool = True, **wishes: Any) -> Delivery | None:
    facts = {"is_quiet": False, "order": Wishes.Order.SMS_FIRST, "page": False, **wishes}
    Wishes.objects.update_or_create(member=story.anna, defaults=facts)
    new = NewTask("Сдать отчёт", Due(at=timezone.now() + timedelta(hours=1)), story.anna, is_important=is_important)
    task = set_task_reminding(new, AskedReminders((10,)), by=story.anna)
    Reminder.objects.filter(task=task).update(due_at=timezone.now())
    remind_and_deliver()
    return Delivery.objects.filter(task=task, channel="sms").first()


GOOD = {
    "smsc": {"id": 1234, "cnt": 1, "cost": "3.2", "balance": "100"},
    "smsru": {"status": "OK", "status_code": 100, "sms": {DIGITS: {"status": "OK", "status_code": 100, "sms_id": "000-1"}}},
    "smsaero": {"success": True, "data": {"id": 77, "status": 0, "extendStatus": "queue", "cost": "5.49"}, "message": None},
}
NUMBERS = {"smsc": "1234", "smsru": "000-1", "smsaero": "77"}


@pytest.mark.parametrize("name", list(GOOD))
def test_each_gateway_gets_it_in_its_own_words(story: Story, gateway: Service, name: str) -> None:
    set_up(story, name)
    gateway.answer = lambda asked: (200, GOOD[name])
    row = remind(story)
    assert row and (row.state, row.number, row.parts) == ("sent", NUMBERS[name], 1)
    (asked,) = gateway.asked
    if name == "smsc":
        assert asked.path == "/sys/send.php"
        assert asked.form["phones"] == DIGITS and asked.form["charset"] == "utf-8" and asked.form["fmt"] == "3"
        assert (asked.form["login"], asked.form["psw"], asked.form["sender"]) == ("baltvent", "ключ-26", "BALTVENT")
    elif name == "smsru":
        assert asked.path == "/sms/send" and asked.form["to"] == DIGITS and asked.form["api_id"] == "ключ-26"
    else:
        assert asked.path == "/v2/sms/send" and asked.json["number"] == DIGITS and asked.json["sign"] == "BALTVENT"
        assert asked.headers["authorization"].startswith("Basic ")
    text = asked.json["text"] if name == "smsaero" else asked.form["mes" if name == "smsc" else "msg"]
    assert text.startswith("Сдать отчёт. сегодня, ")


def ru(code: int, words: str = "") -> dict[str, Any]:
    return {"status": "OK", "status_code": 100, "sms": {DIGITS: {"status": "ERROR", "status_code": code, "status_text": words}}}


@pytest.mark.parametrize(("name", "status", "said", "state", "words"), [
    ("smsc", 200, {"error": "no money", "error_code": 3}, "failed", "нет денег"),
    ("smsc", 200, {"error": "invalid number", "error_code": 7}, "failed", "не принимает этот номер"),
    ("smsc", 200, {"error": "denied", "error_code": 6}, "failed", "не согласовано"),
    ("smsc", 200, {"error": "auth", "error_code": 2}, "failed", "не принимает логин или ключ"),
    ("smsc", 200, {"error": "duplicate", "error_code": 9}, "queued", "отказал: duplicate"),
    ("smsru", 200, {"status": "ERROR", "status_code": 200}, "failed", "не принимает логин или ключ"),
    ("smsru", 200, ru(201), "failed", "нет денег"),
    ("smsru", 200, ru(202), "failed", "не принимает этот номер"),
    ("smsru", 200, ru(204), "failed", "не согласовано"),
    ("smsru", 200, ru(220), "queued", "отказал"),
    ("smsru", 200, ru(231, "Превышен лимит"), "failed", "Превышен лимит"),
    ("smsaero", 200, {"success": False, "data": None, "message": "Validation error."}, "failed", "Validation error."),
    ("smsaero", 200, {"result": "no credits"}, "failed", "нет денег"),
    ("smsaero", 200, {"result": "reject", "reason": "sign is not approved"}, "failed", "sign is not approved"),
    ("smsaero", 401, {"success": False}, "failed", "не принимает логин или ключ"),
    ("smsc", 502, b"<html>Bad Gateway</html>", "unknown", "неизвестно"),
    ("smsru", 200, {"status": "OK", "status_code": 100}, "unknown", "неизвестно"),
])  # fmt: skip
def test_a_refusal_is_told_in_words(story: Story, gateway: Service, name: str, status: int, said: Any, state: str, words: str) -> None:
    set_up(story, name)
    gateway.answer = lambda asked: (status, said)
    row = remind(story)
    assert row and row.state == state and words in row.answer


def test_silence_after_it_was_taken_is_unknown_and_never_repeated(story: Story, gateway: Service) -> None:
    set_up(story, "smsc")
    gateway.answer = lambda asked: None
    row = remind(story)
    assert row and row.state == "unknown"
    Delivery.objects.update(due_at=timezone.now() - timedelta(hours=1))
    remind_and_deliver()
    assert gateway.pages == ["/sys/send.php"]


def test_a_gateway_that_cannot_be_reached_is_tried_later(story: Story, settings: Any) -> None:
    settings.SMS_ADDRESS = f"http://127.0.0.1:{closed_port()}"
    set_up(story, "smsc")
    row = remind(story)
    assert row and row.state == "queued" and "недоступен" in row.answer


@pytest.mark.parametrize(("name", "said", "state"), [
    ("smsc", {"status": 1, "err": 0}, "accepted"),
    ("smsc", {"status": 0, "err": 0}, "sent"),
    ("smsc", {"status": 20, "err": 6}, "failed"),
    ("smsc", {"status": 99}, "sent"),
    ("smsru", {"status": "OK", "sms": {"000-1": {"status": "OK", "status_code": 103, "status_text": "доставлено"}}}, "accepted"),
    ("smsru", {"status": "OK", "sms": {"000-1": {"status": "OK", "status_code": 104, "status_text": "срок истёк"}}}, "failed"),
    ("smsaero", {"success": True, "data": {"id": 77, "status": 1, "extendStatus": "delivery"}}, "accepted"),
    ("smsaero", {"success": True, "data": {"id": 77, "status": 2, "extendStatus": "failed"}}, "failed"),
])  # fmt: skip
def test_it_asks_later_what_became_of_the_message(story: Story, gateway: Service, name: str, said: Any, state: str) -> None:
    set_up(story, name)
    gateway.answer = lambda asked: (200, said if "status" in asked.path else GOOD[name])
    row = remind(story)
    assert ask_arrivals() == 1 and row
    row.refresh_from_db()
    assert row.state == state


def test_sms_are_for_important_tasks_unless_the_person_wants_all(story: Story, gateway: Service) -> None:
    set_up(story, "smsc")
    gateway.answer = lambda asked: (200, GOOD["smsc"])
    assert remind(story, is_important=False) is None
    assert remind(story, is_important=False, sms_of_all=True)
    assert remind(story, sms=False) is None


def test_no_more_a_day_than_the_owner_allows(story: Story, gateway: Service) -> None:
    set_up(story, "smsc", day_limit=1)
    gateway.answer = lambda asked: (200, GOOD["smsc"])
    first, second = remind(story), remind(story)
    assert first and second and (first.state, second.state) == ("sent", "failed")
    assert "Дневной предел" in second.answer


@pytest.mark.parametrize(("name", "said"), [
    ("smsc", {"balance": "120.50"}),
    ("smsru", {"status": "OK", "status_code": 100, "balance": 120.5}),
    ("smsaero", {"success": True, "data": {"balance": 120.5}}),
])  # fmt: skip
def test_it_tells_the_balance(story: Story, gateway: Service, name: str, said: Any) -> None:
    set_up(story, name)
    gateway.answer = lambda asked: (200, said)
    assert ask_balance(by=story.owner).startswith("120.5")
    gateway.answer = lambda asked: (401, {})
    with pytest.raises(Refused, match="логин или ключ"):
        ask_balance(by=story.owner)


def test_the_key_is_sealed_never_told_and_goes_to_no_other_login(story: Story, gateway: Service) -> None:
    set_up(story, "smsc")
    assert "ключ-26" not in SmsGateway.objects.get().sealed_key
    assert "ключ-26" not in str(list(Entry.objects.values_list("facts", flat=True)))
    with pytest.raises(Refused, match="Введите ключ"):
        set_sms_gateway({"name": "smsru", "login": "", "sender": "", "day_limit": 5}, by=story.owner)
    with pytest.raises(NotAllowed):
        set_sms_gateway({"name": "smsc"}, key="чужой", by=story.head)


def test_the_owner_sets_it_up_and_checks_it_by_his_own_phone(story: Story, gateway: Service, client: Browser) -> None:
    client.force_login(story.anna)
    assert client.get("/mail/sms/").status_code == client.post("/mail/sms/check/").status_code == 403
    client.force_login(story.owner)
    form = {"name": "smsc", "login": "", "key": "ключ-26", "sender": "", "day_limit": "10"}
    assert client.post("/mail/sms/", form).status_code == 422
    assert client.post("/mail/sms/", form | {"login": "baltvent"}).status_code == 302
    assert "нет мобильного" in client.post("/mail/sms/check/").text
    change_profile(PHONE, by=story.owner)
    gateway.answer = lambda asked: (200, GOOD["smsc"])
    shown = client.post("/mail/sms/check/", headers={"HX-Request": "true"}).text
    assert "Отправлено" in shown and "займёт 1 часть" in shown
    gateway.answer = lambda asked: (200, {"balance": "7"})
    assert "7 ₽" in client.post("/mail/sms/balance/").text
    client.post("/mail/sms/remove/")
    assert not SmsGateway.objects.exists()


def test_a_check_is_not_repeated_by_itself(story: Story, gateway: Service) -> None:
    set_up(story, "smsc")
    gateway.answer = lambda asked: (200, {"error": "duplicate", "error_code": 9})
    assert check_channel("sms", by=story.anna).state == "failed"


@pytest.mark.parametrize(("text", "parts"), [
    ("a" * 160, 1), ("a" * 161, 2), ("€" * 80, 1), ("€" * 81, 2), ("я" * 70, 1), ("я" * 71, 2), ("я" * 134, 2), ("я" * 135, 3),
    ("🚀" * 35, 1), ("🚀" * 36, 2),
])  # fmt: skip
def test_parts_are_counted_as_operators_do(text: str, parts: int) -> None:
    assert parts_of(text) == parts
    assert parts_of(fitted(text, 2)) <= 2
