from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from shturman.company.queries import robot
from shturman.deals.actions import switch_stage_to_tasks
from shturman.deals.models import Deal, Stage
from shturman.journal.models import Entry
from shturman.tasks.actions.following import mark_overdue_tasks
from shturman.tasks.actions.forming import form_tasks_ahead

BATCH = 500


@app.task(name="tasks.mark_overdue_tasks", queueing_lock="tasks.mark_overdue_tasks", pass_context=False)
def mark_overdue(timestamp: int = 0) -> None:
    while mark_overdue_tasks(timezone.now()):
        pass


@app.task(name="tasks.form_missing_tasks")
def form_missing_tasks(entry_id: int) -> None:
    """Each batch is its own transaction, so that a killed worker goes on from where it stood."""
    stage = Stage.objects.get(pk=Entry.objects.get(pk=entry_id).facts["stage_id"])
    if not stage.is_switching:
        return
    while deals := _idle_deals(stage):
        form_tasks_ahead(deals, by=robot())
    switch_stage_to_tasks(stage, by=robot())


def _idle_deals(stage: Stage) -> list[Deal]:
    idle = Deal.objects.everything().kept().open().filter(stage=stage, next_step_at=None)
    return list(idle.select_related("stage", "responsible__head", "client")[:BATCH])
