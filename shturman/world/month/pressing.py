"""A month of a manager who only presses results: nothing is forgotten, promises come at their hour, each place is explained."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

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
from shturman.world.month.clock import Clock
from shturman.world.story import Story

Effect = Result.Effect
FOR_A_TOUCH, IDLE, EARLY = timedelta(minutes=7), timedelta(minutes=30), timedelta(minutes=5)


def nothing() -> None:
    """Nobody else works."""


@dataclass
class Month:
    """`meanwhile` is called whenever the clock has moved: what works beside the manager has its turn."""

    story: Story
    clock: Clock
    seed: int
    meanwhile: Callable[[], None] = nothing
    presses: int = 0
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311

    def fill(self, deals: int) -> None:
        story = self.story
        switch_playbook(take_ready_made("long_talks", by=story.owner), True, by=story.owner, funnel=story.funnel)
        for number in range(deals):
            story.deal(title=f"Сделка {number}", amount=self.dice.randint(1, 40) * 50_000)

    def pass_days(self, count: int) -> None:
        for _day in range(count):
            self._pass_day()
            self.clock.next_morning()
            while not work_week().is_working(self.clock.now().date()):
                self.clock.next_morning()
            self.meanwhile()
        self.faults += list(self._left_behind())

    def _pass_day(self) -> None:
        evening = self.clock.evening
        while (now := self.clock.now()) < evening:
            queue = queue_of(self.story.anna, now)
            place = queue.first
            if place is None or (place.waiting.is_fixed and (place.waiting.due_at or now) > now + EARLY):
                self.clock.go_on(IDLE)
            else:
                self._judge(queue, place)
                self._press(place)
                self.clock.go_on(FOR_A_TOUCH)
            self.meanwhile()

    def _judge(self, queue: Queue, place: Place) -> None:
        """A promise whose hour has come stands first, the oldest of them, and each place says by what it stands."""
        now = self.clock.now()
        late = [one for one in queue.places if one.waiting.is_fixed and (one.waiting.due_at or now) <= now]
        if late and place.waiting.id != min(late, key=lambda one: one.waiting.due_at or now).waiting.id:
            self.faults.append(f"{now}: a promise was passed over for task {place.waiting.id}")
        if not all(one.why for one in queue.places):
            self.faults.append(f"{now}: a place of the queue says nothing")

    def _press(self, place: Place) -> None:
        task = Task.objects.select_related("deal__stage", "deal__responsible", "assignee", "preset").get(pk=place.waiting.id)
        results = list(course_of_task(task).results)
        lasting = [result for result in results if result.effect not in (Effect.REFUSE, Effect.END)]
        result = self.dice.choice(results if self.dice.random() < 0.15 else lasting)
        give_result(task, result.position, self._answer(result, place.why), by=self.story.anna)
        self.presses += 1
        if next_step_gaps():
            self.faults.append(f"{self.clock.now()}: a deal without its next step after task {task.pk}")

    def _answer(self, result: Result, why: str) -> Answer:
        now = self.clock.now()
        facts: dict[str, Any] = {"why": why, "words": "слово", "facts": {"amount": 90_000, "expected_on": now.date()}}
        if result.effect == Effect.CALL_BACK:
            facts["due"] = Due(at=now + timedelta(hours=self.dice.randint(1, 30)))
        if result.effect == Effect.PAUSE:
            facts["due"] = Due(on=(now + timedelta(days=self.dice.randint(1, 4))).date())
        if result.effect == Effect.REFUSE:
            facts["given"] = GivenFacts(loss_reason=self.story.reason())
        return Answer(**facts)

    def _left_behind(self) -> Iterator[str]:
        told = Entry.objects.filter(kind="tasks.task_completed")
        counted: Sequence[tuple[str, int]] = (("touches", Touch.objects.count()), ("entries", told.count()))
        for name, count in counted:
            if count != self.presses:
                yield f"{count} {name} of {self.presses} presses"
        if told.filter(facts__why="").exists():
            yield "the journal does not say by what a task stood first"
        promised = Task.objects.filter(is_important=True, due_at__isnull=False).exclude(completed_at=None)
        for done, due in promised.values_list("completed_at", "due_at"):
            if done and due and done < due - EARLY:
                yield f"promised for {due}, done at {done}"
        if Deal.objects.everything().filter(closed_at=None, next_step_at=None).exists():
            yield "an open deal without its next step"
