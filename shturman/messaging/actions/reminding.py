"""Which deliveries an occasion brings: the first step at once, each further one when the one before it has failed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from shturman.company.models import Member
from shturman.messaging.models import Channel, Delivery
from shturman.messaging.ways import Step, Ways
from shturman.tasks.actions import take_due_reminders
from shturman.tasks.models import Reminder, Task

AT_ONCE = 1000
# As long a card waits for the eye of its person before the next channel is tried.
UNSEEN_FOR = timedelta(minutes=3)
Key = tuple[int | None, datetime, int]


@transaction.atomic
def fire_due_reminders(now: datetime) -> int:
    """Reminders whose moment has come become deliveries, in one transaction: killed half-way, they are due still."""
    taken = take_due_reminders(now, AT_ONCE)
    remind(taken)
    return len(taken)


def remind(reminders: Sequence[Reminder]) -> None:
    ways = Ways({reminder.task.assignee_id for reminder in reminders})
    rows = []
    for reminder in reminders:
        steps = ways.steps(reminder.task.assignee, is_important=reminder.task.is_important)
        if steps:
            rows += _rows(reminder, reminder.due_at or reminder.task.deadline, steps[0], ways, has_more=len(steps) > 1)
    Delivery.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def go_on(failed: Iterable[Delivery]) -> None:
    """The next step of each occasion whose delivery has not arrived; of two that failed together one step follows."""
    waiting = [row for row in failed if row.reminder is not None and row.task is not None and row.task.is_open]
    if not waiting:
        return
    ways, tried = Ways({row.to_id for row in waiting}), _tried(waiting)
    rows: list[Delivery] = []
    for row in waiting:
        if row.task is None or row.reminder is None or row.task.assignee_id != row.to_id:
            continue
        steps = ways.steps(row.to, is_important=row.task.is_important)
        ahead = _ahead(steps, row.channel, tried[_key(row)])
        if ahead:
            rows += _rows(row.reminder, row.moment, ahead[0], ways, has_more=len(ahead) > 1)
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def pass_to_new_doers(moot: Iterable[Delivery]) -> None:
    """Their task was handed over while they waited: who does it now is reminded instead."""
    passed = {row.reminder_id: row for row in moot if row.task and row.task.is_open and row.task.assignee_id != row.to_id}
    if not passed:
        return
    ways = Ways({row.task.assignee_id for row in passed.values() if row.task})
    rows = []
    for row in passed.values():
        if row.reminder is None or row.task is None or not row.task.assignee.is_active:
            continue
        row.reminder.task = row.task
        steps = ways.steps(row.task.assignee, is_important=row.task.is_important)
        rows += _rows(row.reminder, row.moment, steps[0], ways, has_more=len(steps) > 1) if steps else []
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _rows(reminder: Reminder, moment: datetime, step: Step, ways: Ways, *, has_more: bool) -> list[Delivery]:
    task: Task = reminder.task
    member: Member = task.assignee
    due_at = moment
    if not reminder.is_snoozed:
        due_at = ways.wishes_of(member).louder_at(moment, member, is_important=task.is_important)
    return [
        Delivery(
            to=member,
            why=Delivery.Why.REMINDER,
            reminder=reminder,
            task=task,
            moment=moment,
            channel=channel,
            due_at=due_at,
            next_at=due_at + UNSEEN_FOR if channel == Channel.PAGE and has_more else None,
        )
        for channel in step
    ]


def _ahead(steps: Sequence[Step], channel: str, tried: set[str]) -> list[Step]:
    place = next((number for number, step in enumerate(steps) if channel in step), -1)
    return [left for step in steps[place + 1 :] if (left := tuple(name for name in step if name not in tried))]


def _tried(rows: Sequence[Delivery]) -> dict[Key, set[str]]:
    known = Delivery.objects.filter(reminder__in={row.reminder_id for row in rows})
    tried: dict[Key, set[str]] = defaultdict(set)
    for reminder_id, moment, to_id, channel in known.values_list("reminder_id", "moment", "to_id", "channel"):
        tried[reminder_id, moment, to_id].add(channel)
    return tried


def _key(row: Delivery) -> Key:
    return row.reminder_id, row.moment, row.to_id
