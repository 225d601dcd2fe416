from __future__ import annotations

from procrastinate.contrib.django import app

from shturman.clients.actions.duplicates import find_duplicates as look_for_duplicates
from shturman.clients.actions.merging_many import merge_next_group
from shturman.clients.models import MergeRun
from shturman.journal.models import Entry


@app.task(name="clients.find_duplicates", queueing_lock="clients.find_duplicates", pass_context=False)
def find_duplicates(timestamp: int = 0) -> None:
    look_for_duplicates()


@app.task(name="clients.merge_groups")
def merge_groups(entry_id: int) -> None:
    run = MergeRun.objects.get(pk=Entry.objects.get(pk=entry_id).facts["run_id"])
    while merge_next_group(run):
        pass
