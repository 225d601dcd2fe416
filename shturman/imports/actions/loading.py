"""All rows of a table or none of them: one transaction, so that an undo speaks of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.imports.actions.progress import Progress
from shturman.imports.actions.reading import before_loading, write_counts, write_refusals
from shturman.imports.events import LoadAsked, TableLoaded
from shturman.imports.kinds.base import Written
from shturman.imports.models import ImportRun, LoadedRow
from shturman.imports.table import sorted_table, table_of
from shturman.journal.actions import record
from shturman.kit.errors import Refused

LOCK_OF_RUNS = 20_260_002


@transaction.atomic
def ask_to_load(run: ImportRun, *, by: Member) -> ImportRun:
    """A job carries it out: the page may be left."""
    run = start_load(run, by=by)
    record(LoadAsked(run.pk, run.name), by=by, about=[run])
    return run


@transaction.atomic
def start_load(run: ImportRun, *, by: Member) -> ImportRun:
    run = before_loading(run, by)
    run.state, run.done_rows, run.started_at = ImportRun.State.RUNNING, 0, timezone.now()
    run.by = by
    claim(run)
    return run


def carry_out_load(run: ImportRun) -> ImportRun:
    """Killed half-way it leaves nothing, and is carried out anew; broken, it says so and may be started again."""
    is_carried_out = False
    try:
        with Progress(run.pk) as progress, transaction.atomic():
            if held_alone(run) and still(run, ImportRun.State.RUNNING):
                _load(ImportRun.objects.select_related("by").get(pk=run.pk), progress)
        is_carried_out = True
    finally:
        if not is_carried_out:
            give_up(run, ImportRun.State.FAILED)
    return ImportRun.objects.select_related("by").get(pk=run.pk)


def _load(run: ImportRun, progress: Progress) -> None:
    table = table_of(run)
    sorter = sorted_table(run, table)
    for written in sorter.write(progress):
        LoadedRow.objects.bulk_create([_row(run, thing) for thing in written], batch_size=2000)
    write_counts(run, sorter.result)
    write_refusals(run, table, sorter.result)
    run.state, run.finished_at, run.done_rows = ImportRun.State.DONE, timezone.now(), run.total_rows
    run.save()
    counts = (run.new_count, run.updated_count, run.refused_count)
    record(TableLoaded(run.pk, run.name, *counts), by=run.by, about=[run])


def claim(run: ImportRun) -> None:
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise Refused(_("Another table of this kind is being loaded now: wait till it ends")) from error


def held_alone(run: ImportRun) -> bool:
    """A stalled job that is run again may meet its former self."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_OF_RUNS, run.pk])
        return bool(cursor.fetchone()[0])


def still(run: ImportRun, state: str) -> bool:
    return ImportRun.objects.filter(pk=run.pk, state=state).exists()


@transaction.atomic
def give_up(run: ImportRun, state: str) -> None:
    ImportRun.objects.filter(pk=run.pk, state__in=[ImportRun.State.RUNNING, ImportRun.State.UNDOING]).update(state=state, done_rows=0)


def _row(run: ImportRun, written: Written) -> LoadedRow:
    return LoadedRow(
        run=run,
        model=written.thing._meta.label_lower,
        object_id=written.thing.pk,
        was_changed=written.was_changed,
        before=_plain(written.before),
        after=_plain(written.after),
    )


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in facts.items()}


def plain_value(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return value
