"""Reminders are planned with their task, move with it, and are taken when their moment comes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions.completing import locked_open
from shturman.tasks.actions.setting import NewTask, cards_of, set_task
from shturman.tasks.events import TaskChanged
from shturman.tasks.models import Reminder, ReminderHabits, Task
from shturman.tasks.reminding import USUAL, due_before, habits_of, usual_minutes

MOST = 10
LONGEST_BEFORE = 60 * 24 * 60
# Reminders that the clock has slept through for longer tell nothing new.
STALE_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What a person has chosen: instead of the usual, or besides it."""

    minutes: tuple[int, ...] = ()
    at: datetime | None = None
    besides_usual: bool = False


@transaction.atomic
def set_task_reminding(new: NewTask, asked: Asked, *, by: Member) -> Task:
    """The task itself has planned what its assignee is used to."""
    task = set_task(new, by=by)
    _put(task, asked)
    return task


@transaction.atomic
def choose_reminders(task: Task, asked: Asked, *, by: Member) -> Task:
    task = locked_open(task, by)
    if _put(task, asked):
        record(TaskChanged(task.pk, task.deal_id, task.kind, task.title, fields=["reminders"]), by=by, about=cards_of(task))
    return task


@transaction.atomic
def choose_habits(minutes: dict[str, list[int]], *, by: Member) -> ReminderHabits:
    """His own taste: no fact of the business, so it leaves no entry."""
    known = {key: sorted(set(minutes[key])) for key in USUAL if key in minutes}
    habits, _is_new = ReminderHabits.objects.update_or_create(member=by, defaults={"minutes": known})
    return habits


def plan_usual(tasks: Sequence[Task]) -> None:
    """As the assignees are used to; what was planned already stays as it is."""
    reminding = [task for task in tasks if task.due_at or task.is_important]
    if not reminding:
        return
    now, habits = timezone.now(), habits_of({task.assignee_id for task in reminding})
    rows = [
        Reminder(task=task, before_minutes=minutes, due_at=due_before(task.deadline, minutes, now))
        for task in reminding
        for minutes in usual_minutes(habits[task.assignee_id], task.kind, is_day=task.due_on is not None, is_important=task.is_important)
    ]
    Reminder.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def move_reminders(task_ids: Collection[int]) -> None:
    """The task has another moment: they go along and remind anew; what was put off to the old one goes."""
    Reminder.objects.filter(task__in=task_ids, is_snoozed=True, fired_at=None).delete()
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [timezone.now(), list(task_ids)])


MOVE = """
UPDATE tasks_reminder AS reminder SET fired_at = NULL, due_at = CASE WHEN moment.at > %s THEN moment.at END
FROM (
    SELECT planned.id, task.deadline - planned.before_minutes * interval '1 minute' AS at
    FROM tasks_reminder AS planned JOIN tasks_task AS task ON task.id = planned.task_id
    WHERE planned.task_id = ANY(%s) AND planned.before_minutes IS NOT NULL
) AS moment WHERE reminder.id = moment.id
"""


@transaction.atomic(savepoint=False)
def take_due_reminders(now: datetime, most: int) -> list[Reminder]:
    """Those whose moment has come, each given out once; of tasks that nobody has to do any more none."""
    due = Reminder.objects.due(now).select_for_update(of=("self",), skip_locked=True).order_by("due_at", "id")
    taken = list(due.select_related("task__assignee", "task__deal__client", "task__client")[:most])
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in taken]).update(fired_at=now)
    return [reminder for reminder in taken if _is_news(reminder, now)]


def has_due_reminders(now: datetime) -> bool:
    return Reminder.objects.due(now).exists()


@transaction.atomic
def snooze_task(task: Task, at: datetime, *, by: Member) -> Reminder:
    task = locked_open(task, by)
    if task.assignee_id != by.pk:
        raise NotAllowed(_("This task is done by %(name)s") % {"name": task.assignee.short_name})
    if at <= timezone.now():
        raise Refused(_("This moment has passed"))
    reminder, _is_new = Reminder.objects.get_or_create(task=task, at=at, defaults={"due_at": at, "is_snoozed": True})
    return reminder


def _is_news(reminder: Reminder, now: datetime) -> bool:
    task = reminder.task
    return task.is_open and task.assignee.is_active and not task.assignee.is_robot and (reminder.due_at or now) > now - STALE_AFTER


def _put(task: Task, asked: Asked) -> bool:
    _ask(asked)
    now = timezone.now()
    planned = Reminder.objects.filter(task=task, is_snoozed=False)
    before = set(planned.values_list("before_minutes", "at"))
    wanted = {(minutes, None) for minutes in asked.minutes} | ({(None, asked.at)} if asked.at else set())
    if before == wanted:
        return False
    if not asked.besides_usual:
        planned.filter(before_minutes__isnull=False).exclude(before_minutes__in=asked.minutes).delete()
        planned.filter(at__isnull=False).exclude(at=asked.at).delete()
    rows = [Reminder(task=task, before_minutes=minutes, due_at=due_before(task.deadline, minutes, now)) for minutes in asked.minutes]
    if asked.at:
        rows.append(Reminder(task=task, at=asked.at, due_at=asked.at))
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return True


def _ask(asked: Asked) -> None:
    if len(asked.minutes) > MOST or any(not 0 <= minutes <= LONGEST_BEFORE for minutes in asked.minutes):
        raise Refused(_("Choose at most %(count)s reminders, none earlier than 60 days before") % {"count": MOST}, field="remind")
    if asked.at and asked.at <= timezone.now():
        raise Refused(_("This moment has passed"), field="remind_at")
