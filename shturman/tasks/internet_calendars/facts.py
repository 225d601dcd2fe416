"""The things that a task and an event both say, in one form: what is alike needs no change on either side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from shturman.company.queries import work_week
from shturman.tasks.actions.reminders import LONGEST_BEFORE, MOST, Asked
from shturman.tasks.due import Due
from shturman.tasks.internet_calendars.ics.resources import DONE, Resource, Trigger
from shturman.tasks.internet_calendars.ics.values import When, day, utc
from shturman.tasks.models import Reminder, Task
from shturman.tasks.models.task import LONGEST, SHORTEST, USUAL_MINUTES

LONGEST_TITLE = 250
BETWEEN = " — "
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Facts:
    title: str
    # Whom it is about, as far as the person may know; the phone shows it behind the title.
    about: str
    is_done: bool
    # «20261129T070000Z», or a day: «20261129».
    when: str
    minutes: int
    before: tuple[int, ...]
    moments: tuple[str, ...]

    @property
    def summary(self) -> str:
        words = f"{self.title}{BETWEEN}{self.about}" if self.about else self.title
        return f"{DONE} {words}" if self.is_done else words

    def kept(self) -> dict[str, Any]:
        return {**vars(self), "before": list(self.before), "moments": list(self.moments)}


def facts_from(kept: Mapping[str, Any]) -> Facts | None:
    return Facts(**{**kept, "before": tuple(kept["before"]), "moments": tuple(kept["moments"])}) if kept else None


def facts_of_task(task: Task, about: str, reminders: Iterable[Reminder]) -> Facts:
    """What is done rings no more."""
    planned = [] if task.completed_at else [reminder for reminder in reminders if not reminder.is_snoozed]
    return Facts(
        " ".join(task.title.split()),
        about,
        task.completed_at is not None,
        utc(task.due_at) if task.due_at else day(task.due_on) if task.due_on else "",
        int(task.length / MINUTE) if task.due_at else 0,
        tuple(sorted(reminder.before_minutes for reminder in planned if reminder.before_minutes is not None)),
        tuple(sorted(utc(reminder.at) for reminder in planned if reminder.at is not None)),
    )


def facts_of_event(resource: Resource, kind: str, about: str, deadline: datetime) -> Facts:
    """`kind` and `about` are those of the task that it stands for, `deadline` follows from its own time."""
    title, is_done = resource.title, False
    if title.startswith(DONE):
        title, is_done = title.removeprefix(DONE).strip(), True
    tail = f"{BETWEEN}{about}"
    has_about = bool(about) and title.endswith(tail)
    start = resource.start
    triggers = list(resource.alarms)
    minutes = {told for trigger in triggers if (told := minutes_before(trigger, start, deadline)) is not None}
    return Facts(
        title.removesuffix(tail)[:LONGEST_TITLE] if has_about else title[:LONGEST_TITLE],
        about if has_about else "",
        is_done,
        utc(start.at) if start.at else day(start.on) if start.on else "",
        minutes_of(resource, kind) if start.at else 0,
        tuple(sorted(minutes)[:MOST]),
        tuple(sorted({utc(trigger.at) for trigger in triggers if trigger.at})),
    )


def minutes_of(resource: Resource, kind: str) -> int:
    """A task lasts from five minutes to a day; what is longer on the phone stays so there."""
    length = resource.length
    if length is None:
        return USUAL_MINUTES[Task.Kind(kind)]
    return min(max(round(length / MINUTE), SHORTEST), LONGEST)


def due_of(resource: Resource) -> Due:
    start = resource.start
    return Due(at=start.at.astimezone(UTC)) if start.at else Due(on=start.on)


def deadline_of(resource: Resource, zone: tzinfo) -> datetime:
    return due_of(resource).deadline(work_week(), zone)


def minutes_before(trigger: Trigger, start: When, deadline: datetime) -> int | None:
    """A task's reminders count back from its moment, or from the end of its working day; None: only the phone can ring so."""
    if trigger.offset is None:
        return None
    before = deadline - _rings_at(trigger.offset, start, deadline)
    minutes = before / MINUTE
    return int(minutes) if minutes == int(minutes) and 0 <= minutes <= LONGEST_BEFORE else None


def offset_before(minutes: int, start: When, deadline: datetime) -> timedelta:
    """The other way round: how an event says it."""
    if start.at:
        return -minutes * MINUTE
    return deadline - minutes * MINUTE - _midnight(start, deadline)


def asked_of(facts: Facts, resource: Resource, now: datetime) -> Asked:
    """Of moments of their own a task keeps the first to come; the past reminds of nothing."""
    moments = sorted(trigger.at.astimezone(UTC) for trigger in resource.alarms if trigger.at and trigger.at > now)
    return Asked(minutes=facts.before, at=moments[0] if moments else None)


def _rings_at(offset: timedelta, start: When, deadline: datetime) -> datetime:
    return (start.at or _midnight(start, deadline)) + offset


def _midnight(start: When, deadline: datetime) -> datetime:
    """By the clock by which the deadline was set."""
    if start.on is None:
        raise ValueError("a midnight of no day")
    return datetime.combine(start.on, time(), deadline.tzinfo)
