from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from shturman.journal.models import Entry
from shturman.lists import actions

KEPT_DAYS = 1


@app.task(name="lists.carry_out_bulk")
def carry_out_bulk(entry_id: int) -> None:
    actions.carry_out_bulk(Entry.objects.get(pk=entry_id).facts["run_id"])


@app.task(name="lists.undo_bulk")
def undo_bulk(entry_id: int) -> None:
    actions.carry_out_bulk_undo(Entry.objects.get(pk=entry_id).facts["run_id"])


@app.task(name="lists.forget_abandoned_choices", queueing_lock="lists.forget_abandoned_choices")
def forget_abandoned_choices(timestamp: int = 0) -> None:
    actions.forget_abandoned_choices(timezone.now() - timedelta(days=KEPT_DAYS))
