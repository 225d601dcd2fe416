"""The order of the day is computed, and each place says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from shturman.kit.errors import NotAllowed
from shturman.playbooks.actions import mark_priority, set_contact_hours, skip_task, switch_priority_first
from shturman.playbooks.heat import Heat
from shturman.playbooks.queries.queue import Waiting, in_order, queue_of
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 25, 14, 0, tzinfo=MOSCOW)
HOT, COLD = Heat(probability=90, touches=5, last_touch_days=1, warmth=2), Heat(probability=10)


@pytest.fixture(autouse=True)
def by_the_clock_of_moscow() -> Iterator[None]:
    with timezone.override(MOSCOW):
        yield


def waiting(pk: int, **facts: Any) -> Waiting:
    usual = {
        "id": pk,
        "title": f"Задача {pk}",
        "kind": Task.Kind.CALL,
        "due_at": None,
        "deadline": NOW + timedelta(hours=4),
        "is_important": False,
        "created_at": NOW - timedelta(days=1),
        "deal_id": pk,
        "responsible_id": 1,
        "deal_title": "Вентиляция",
        "amount": Decimal(100_000),
        "stage": "Заявка принята",
        "client_id": pk,
        "client": f"Клиент {pk}",
        "is_urgent": False,
        "is_priority": False,
        "skipped_until": None,
    }
    return Waiting(**(usual | facts))


def promise(pk: int, at: datetime) -> Waiting:
    return waiting(pk, due_at=at, deadline=at, is_important=True)


def order(*rows: Waiting, is_priority_first: bool = False) -> list[int]:
    return [place.waiting.id for place in in_order(rows, NOW, is_priority_first=is_priority_first).places]


def test_a_promise_stands_at_its_hour_and_not_before() -> None:
    assert order(promise(1, NOW + timedelta(minutes=25)), waiting(2), waiting(3), waiting(4)) == [2, 3, 1, 4]


def test_a_promise_whose_hour_has_come_goes_before_everything() -> None:
    assert order(waiting(1, is_urgent=True), promise(2, NOW)) == [2, 1]


def test_new_requests_go_by_the_time_that_is_left() -> None:
    late, soon = NOW + timedelta(minutes=20), NOW + timedelta(minutes=5)
    assert order(waiting(1), waiting(2, is_urgent=True, deadline=late), waiting(3, is_urgent=True, deadline=soon)) == [3, 2, 1]


def test_the_rest_goes_by_heat_sum_and_lateness() -> None:
    assert order(waiting(1, heat=COLD), waiting(2, heat=HOT)) == [2, 1]
    assert order(waiting(1, amount=Decimal(10_000)), waiting(2, amount=Decimal(5_000_000))) == [2, 1]
    assert order(waiting(1), waiting(2, deadline=NOW - timedelta(days=4))) == [2, 1]


def test_priority_clients_go_first_when_the_head_has_said_so() -> None:
    rows = (waiting(1, heat=HOT), waiting(2, is_priority=True))
    assert order(*rows) == [1, 2]
    assert order(*rows, is_priority_first=True) == [2, 1]


def test_what_was_skipped_waits_apart_till_its_hour() -> None:
    queue = in_order([waiting(1, skipped_until=NOW + timedelta(hours=1)), waiting(2)], NOW, is_priority_first=False)
    assert [place.waiting.id for place in queue.places] == [2]
    assert [row.id for row in queue.later] == [1]


def test_each_place_says_why(story: Story) -> None:
    rows = [promise(1, NOW), waiting(2, is_urgent=True), waiting(3, deadline=NOW - timedelta(days=1), heat=HOT)]
    whys = [place.why for place in in_order(rows, NOW, is_priority_first=False).places]
    assert whys[0] == "Обещано к 14:00"
    assert whys[1] == "Новая заявка: ответить до 18:00"
    assert whys[2].startswith("Просрочено на 1 день · горячая: Заявка принята")


def test_it_holds_his_own_tasks_of_today_and_what_is_overdue(story: Story) -> None:
    mine = story.deal(title="Моя")
    story.deal(story.boris, title="Чужая")
    set_task(NewTask("Через неделю", Due(on=timezone.localdate() + timedelta(days=7)), story.anna, deal=mine), by=story.anna)
    now = Task.objects.open().get(deal=mine, is_formed=True).deadline - timedelta(minutes=1)
    assert [place.waiting.deal_title for place in queue_of(story.anna, now).places] == ["Моя"]


def test_a_head_switches_his_department_to_priority_clients(story: Story) -> None:
    client = client_of(story.anna)
    plain, chosen = story.deal(amount=900_000), story.deal(client=client, amount=1000)
    now = max(Task.objects.open().values_list("deadline", flat=True)) - timedelta(minutes=1)

    def first_of(member: Any) -> int | None:
        first = queue_of(member, now).first
        return first.waiting.deal_id if first else None

    mark_priority(client, True, by=story.head)
    assert first_of(story.anna) == plain.pk
    switch_priority_first(True, by=story.head)
    assert first_of(story.anna) == chosen.pk
    assert "Приоритетный клиент" in queue_of(story.anna, now).places[0].why
    switch_priority_first(False, by=story.head)
    assert first_of(story.anna) == plain.pk


def test_a_head_without_tasks_sees_how_the_switch_stands(story: Story) -> None:
    switch_priority_first(True, by=story.head)
    assert queue_of(story.head, NOW).is_priority_first


def test_a_manager_neither_names_priorities_nor_switches_the_order(story: Story) -> None:
    with pytest.raises(NotAllowed):
        switch_priority_first(True, by=story.anna)
    with pytest.raises(NotAllowed):
        mark_priority(client_of(story.anna), True, by=story.anna)


def test_hours_are_written_by_those_who_lead_the_client(story: Story) -> None:
    client = client_of(story.boris)
    with pytest.raises(NotAllowed):
        set_contact_hours(client, None, None, "", by=story.vera)
    set_contact_hours(client, None, None, "Asia/Omsk", by=story.boris)


def test_a_skip_asks_why_and_is_counted(story: Story) -> None:
    deal = story.deal()
    task = Task.objects.open().get(deal=deal)
    skip_task(task, "inputs", by=story.anna)
    entry = skip_task(task, "wrong_time", by=story.anna)
    assert entry.facts["count"] == 2
    queue = queue_of(story.anna, timezone.now())
    assert deal.pk not in [place.waiting.deal_id for place in queue.places]
