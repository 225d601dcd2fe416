"""The task that the navigator leads through, read narrowly: what is known beforehand is not joined."""

from __future__ import annotations

from shturman.company.models import Member
from shturman.tasks.models import Task

CLIENT = ("kind", "name", "job_title", "responsible_id", "department_id", "merged_into_id")
DEAL = (
    *("title", "client_id", "kind_id", "funnel_id", "stage_id", "entered_stage_at", "amount", "expected_on", "closed_at", "own"),
    *("responsible_id", "department_id", "registrar_id", "received_at", "deleted_at"),
)
TASK = (
    *("kind", "title", "deal_id", "client_id", "assignee_id", "author_id", "due_at", "due_on", "deadline", "is_important"),
    *("preset_id", "completed_at", "cancelled_at", "deleted_at"),
)
READ = (*TASK, *(f"deal__{name}" for name in DEAL), *(f"deal__client__{name}" for name in CLIENT))


def own_task(member: Member, task_id: int) -> Task | None:
    """Seven joined tables were planned longer than all the rest of the screen is read."""
    rows = Task.objects.kept().filter(assignee=member, pk=task_id).select_related("deal__client").only(*READ)
    for task in rows:
        task.assignee = member
        if task.deal is not None and task.deal.responsible_id == member.pk:
            task.deal.responsible = member
        if task.deal is not None and task.deal.client_id == task.client_id:
            task.client = task.deal.client
        return task
    return None
