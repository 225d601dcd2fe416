"""Morning and evening digests: by each person's clock, on his working days, and only when there is something to tell."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from shturman.company.actions import add_absence
from shturman.company.models import Absence, Member
from shturman.messaging.actions import queue_digests, remind_and_deliver
from shturman.messaging.models import Delivery, PushSubscription, Wishes
from shturman.messaging.tests.servers import Mailbox
from shturman.tasks.actions import NewTask, complete_task, set_task
from shturman.tasks.due import Due
from shturman.world.story import Story

MOSCOW = ZoneInfo("Europe/Moscow")
# A Wednesday.
DAY = date(2026, 3, 11)


def at(hour: int, minute: int = 0, day: date = DAY, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


@pytest.fixture(autouse=True)
def the_night_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(1))


@pytest.fixture
def busy(mail: Story) -> Story:
    """Anna alone has something to do."""
    set_task(NewTask("Обещанный расчёт", Due(at=at(15)), mail.anna, is_important=True), by=mail.anna)
    set_task(NewTask("Перезвонить", Due(at=at(11)), mail.anna), by=mail.anna)
    set_task(NewTask("Вчерашнее", Due(on=DAY - timedelta(days=1)), mail.anna), by=mail.anna)
    return mail


def letters_at(moment: datetime, monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox) -> list[str]:
    before = len(mailbox.received)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    for _tick in range(2):
        queue_digests(moment)
        remind_and_deliver()
    return [str(letter["Subject"]) for letter in mailbox.received[before:] if "день" in str(letter["Subject"]).lower()]


def test_the_morning_tells_of_what_is_promised_due_and_overdue(busy: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    assert letters_at(at(8, 59), monkeypatch, mailbox) == []
    assert letters_at(at(9), monkeypatch, mailbox) == ["Ваш день: 2 задачи на сегодня, 1 просрочена"]
    text = mailbox.text_of(-1)
    assert [line for line in text.split("\n") if line.endswith(":")][:3] == ["Обещано:", "Сегодня:", "Просрочено:"]
    assert "— 15:00 Обещанный расчёт" in text and "https://crm.baltvent.example/tasks/day/" in text
    assert letters_at(at(9, 30), monkeypatch, mailbox) == []


def test_the_evening_tells_of_what_is_done_and_what_is_left(busy: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(12))
    done = busy.anna.tasks.get(title="Перезвонить")
    complete_task(done, "Договорились", by=busy.anna)
    assert letters_at(at(17, 30), monkeypatch, mailbox) == ["День заканчивается: сделана 1 задача, осталось 2"]


def test_of_an_empty_day_nothing_is_said(mail: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    assert letters_at(at(9), monkeypatch, mailbox) == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.parametrize("moment", [at(9, day=DAY + timedelta(days=3)), at(12), at(9, day=date(2026, 3, 9))])
def test_on_days_off_and_past_its_hour_it_does_not_come(
    busy: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    """A Saturday, the middle of a day after a worker's sleep, and the holiday moved from the eighth of March."""
    assert letters_at(moment, monkeypatch, mailbox) == []


def test_who_is_away_is_left_in_peace(busy: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {"kind": Absence.Kind.HOLIDAY, "first_day": DAY, "last_day": DAY + timedelta(days=7), "deputy": None, "note": ""}
    add_absence(busy.anna, facts, by=busy.owner)
    assert letters_at(at(9), monkeypatch, mailbox) == []


def test_it_comes_by_the_clock_of_the_person(busy: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    Member.objects.filter(pk=busy.anna.pk).update(time_zone="Asia/Vladivostok")
    assert letters_at(at(9), monkeypatch, mailbox) == []
    assert len(letters_at(at(9, zone=ZoneInfo("Asia/Vladivostok")), monkeypatch, mailbox)) == 1


@pytest.mark.parametrize(("wishes", "count"), [({"morning_digest": False}, 0), ({"digest_by": "push"}, 1), ({}, 1)])
def test_it_is_as_the_person_wishes(
    busy: Story, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, wishes: dict[str, Any], count: int
) -> None:
    """Push without a browser falls back on the letter."""
    Wishes.objects.create(member=busy.anna, **wishes)
    assert len(letters_at(at(9), monkeypatch, mailbox)) == count


def test_by_push_it_is_queued_for_push(busy: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    Wishes.objects.create(member=busy.anna, digest_by="push")
    PushSubscription.objects.create(member=busy.anna, endpoint="https://push.example/1", p256dh="k", auth="a")
    queue_digests(at(9))
    assert Delivery.objects.get(to=busy.anna).channel == "push"
