"""The file of a run, read again from where it is kept, and its rows sorted: no row of the base changes here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shturman.company.models import Company, Member
from shturman.imports.headers import guessed, signature
from shturman.imports.kinds import KINDS
from shturman.imports.kinds.base import Field, Sorter, recorded
from shturman.imports.models import ImportRun, RememberedMapping
from shturman.imports.reading import Table, read_table
from shturman.kit.errors import Refused


def table_of(run: ImportRun) -> Table:
    with run.file.open("rb") as kept:
        return read_table(kept.read())


def sorted_table(run: ImportRun, table: Table) -> Sorter:
    """The dry run: every row is new, changed, unchanged or refused, and nothing is written."""
    kind = KINDS[run.kind]
    sorter = kind(run.mapping, run.by, company_zone())
    fields = run.mapping.get("fields", {})
    width = len(table.headers)
    overfull = {row.number for row in table.rows if any(cell.strip() for cell in row.cells[width:])}
    rows = [row for row in table.rows if row.number not in overfull]
    sorter.sort([recorded(row.number, table.headers, row.cells, fields, kind.fields) for row in rows])
    for number in sorted(overfull):
        sorter.result.refuse(number, Refused(_("There are more cells in the row than in the head of the table")))
    return sorter


def first_mapping(kind: str, headers: Sequence[str]) -> dict[str, Any]:
    """As the last time with this head, else as its words say."""
    remembered = RememberedMapping.objects.filter(kind=kind, signature=signature(headers)).first()
    if remembered is not None:
        return remembered.mapping
    return {"fields": guessed(headers, KINDS[kind].fields), "values": {}, "defaults": {}}


def checked_mapping(kind: str, headers: Sequence[str], mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Only columns of this table, only fields of this kind, one column to a field that takes one."""
    known = {field.name: field for field in KINDS[kind].fields}
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
