from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.access import can_assign_to
from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed
from shturman.tasks.actions.completing import locked_open
from shturman.tasks.actions.setting import cards_of
from shturman.tasks.due import Due
from shturman.tasks.events import TaskChanged, TaskHandedOver, TaskRescheduled
from shturman.tasks.models import Task

CHANGEABLE = ("title", "kind", "is_important")


@transaction.atomic
def reschedule_task(task: Task, due: Due, *, by: Member) -> Task:
    """Lateness that has become a fact stays one: `overdue_since` is kept."""
    task = locked_open(task, by)
    was_due = (task.due_at or task.due_on or "") and str(task.due_at or task.due_on)
    task.due_at, task.due_on, task.deadline = due.at, due.on, due.deadline(work_week(), task.assignee.zone)
    task.save(update_fields=["due_at", "due_on", "deadline"])
    event = TaskRescheduled(task.pk, task.deal_id, task.kind, task.title, was_due=was_due, due_at=due.at, due_on=due.on)
    record(event, by=by, about=cards_of(task))
    return task


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
