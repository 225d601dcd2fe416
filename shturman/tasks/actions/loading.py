"""Tasks of the former system, as an import brings them: facts stand at their own dates and nobody is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shturman.company.models import Member
from shturman.deals.actions.next_step import set_next_step
from shturman.deals.models import Deal
from shturman.journal.actions import Fact, record_history
from shturman.tasks.actions.forming import form_next_tasks
from shturman.tasks.actions.reminders import plan_usual
from shturman.tasks.actions.setting import NewTask, cards_of_touch, create_rows, task_fact
from shturman.tasks.events import TaskCompleted
from shturman.tasks.models import Task
from shturman.tasks.queries import earliest_deadlines


@dataclass(frozen=True)
class LoadedTask:
    new: NewTask
    set_at: datetime
    completed_at: datetime | None = None
    result: str = ""


@transaction.atomic
def load_tasks(rows: Sequence[LoadedTask], *, by: Member) -> list[Task]:
    tasks = create_rows([row.new for row in rows], author=by, is_formed=False)
    now = timezone.now()
    for row, task in zip(rows, tasks, strict=True):
        task.created_at, task.completed_at, task.result = row.set_at, row.completed_at, row.result
        task.completed_by = task.assignee if row.completed_at else None
        # A lateness of the past is a fact, not news of today.
        task.overdue_since = task.deadline if (row.completed_at or now) > task.deadline else None
    Task.objects.bulk_update(tasks, ["created_at", "completed_at", "completed_by", "result", "overdue_since"], batch_size=1000)
    record_history([fact for row, task in zip(rows, tasks, strict=True) for fact in _facts(row, task)], by=by)
    _renew_next_steps({task.deal_id for task in tasks if task.deal_id and task.is_open})
    plan_usual([task for task in tasks if task.is_open and task.deadline > now])
    return tasks


@transaction.atomic
def unload_loaded_tasks(task_ids: Collection[int], *, by: Member) -> int:
    """The undo of an import of tasks; a deal that would lose its next step with them gets a formed one."""
    rows = Task.objects.everything().filter(pk__in=task_ids)
    deal_ids = set(rows.exclude(deal=None).values_list("deal_id", flat=True))
    count, _by_model = rows.delete()
    _renew_next_steps(deal_ids)
    form_next_tasks(list(Deal.objects.everything().filter(pk__in=deal_ids, closed_at=None, deleted_at=None)), by=by)
    return count


def _facts(row: LoadedTask, task: Task) -> list[Fact]:
    set_fact = task_fact(task)
    facts = [Fact(set_fact.event, set_fact.about, row.set_at)]
    if row.completed_at:
        event = TaskCompleted(task.pk, task.deal_id, task.kind, task.title, row.result, row.completed_at > task.deadline)
        facts.append(Fact(event, cards_of_touch(task), row.completed_at))
    return facts


def _renew_next_steps(deal_ids: Collection[int]) -> None:
    if deal_ids:
        set_next_step(earliest_deadlines(deal_ids))
