"""A file is kept, its columns are named, its rows are counted: nothing of the base changes yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.imports.access import can_import
from shturman.imports.headers import signature
from shturman.imports.kinds import KINDS
from shturman.imports.kinds.base import Sorted
from shturman.imports.models import ImportRun, RefusedRow, RememberedMapping
from shturman.imports.reading import LARGEST_FILE, WORKBOOK, Table, read_table
from shturman.imports.table import checked_mapping, first_mapping, sorted_table, table_of
from shturman.kit.errors import NotAllowed, Refused

LONGEST_REASON = 300
MOST_UNKNOWN_WORDS = 200
STATES_BEFORE_LOADING = (ImportRun.State.NEW, ImportRun.State.CHECKED, ImportRun.State.FAILED)


@transaction.atomic
def keep_table(kind: str, name: str, content: bytes, *, by: Member) -> ImportRun:
    ask(by, kind)
    if len(content) > LARGEST_FILE:
        raise Refused(_("The file is over 64 MB: split it in parts"), field="file")
    table = read_table(content)
    run = ImportRun(
        kind=kind,
        name=name[-250:],
        encoding=table.encoding,
        separator=table.separator,
        mapping=first_mapping(kind, table.headers),
        total_rows=len(table.rows),
        by=by,
    )
    run.file.save(f"{kind}.{'xlsx' if table.encoding == WORKBOOK else 'csv'}", ContentFile(content), save=False)
    run.save()
    return run


@transaction.atomic
def map_table(run: ImportRun, mapping: Mapping[str, Any], *, by: Member) -> ImportRun:
    """Says which column is what; remembered for the next table with the same head."""
    run = before_loading(run, by)
    headers = table_of(run).headers
    run.mapping, run.state = checked_mapping(run.kind, headers, mapping), ImportRun.State.NEW
    run.save(update_fields=["mapping", "state"])
    RememberedMapping.objects.update_or_create(
        kind=run.kind, signature=signature(headers), defaults={"mapping": run.mapping, "by": by, "used_at": timezone.now()}
    )
    return run


@transaction.atomic
def check_table(run: ImportRun, *, by: Member) -> ImportRun:
    """The dry run: counts and refusals are written on the run alone."""
    run = before_loading(run, by)
    table = table_of(run)
    sorted_rows = sorted_table(run, table).result
    write_counts(run, sorted_rows)
    write_refusals(run, table, sorted_rows)
    run.state = ImportRun.State.CHECKED
    run.save()
    return run


def write_counts(run: ImportRun, found: Sorted) -> None:
    run.new_count, run.updated_count = len(found.new), len(found.changes)
    run.unchanged_count, run.refused_count = found.unchanged, len(found.refused)
    run.findings = {
        "refused": found.reasons.most_common(),
        "unknown": {field: words.most_common(MOST_UNKNOWN_WORDS) for field, words in found.unknown.items()},
    }


def write_refusals(run: ImportRun, table: Table, found: Sorted) -> None:
    cells = {row.number: list(row.cells) for row in table.rows}
    RefusedRow.objects.filter(run=run).delete()
    RefusedRow.objects.bulk_create(
        [RefusedRow(run=run, number=number, reason=reason[:LONGEST_REASON], cells=cells[number]) for number, reason in found.refused],
        batch_size=2000,
    )


def before_loading(run: ImportRun, by: Member) -> ImportRun:
    """Held till the commit: two people do not check and load one table at once."""
    run = ImportRun.objects.select_for_update().select_related("by").get(pk=run.pk)
    ask(by, run.kind)
    if run.state not in STATES_BEFORE_LOADING:
        raise Refused(_("The table is loaded already, or is being loaded"))
    return run


def ask(by: Member, kind: str) -> None:
    if kind not in KINDS:
        raise Refused(_("There is no such kind of table: %(kind)s") % {"kind": kind})
    if not can_import(by, kind):
        raise NotAllowed(_("Tables are loaded by heads and the owner; departments and employees by the owner"))
