"""A table goes into the base batch by batch: each is whole or not at all, and the count of done rows is written with it.

So a killed worker is followed by another at the right row, and one who stops the load keeps what is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.imports.actions.reading import STATES_BEFORE_LOADING, ask, begin_counting, write_refusals
from shturman.imports.events import LoadAsked, LoadStopped, TableLoaded
from shturman.imports.kinds.base import Sorter, Written
from shturman.imports.models import ImportRun, LoadedRow, OuterKey, WrittenEntries
from shturman.imports.reading import Row, Table
from shturman.imports.table import batches_of, records_of, sorted_batch, sorter_of, table_of
from shturman.imports.tally import Tally
from shturman.journal.actions import entries_noted, record
from shturman.kit.errors import NotAllowed, Refused


@transaction.atomic
def ask_to_load(run: ImportRun, *, by: Member) -> ImportRun:
    """A job carries it out: the page may be left."""
    run = start_load(run, by=by)
    record(LoadAsked(run.pk, run.name), by=by, about=[run])
    return run


@transaction.atomic
def start_load(run: ImportRun, *, by: Member) -> ImportRun:
    """From its beginning, or from where it was stopped or broke off."""
    run = ImportRun.objects.select_for_update().select_related("by").get(pk=run.pk)
    ask(by, run.kind)
    if run.state not in (*STATES_BEFORE_LOADING, ImportRun.State.STOPPED):
        raise Refused(_("The table is loaded already, or is being loaded"))
    if not run.done_rows:
        begin_counting(run)
        run.findings, run.started_at = {}, timezone.now()
        run.by = by
    run.state, run.stop_asked_at, run.finished_at = ImportRun.State.RUNNING, None, None
    claim(run)
    return run


@transaction.atomic
def stop_load(run: ImportRun, *, by: Member) -> ImportRun:
    """The batch that is being written is finished; what is loaded stays, and may be withdrawn."""
    if not ImportRun.objects.filter(pk=run.pk, by=by).exists() and not by.is_owner:
        raise NotAllowed(_("A load is stopped by the one who began it or by the owner"))
    rows = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING)
    if not rows.update(stop_asked_at=timezone.now()):
        raise Refused(_("The load has ended already"))
    return run


def carry_out_load(run: ImportRun) -> ImportRun:
    """Killed it is carried on by the next worker; broken it says so, keeps what is loaded and may be carried on by hand."""
    is_carried_out = False
    try:
        _load(ImportRun.objects.select_related("by").get(pk=run.pk))
        is_carried_out = True
    finally:
        if not is_carried_out:
            give_up(run, ImportRun.State.FAILED)
    return ImportRun.objects.select_related("by").get(pk=run.pk)


def _load(run: ImportRun) -> None:
    if run.state != ImportRun.State.RUNNING:
        return
    table, sorter, done = table_of(run), sorter_of(run), run.done_rows
    if not sorter.is_whole:
        sorter.pass_over(records_of(run, table, islice(table.rows, done), sorter))
    for rows in batches_of(islice(table.rows, done, None), sorter):
        if not _write_batch(run, table, sorter, rows, done):
            return
        done += len(rows)
    for rows in batches_of(table.rows, sorter):
        if not _link_batch(run, table, sorter, rows):
            return
    _end(run)


@transaction.atomic
def _write_batch(run: ImportRun, table: Table, sorter: Sorter, rows: Sequence[Row], done: int) -> bool:
    """False when the load is not this worker's any more: stopped, or carried on by another who took it for dead."""
    mine = _held(run)
    if mine is None or mine.done_rows != done:
        return False
    if mine.stop_asked_at is not None:
        mine.state, mine.finished_at = ImportRun.State.STOPPED, timezone.now()
        mine.save(update_fields=["state", "finished_at"])
        record(LoadStopped(mine.pk, mine.name, mine.done_rows, mine.total_rows), by=mine.by, about=[mine])
        return False
    tally = Tally(mine.findings)
    with entries_noted() as numbers:
        found = sorted_batch(mine, table, rows, sorter)
        written = sorter.write()
        remember(mine, written, numbers)
        _keep_outer_keys(mine, sorter, written)
    tally.add(mine, found)
    write_refusals(mine, rows, found)
    mine.findings, mine.done_rows = tally.findings(), done + len(rows)
    mine.save()
    return True


@transaction.atomic
def _link_batch(run: ImportRun, table: Table, sorter: Sorter, rows: Sequence[Row]) -> bool:
    mine = _held(run)
    if mine is None:
        return False
    with entries_noted() as numbers:
        remember(mine, sorter.finish(records_of(mine, table, rows, sorter)), numbers)
    return True


@transaction.atomic
def _end(run: ImportRun) -> None:
    mine = _held(run)
    if mine is None:
        return
    mine.state, mine.finished_at, mine.done_rows = ImportRun.State.DONE, timezone.now(), mine.total_rows
    mine.save()
    record(TableLoaded(mine.pk, mine.name, mine.new_count, mine.updated_count, mine.refused_count), by=mine.by, about=[mine])


def _held(run: ImportRun) -> ImportRun | None:
    return ImportRun.objects.select_for_update(of=("self",)).select_related("by").filter(pk=run.pk, state=ImportRun.State.RUNNING).first()


def remember(run: ImportRun, written: Sequence[Written], numbers: Sequence[int]) -> None:
    """What the batch has made and changed, and which entries of the journal are its own."""
    now = timezone.now()
    LoadedRow.objects.bulk_create([_row(run, thing, now) for thing in written], batch_size=2000)
    if numbers:
        WrittenEntries.objects.create(run=run, ranges=_ranges(numbers))


def _keep_outer_keys(run: ImportRun, sorter: Sorter, written: Sequence[Written]) -> None:
    if sorter.outer is None:
        return
    made = {thing.thing.pk for thing in written}
    rows = [
        OuterKey(kind=run.kind, source=run.source, key=key, model=thing._meta.label_lower, object_id=thing.pk, run=run)
        for key, thing in sorter.outer.kept.items()
        if thing.pk in made
    ]
    OuterKey.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    sorter.outer.kept = {}


def claim(run: ImportRun) -> None:
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise Refused(_("Another table of this kind is being loaded now: wait till it ends")) from error


@transaction.atomic
def give_up(run: ImportRun, state: str) -> None:
    ImportRun.objects.filter(pk=run.pk, state__in=[ImportRun.State.RUNNING, ImportRun.State.UNDOING]).update(
        state=state, finished_at=timezone.now()
    )


def _row(run: ImportRun, written: Written, now: Any) -> LoadedRow:
    return LoadedRow(
        run=run,
        model=written.thing._meta.label_lower,
        object_id=written.thing.pk,
        was_changed=written.was_changed,
        before=_plain(written.before),
        after=_plain(written.after),
        loaded_at=now,
    )


def _ranges(numbers: Sequence[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


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
