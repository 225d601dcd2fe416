from __future__ import annotations

from procrastinate.contrib.django import app

from shturman.imports.actions import carry_out_check, carry_out_load, carry_out_undo
from shturman.imports.models import ImportRun
from shturman.journal.models import Entry


@app.task(name="imports.check_table")
def check_table(entry_id: int) -> None:
    carry_out_check(_run(entry_id))


@app.task(name="imports.load_table")
def load_table(entry_id: int) -> None:
    carry_out_load(_run(entry_id))


@app.task(name="imports.undo_load")
def undo_load(entry_id: int) -> None:
    carry_out_undo(_run(entry_id))


def _run(entry_id: int) -> ImportRun:
    return ImportRun.objects.get(pk=Entry.objects.get(pk=entry_id).facts["run_id"])
