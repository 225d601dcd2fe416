"""Weeks of a manager who only presses results: nothing is forgotten, promises come at their hour, each place is explained."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from shturman.company.queries import work_week
from shturman.deals.actions import GivenFacts
from shturman.deals.models import Deal
from shturman.journal.models import Entry
from shturman.playbooks.actions import Answer, give_result
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.playbooks.models import Result, Touch
from shturman.playbooks.queries.queue import Place, Queue, queue_of
from shturman.playbooks.queries.results import course_of_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import Story

Effect = Result.Effect
DEALS, DAYS = 24, 12
FOR_A_TOUCH = timedelta(minutes=7)


class Clock:
    def __init__(self, now: datetime):
        self.moment = now

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo("Europe/Moscow")))
    monkeypatch.setattr(timezone, "now", found.now)
    return found


def answer_to(result: Result, task: Task, story: Story, clock: Clock, dice: random.Random, why: str) -> Answer:
    facts: dict[str, Any] = {"why": why, "words": "слово"}
    if result.effect == Effect.CALL_BACK:
        facts["due"] = Due(at=clock.now() + timedelta(hours=dice.randint(1, 30)))
    if result.effect == Effect.PAUSE:
        facts["due"] = Due(on=(clock.now() + timedelta(days=dice.randint(1, 4))).date())
    if result.effect == Effect.REFUSE:
        facts["given"] = GivenFacts(loss_reason=story.reason())
    facts["facts"] = {"amount": 90_000, "expected_on": clock.now().date()}
    return Answer(**facts)


def promise_waits(queue: Queue, now: datetime) -> list[Place]:
    return [place for place in queue.places if place.waiting.is_fixed and (place.waiting.due_at or now) <= now]


def press(place: Place, story: Story, clock: Clock, dice: random.Random) -> None:
    task = Task.objects.select_related("deal__stage", "deal__responsible", "assignee", "preset").get(pk=place.waiting.id)
    results = list(course_of_task(task).results)
    lasting = [result for result in results if result.effect not in (Effect.REFUSE, Effect.END)]
    result = dice.choice(results if dice.random() < 0.15 else lasting)
    entry = give_result(task, result.position, answer_to(result, task, story, clock, dice, place.why), by=story.anna)
    assert entry.pk


@pytest.mark.parametrize("seed", [1, 2])
def test_weeks_pass_by_presses_alone(story: Story, clock: Clock, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    switch_playbook(take_ready_made("long_talks", by=story.owner), True, by=story.owner, funnel=story.funnel)
    for number in range(DEALS):
        story.deal(title=f"Сделка {number}", amount=dice.randint(1, 40) * 50_000)
    presses = 0
    for _day in range(DAYS):
        evening = clock.now().replace(hour=18, minute=0)
        while clock.now() < evening:
            queue = queue_of(story.anna, clock.now())
            place = queue.first
            if place is None or (place.waiting.is_fixed and (place.waiting.due_at or clock.now()) > clock.now() + timedelta(minutes=5)):
                clock.moment += timedelta(minutes=30)
                continue
            late = promise_waits(queue, clock.now())
            assert not late or place.waiting.id == min(late, key=lambda row: row.waiting.due_at or clock.now()).waiting.id
            assert place.why
            press(place, story, clock, dice)
            assert next_step_gaps() == 0
            presses += 1
            clock.moment += FOR_A_TOUCH
        clock.moment = (evening + timedelta(days=1)).replace(hour=9)
        while not work_week().is_working(clock.now().date()):
            clock.moment += timedelta(days=1)
    assert presses > DEALS
    assert Touch.objects.count() == presses
    told = Entry.objects.filter(kind="tasks.task_completed")
    assert told.count() == presses
    assert not told.filter(facts__why="").exists()
    early = timedelta(minutes=6)
    kept = Task.objects.filter(is_important=True, due_at__isnull=False).exclude(completed_at=None).values_list("completed_at", "due_at")
    assert all(done >= due - early for done, due in kept)
    assert not Deal.objects.everything().filter(closed_at=None, next_step_at=None).exists()
