"""The rows of a run, read again from where they are kept, batch by batch: a file of any size takes little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shturman.company.models import Company, Member
from shturman.imports.headers import guessed, signature
from shturman.imports.kinds import KINDS
from shturman.imports.kinds.base import BATCH, Field, Record, Sorted, Sorter
from shturman.imports.kinds.reading_rows import recorded
from shturman.imports.models import ImportRun, RememberedMapping
from shturman.imports.reading import Row, Table, kept_table, read_table
from shturman.kit.errors import Refused


def table_of(run: ImportRun) -> Table:
    if run.rows:
        return kept_table(Path(run.rows.path))
    # Kept before rows were kept apart from their file.
    with run.file.open("rb") as kept:
        return read_table(kept.read())


def sorter_of(run: ImportRun) -> Sorter:
    kind = KINDS[run.kind]
    policy = run.policy if run.policy in kind.policies else kind.policies[0]
    return kind(run.mapping, run.by, company_zone(), policy=policy, source=run.source, run_id=run.pk)


def batches_of(rows: Iterable[Row], sorter: Sorter) -> Iterator[list[Row]]:
    rows = iter(rows)
    while batch := list(rows) if sorter.is_whole else list(islice(rows, BATCH)):
        yield batch


def sorted_batch(run: ImportRun, table: Table, rows: Sequence[Row], sorter: Sorter) -> Sorted:
    """Every row is new, changed, the same or refused, and nothing is written."""
    width = len(table.headers)
    result = sorter.sort(records_of(run, table, [row for row in rows if not _is_overfull(row, width)], sorter))
    for row in rows:
        if _is_overfull(row, width):
            result.refuse(row.number, Refused(_("There are more cells in the row than in the head of the table")))
    return result


def records_of(run: ImportRun, table: Table, rows: Iterable[Row], sorter: Sorter) -> list[Record]:
    fields = run.mapping.get("fields", {})
    return [recorded(row.number, table.headers, row.cells, fields, sorter.known_fields) for row in rows]


def first_mapping(kind: str, headers: Sequence[str], by: Member, source: str = "") -> dict[str, Any]:
    """As the last time with this head, else as its words say."""
    remembered = RememberedMapping.objects.filter(kind=kind, signature=signature(headers)).first()
    if remembered is not None:
        return remembered.mapping
    defaults = {"missing_client": "add"} if source and "missing_client" in KINDS[kind].defaults else {}
    return {"fields": guessed(headers, KINDS[kind].all_fields(by)), "values": {}, "defaults": defaults}


def checked_mapping(kind: str, headers: Sequence[str], mapping: Mapping[str, Any], by: Member) -> dict[str, Any]:
    """Only columns of this table, only fields of this kind, one column to a field that takes one."""
    known = {field.name: field for field in KINDS[kind].all_fields(by)}
    fields = {header: name for header, name in mapping.get("fields", {}).items() if header in headers and name}
    for name in fields.values():
        if name not in known:
            raise Refused(_("There is no field “%(name)s”") % {"name": name})
    for field in known.values():
        columns = [header for header, name in fields.items() if name == field.name]
        if len(columns) > 1 and not field.takes_many:
            raise Refused(_("“%(field)s” is taken from two columns: leave one of them") % {"field": field.label})
    if missing := missing_fields(known.values(), fields):
        raise Refused(_("Choose the column of: %(fields)s") % {"fields": ", ".join(missing)})
    return {"fields": fields, "values": mapping.get("values", {}), "defaults": mapping.get("defaults", {})}


def missing_fields(known: Any, fields: Mapping[str, str]) -> list[str]:
    if not fields:
        return [_("at least one field")]
    return [str(field.label) for field in known if isinstance(field, Field) and field.is_required and field.name not in fields.values()]


def company_zone() -> ZoneInfo:
    company = Company.objects.first()
    return ZoneInfo(company.time_zone if company else Member._meta.get_field("time_zone").default)


def _is_overfull(row: Row, width: int) -> bool:
    return len(row.cells) > width
