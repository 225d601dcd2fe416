"""A row of a file under the names of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shturman.imports.kinds.base import Field, Record
from shturman.imports.values import bare, several
from shturman.kit.phones import numbers_in


def recorded(number: int, headers: Sequence[str], cells: Sequence[str], mapping: Mapping[str, str], fields: Sequence[Field]) -> Record:
    """A value is cut at the edges; what means «nothing» is nothing; the first filled column wins."""
    phones = {field.name for field in fields if field.is_phone}
    many: dict[str, list[str]] = {field.name: [] for field in fields if field.takes_many}
    facts: dict[str, str] = {}
    for header, cell in zip(headers, cells, strict=False):
        name = mapping.get(header)
        if not name or not cell:
            continue
        if name in many:
            values = several(cell)
            many[name] += [number for value in values for number in numbers_in(value)] if name in phones else values
        elif value := bare(cell):
            facts.setdefault(name, value)
    return Record(number, facts, many)
