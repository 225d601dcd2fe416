from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from shturman.company.access import can_assign_to
from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions.completing import locked_open
from shturman.tasks.actions.setting import ask_length, cards_of
from shturman.tasks.due import Due, due_from
from shturman.tasks.events import TaskChanged, TaskHandedOver, TaskRescheduled
from shturman.tasks.models import Task

CHANGEABLE = ("title", "kind", "is_important")


def reschedule_task(task: Task, due: Due, *, by: Member) -> Task:
    return place_task(task, due, task.minutes, by=by)[0]


@transaction.atomic
def place_task(task: Task, due: Due, minutes: int | None, *, by: Member) -> tuple[Task, Entry]:
    """In the calendar: another moment or day, another length. Lateness that has become a fact stays one: `overdue_since` is kept."""
    task = locked_open(task, by)
    ask_length(minutes)
    return task, _place(task, due, minutes, by=by)


@transaction.atomic
def undo_place_task(entry: Entry, *, by: Member) -> str:
    """Back to where it stood, unless it has been moved again since."""
    task, facts = locked_open(Task.objects.everything().get(pk=entry.facts["task_id"]), by), entry.facts
    stands = (task.due_at, task.due_on, task.minutes)
    if stands != (parse_datetime(facts["due_at"] or ""), parse_date(facts["due_on"] or ""), facts.get("minutes")):
        raise Refused(_("The task has been moved again since"))
    _place(task, due_from(facts["was_due"]), facts.get("was_minutes"), by=by, undoes=entry)
    return _("The task “%(title)s” stands where it stood") % {"title": task.title}


def _place(task: Task, due: Due, minutes: int | None, *, by: Member, undoes: Entry | None = None) -> Entry:
    was_due, was_minutes = str(task.due_at or task.due_on), task.minutes
    task.due_at, task.due_on, task.minutes = due.at, due.on, minutes
    task.deadline = due.deadline(work_week(), task.assignee.zone)
    task.save(update_fields=["due_at", "due_on", "minutes", "deadline"])
    event = TaskRescheduled(
        task.pk,
        task.deal_id,
        task.kind,
        task.title,
        was_due=was_due,
        due_at=due.at,
        due_on=due.on,
        was_minutes=was_minutes,
        minutes=minutes,
    )
    return record(event, by=by, about=cards_of(task), undoes=undoes)


@transaction.atomic
def hand_task_over(task: Task, assignee: Member, *, by: Member) -> Task:
    task = locked_open(task, by)
    if not can_assign_to(by, assignee, "task"):
        raise NotAllowed(_("You may set tasks to yourself; to others their head does"), field="assignee")
    former, task.assignee = task.assignee, assignee
    task.save(update_fields=["assignee"])
    event = TaskHandedOver(task.pk, task.deal_id, task.kind, task.title, from_member=former.short_name, to_member=assignee.short_name)
    record(event, by=by, about=cards_of(task))
    return task


@transaction.atomic
def change_task(task: Task, changes: dict[str, Any], *, by: Member) -> Task:
    task = locked_open(task, by)
    changed: list[str] = [name for name in CHANGEABLE if name in changes and getattr(task, name) != changes[name]]
    for name in changed:
        setattr(task, name, changes[name])
    if changed:
        task.save(update_fields=changed)
        record(TaskChanged(task.pk, task.deal_id, task.kind, task.title, fields=changed), by=by, about=cards_of(task))
    return task
