"""A reminder arrives: by which channel, in which order, when the first one fails, and never twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from shturman.company.models import Member
from shturman.messaging.actions import close_card, remind_and_deliver, see_delivery, snooze_card
from shturman.messaging.actions.delivering import begin, rescue_deliveries, settle, take_due
from shturman.messaging.actions.reminding import UNSEEN_FOR
from shturman.messaging.channels.smtp import Fate, Outcome
from shturman.messaging.models import Delivery, MailServer, Wishes
from shturman.messaging.tests.servers import Mailbox
from shturman.tasks.actions import Asked, NewTask, complete_task, delete_task, hand_task_over, set_task_reminding
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder, Task
from shturman.world.story import Story

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOON = datetime(2026, 3, 11, 12, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Wednesday at noon, far from quiet hours."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def a_task(story: Story, at: datetime = NOON + HOUR, **facts: Any) -> Task:
    new = NewTask("Перезвонить насчёт КП", Due(at=at), story.anna, **facts)
    return set_task_reminding(new, Asked((10,)), by=story.anna)


def pass_time(monkeypatch: pytest.MonkeyPatch, to: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: to)
    remind_and_deliver()


def states() -> dict[str, str]:
    return dict(Delivery.objects.order_by("pk").values_list("channel", "state"))


def wish(member: Member, **wishes: Any) -> None:
    Wishes.objects.update_or_create(member=member, defaults=wishes)


def test_a_card_comes_at_its_minute_and_not_before(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    task = a_task(story)
    pass_time(monkeypatch, task.deadline - 11 * MINUTE)
    assert states() == {}
    pass_time(monkeypatch, task.deadline - 10 * MINUTE)
    assert states() == {"page": "sent"}
    (card,) = Delivery.objects.on_page(story.anna)
    assert card.task == task


def test_what_nobody_has_seen_goes_by_mail(mail: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    task = a_task(mail)
    due = task.deadline - 10 * MINUTE
    pass_time(monkeypatch, due)
    assert not mailbox.received
    pass_time(monkeypatch, due + UNSEEN_FOR)
    assert states() == {"page": "sent", "mail": "sent"}
    assert mailbox.received[0]["Subject"] == "Напоминание: Перезвонить насчёт КП"
    assert "через 7 минут, сегодня, 13:00" in mailbox.text_of()
    assert f"https://crm.baltvent.example/tasks/{task.pk}/" in mailbox.text_of()
    pass_time(monkeypatch, due + 3 * UNSEEN_FOR)
    assert len(mailbox.received) == 1


def test_what_was_seen_goes_nowhere_else(mail: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    task = a_task(mail)
    pass_time(monkeypatch, task.deadline - 10 * MINUTE)
    see_delivery(Delivery.objects.get())
    pass_time(monkeypatch, task.deadline)
    assert states() == {"page": "shown"}
    assert not mailbox.received


def test_who_wants_mail_first_has_both_at_once(mail: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    wish(mail.anna, order=Wishes.Order.MAIL_FIRST)
    pass_time(monkeypatch, a_task(mail).deadline - 10 * MINUTE)
    assert states() == {"page": "sent", "mail": "sent"}


def test_a_server_that_is_down_is_asked_again_and_then_given_up(mail: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    wish(mail.anna, order=Wishes.Order.MAIL_FIRST, page=False)
    MailServer.objects.update(port=9)
    due = a_task(mail).deadline - 10 * MINUTE
    for after, state in ((0, "queued"), (1, "queued"), (4, "failed"), (9, "failed")):
        pass_time(monkeypatch, due + after * MINUTE)
        assert states() == {"mail": state}
    assert "никто не отвечает" in Delivery.objects.get().answer
    assert Delivery.objects.get().attempts == 3


def test_one_conversation_carries_a_whole_batch(mail: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    wish(mail.anna, order=Wishes.Order.MAIL_FIRST)
    for _number in range(5):
        task = a_task(mail)
    mailbox.answers = ["250 OK", "451 later", "250 OK"]
    pass_time(monkeypatch, task.deadline - 10 * MINUTE)
    mails = Delivery.objects.filter(channel="mail")
    assert sorted(mails.values_list("state", flat=True)) == ["queued", "sent", "sent", "sent", "sent"]
    assert len(mailbox.received) == 2, "the first three took answers of their own"


@pytest.mark.parametrize(
    "end", [lambda story, task: complete_task(task, "Договорились", by=story.anna), lambda story, task: delete_task(task, by=story.anna)]
)
def test_what_waits_is_dropped_with_its_task(story: Story, monkeypatch: pytest.MonkeyPatch, end: Any) -> None:
    task = a_task(story, NOON.replace(hour=22))
    pass_time(monkeypatch, task.deadline)
    assert states() == {"page": "queued"}, "quiet hours"
    end(story, task)
    pass_time(monkeypatch, task.deadline + 12 * HOUR)
    assert states() == {"page": "dropped"}


def test_what_waits_goes_to_who_does_the_task_now(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    task = a_task(story, NOON.replace(hour=22))
    pass_time(monkeypatch, task.deadline)
    hand_task_over(task, story.head, by=story.owner)
    pass_time(monkeypatch, task.deadline + 12 * HOUR)
    rows = Delivery.objects.order_by("pk").values_list("to__login", "state")
    assert list(rows) == [("anna", "dropped"), ("head", "sent")]


def test_quiet_hours_end_by_the_clock_of_the_person(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    Member.objects.filter(pk=story.anna.pk).update(time_zone="Asia/Vladivostok")
    story.anna.refresh_from_db()
    task = a_task(story, NOON + 3 * HOUR)
    pass_time(monkeypatch, task.deadline)
    (waiting,) = Delivery.objects.all()
    assert waiting.due_at == datetime(2026, 3, 12, 9, tzinfo=ZoneInfo("Asia/Vladivostok"))


@pytest.mark.parametrize(("wishes", "facts", "state"), [
    ({"is_quiet": False}, {}, "sent"),
    ({"important_pass": True}, {"is_important": True}, "sent"),
    ({"important_pass": True}, {}, "queued"),
    ({"quiet_from": "13:00", "quiet_until": "14:00"}, {}, "sent"),
])  # fmt: skip
def test_quiet_hours_are_as_the_person_wishes(story: Story, monkeypatch: pytest.MonkeyPatch, wishes: Any, facts: Any, state: str) -> None:
    wish(story.anna, **wishes)
    task = a_task(story, NOON.replace(hour=22), **facts)
    pass_time(monkeypatch, task.deadline)
    assert states() == {"page": state}


def test_a_card_is_put_off_even_into_quiet_hours(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    wish(story.anna, is_quiet=False)
    task = a_task(story, NOON.replace(hour=21))
    pass_time(monkeypatch, task.deadline - 5 * MINUTE)
    wish(story.anna, is_quiet=True)
    at = snooze_card(Delivery.objects.get(), "soon", by=story.anna)
    assert at == task.deadline + 10 * MINUTE
    assert not Delivery.objects.on_page(story.anna)
    pass_time(monkeypatch, at)
    assert len(Delivery.objects.on_page(story.anna)) == 1


def test_tomorrow_is_the_next_working_morning(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    friday = NOON + timedelta(days=2)
    task = a_task(story, friday)
    pass_time(monkeypatch, friday)
    snooze_card(Delivery.objects.get(), "tomorrow", by=story.anna)
    assert Reminder.objects.get(is_snoozed=True).due_at == datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Europe/Moscow"))
    task.refresh_from_db()
    assert task.deadline == friday, "the term itself is not touched"


def test_a_closed_card_asks_no_other_channel(mail: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    task = a_task(mail)
    pass_time(monkeypatch, task.deadline - 10 * MINUTE)
    close_card(Delivery.objects.get(), by=mail.anna)
    pass_time(monkeypatch, task.deadline)
    assert not mailbox.received


def test_what_was_taken_goes_back_and_what_was_begun_is_unknown(mail: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    wish(mail.anna, order=Wishes.Order.MAIL_FIRST, page=False)
    for _number in range(2):
        task = a_task(mail)
    due = task.deadline - 10 * MINUTE
    monkeypatch.setattr(timezone, "now", lambda: due)
    monkeypatch.setattr("shturman.messaging.actions.delivering._carry", lambda rows: begin(rows[0]) and 0 if rows else 0)
    remind_and_deliver()
    monkeypatch.undo()
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["sending", "taken"]
    rescue_deliveries(due + HOUR)
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["queued", "unknown"]
    monkeypatch.setattr(timezone, "now", lambda: due + HOUR)
    remind_and_deliver()
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["sent", "unknown"]
    assert len(mailbox.received) == 1


def test_of_two_workers_with_one_row_one_speaks(mail: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    wish(mail.anna, order=Wishes.Order.MAIL_FIRST, page=False)
    task = a_task(mail)
    due = task.deadline - 10 * MINUTE
    monkeypatch.setattr("shturman.messaging.actions.delivering._carry", lambda rows: 0)
    pass_time(monkeypatch, due)
    row = Delivery.objects.get()
    assert begin(row) is True
    assert begin(Delivery.objects.get(pk=row.pk)) is False
    rescue_deliveries(due + HOUR)
    settle(row, Outcome(Fate.SENT, "250"))
    row.refresh_from_db()
    assert row.state == "sent", "the answer that comes late counts"
    assert take_due(due + HOUR) == []


def test_the_database_sends_nothing_twice_by_one_channel(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    pass_time(monkeypatch, a_task(story).deadline)
    card = Delivery.objects.get()
    card.pk = None
    with pytest.raises(IntegrityError, match="reminded_once_by_a_channel"), transaction.atomic():
        card.save()
