"""A file is kept, its columns are named, its rows are counted: nothing of the base changes yet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.imports.access import can_import
from shturman.imports.actions.progress import Progress
from shturman.imports.events import CheckAsked
from shturman.imports.headers import signature
from shturman.imports.kinds import KINDS
from shturman.imports.kinds.base import Sorted
from shturman.imports.models import ImportRun, Policy, RefusedRow, RememberedMapping
from shturman.imports.reading import LARGEST_FILE, Row, Table, keep_rows
from shturman.imports.sources import source_of
from shturman.imports.table import batches_of, checked_mapping, first_mapping, sorted_batch, sorter_of, table_of
from shturman.imports.tally import Tally
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused

LONGEST_REASON = 300
CHECKED_AT_ONCE = 5000
STATES_BEFORE_LOADING = (ImportRun.State.NEW, ImportRun.State.CHECKED, ImportRun.State.FAILED)


@transaction.atomic
def keep_table(kind: str, name: str, content: bytes | File[bytes], *, by: Member) -> ImportRun:
    ask(by, kind)
    upload = ContentFile(content) if isinstance(content, bytes) else content
    if upload.size > LARGEST_FILE:
        raise Refused(_("The file is over 256 MB: split it in parts"), field="file")
    with tempfile.TemporaryDirectory() as folder:
        path, rows_path = Path(folder) / "file", Path(folder) / "rows"
        with path.open("wb") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
        table = keep_rows(path, rows_path)
        source = source_of(table.headers)
        run = ImportRun(
            kind=kind, name=Path(name).name[-250:], by=by, source=source, mapping=first_mapping(kind, table.headers, by, source)
        )
        with path.open("rb") as file:
            run.file.save(f"{kind}.table", File(file), save=False)
        _take_rows(run, table, rows_path)
    return run


@transaction.atomic
def choose_sheet(run: ImportRun, sheet: str, *, by: Member) -> ImportRun:
    run = before_loading(run, by)
    if sheet not in [about["name"] for about in run.sheets]:
        raise Refused(_("There is no sheet “%(name)s” in the workbook") % {"name": sheet})
    with tempfile.TemporaryDirectory() as folder:
        rows_path = Path(folder) / "rows"
        table = keep_rows(Path(run.file.path), rows_path, sheet)
        run.rows.delete(save=False)
        run.source = source_of(table.headers)
        run.mapping, run.state = first_mapping(run.kind, table.headers, by, run.source), ImportRun.State.NEW
        _take_rows(run, table, rows_path)
    return run


def _take_rows(run: ImportRun, table: Table, rows_path: Path) -> None:
    with rows_path.open("rb") as rows:
        run.rows.save(f"{run.kind}.rows", File(rows), save=False)
    run.encoding, run.separator, run.total_rows = table.encoding, table.separator, table.total
    run.sheets = [{"name": sheet.name, "is_hidden": sheet.is_hidden} for sheet in table.sheets]
    run.sheet, run.notes = table.sheet[:100], list(table.notes)
    run.save()


@transaction.atomic
def map_table(run: ImportRun, mapping: Mapping[str, Any], policy: str = "", *, by: Member) -> ImportRun:
    """Says which column is what; remembered for the next table with the same head."""
    run = before_loading(run, by)
    headers = table_of(run).headers
    if policy and policy not in KINDS[run.kind].policies:
        raise Refused(
            _("Rows of this kind cannot be loaded so: %(policy)s") % {"policy": Policy(policy).label if policy in Policy else policy}
        )
    run.mapping, run.state = checked_mapping(run.kind, headers, mapping, by), ImportRun.State.NEW
    run.policy = policy or run.policy
    run.save(update_fields=["mapping", "state", "policy"])
    RememberedMapping.objects.update_or_create(
        kind=run.kind, signature=signature(headers), defaults={"mapping": run.mapping, "by": by, "used_at": timezone.now()}
    )
    return run


@transaction.atomic
def ask_to_check(run: ImportRun, *, by: Member) -> ImportRun:
    """A short table is checked while the page waits, a long one by a job."""
    if run.total_rows <= CHECKED_AT_ONCE:
        return check_table(run, by=by)
    run = before_loading(run, by)
    run.state, run.checked_rows = ImportRun.State.CHECKING, 0
    run.save(update_fields=["state", "checked_rows"])
    record(CheckAsked(run.pk, run.name), by=by, about=[run])
    return run


@transaction.atomic
def check_table(run: ImportRun, *, by: Member) -> ImportRun:
    """The dry run: counts and refusals are written on the run alone."""
    return _checked(before_loading(run, by))


def carry_out_check(run: ImportRun) -> ImportRun:
    """Killed it is begun anew by the next worker; broken it says so."""
    is_carried_out = False
    try:
        with Progress(run.pk, "checked_rows") as progress, transaction.atomic():
            mine = ImportRun.objects.select_related("by").get(pk=run.pk)
            if mine.state == ImportRun.State.CHECKING:
                _checked(mine, progress)
        is_carried_out = True
    finally:
        if not is_carried_out:
            _break_off(run)
    return ImportRun.objects.get(pk=run.pk)


def _checked(run: ImportRun, progress: Callable[[int], None] | None = None) -> ImportRun:
    table, sorter, tally = table_of(run), sorter_of(run), Tally()
    begin_counting(run)
    done = 0
    for rows in batches_of(table.rows, sorter):
        found = sorted_batch(run, table, rows, sorter)
        tally.add(run, found)
        write_refusals(run, rows, found)
        done += len(rows)
        if progress is not None:
            progress(done)
    run.findings, run.state, run.checked_rows = tally.findings(), ImportRun.State.CHECKED, done
    run.save()
    return run


@transaction.atomic
def _break_off(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.CHECKING).update(state=ImportRun.State.FAILED)


def begin_counting(run: ImportRun) -> None:
    run.new_count = run.updated_count = run.unchanged_count = run.refused_count = 0
    RefusedRow.objects.filter(run=run).delete()


def write_refusals(run: ImportRun, rows: Sequence[Row], found: Sorted) -> None:
    cells = {row.number: list(row.cells) for row in rows}
    RefusedRow.objects.bulk_create(
        [RefusedRow(run=run, number=number, reason=reason[:LONGEST_REASON], cells=cells[number]) for number, reason in found.refused],
        batch_size=2000,
    )


def before_loading(run: ImportRun, by: Member) -> ImportRun:
    """Held till the commit: two people do not check and load one table at once."""
    run = ImportRun.objects.select_for_update().select_related("by").get(pk=run.pk)
    ask(by, run.kind)
    if run.state not in STATES_BEFORE_LOADING or run.done_rows:
        raise Refused(_("The table is loaded already, or is being loaded"))
    return run


def ask(by: Member, kind: str) -> None:
    if kind not in KINDS:
        raise Refused(_("There is no such kind of table: %(kind)s") % {"kind": kind})
    if not can_import(by, kind):
        raise NotAllowed(_("Tables are loaded by heads and the owner; departments and employees by the owner"))
