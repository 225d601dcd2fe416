"""Own fields of the company as columns of a table."""

from __future__ import annotations

from typing import Any

from shturman.fields.known import KnownField
from shturman.fields.models import OwnField
from shturman.fields.values import read_cell
from shturman.imports.kinds.base import MAPPED, Record, Sorter, UnknownValue
from shturman.imports.kinds.names import Names, members, person_key
from shturman.imports.values import day_of
from shturman.kit.errors import Refused

Kind = OwnField.Kind
LONGEST_CELL = 2000


def own_facts(record: Record, sorter: Sorter) -> dict[str, Any]:
    """As the fields keep them; a cell that says nothing changes nothing."""
    return {field.key: read(field, record[field.key], sorter) for field in sorter.own if record[field.key]}


def read(field: KnownField, cell: str, sorter: Sorter) -> Any:
    """A choice or a person that is not known may be said by the one who loads."""
    if field.kind == Kind.DATE:
        day = day_of(cell)
        return day.isoformat() if day else None
    if field.kind not in MAPPED:
        return read_cell(field, cell[:LONGEST_CELL])
    words = cell.replace(";", ",").split(",") if field.kind == Kind.MANY else [cell]
    found = [one_of(field, word.strip(), sorter) for word in words if word.strip()]
    return sorted(set(found)) if field.kind == Kind.MANY else found[0]


def one_of(field: KnownField, word: str, sorter: Sorter) -> int:
    told = sorter.mapped(field.key, word)
    if field.kind == Kind.PERSON:
        found = _staff(sorter).get(person_key(told))
        if found is not None:
            return int(found.pk)
    try:
        value = read_cell(field, told)
    except Refused as refusal:
        raise UnknownValue(field.key, word, str(refusal)) from refusal
    return int(value[0] if isinstance(value, list) else value)


def _staff(sorter: Sorter) -> Names[Any]:
    """Read once for a whole load."""
    if (known := sorter.__dict__.get("people")) is None:
        known = sorter.__dict__["people"] = members()
    return known
