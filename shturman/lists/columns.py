"""Columns of a list: chosen, put in order and sized, kept in the address as `columns=client,stage&widths=client:240`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from shturman.company.models import Member
from shturman.kit.marks import safe
from shturman.lists.orders import ListOrder

EMPTY = SafeString('<span class="meta">—</span>')
# Pixels: narrower ones hide their own name, wider ones the rest of the list.
NARROWEST, WIDEST = 60, 900


@dataclass(frozen=True)
class Summed:
    """Figures of a column, a field or an expression, and how a sum of them is written."""

    figures: Any
    words: Callable[[Decimal], str]


@dataclass(frozen=True)
class ListColumn:
    """`cell` draws what stands in a row; `needs`: fields that it reads beyond those that every row has; `beside`: what of its
    rows the list must read by a query of its own; `order`: what the rows are put in order by; `summed`: what of all rows of the
    selection stands in the foot."""

    key: str
    label: Any
    cell: Callable[[Any], Any]
    needs: tuple[str, ...] = ()
    order: ListOrder | None = None
    css: str = "listing__skip"
    beside: str = ""
    # The field of the card that is changed in the cell itself.
    field: str = ""
    summed: Summed | None = None


def no_further(member: Member, keys: Collection[str] | None) -> Sequence[ListColumn]:
    return ()


@dataclass(frozen=True)
class Columns:
    """The columns that a list has by itself, and `more`: of these keys, or all that the member may choose from. `main` names
    each row: it stands first, whatever is chosen."""

    main: ListColumn
    known: Sequence[ListColumn]
    usual: Sequence[str]
    more: Callable[[Member, Collection[str] | None], Sequence[ListColumn]] = no_further

    def chosen(self, asked: str, member: Member) -> list[ListColumn]:
        """Those named, each once, in their order; the usual ones when none is known. Only unknown names ask for more."""
        known = {column.key: column for column in self.known}
        keys = [key for key in dict.fromkeys(asked.split(",")) if key]
        if further := [key for key in keys if key not in known]:
            known |= {column.key: column for column in self.more(member, further)}
        named = [known[key] for key in keys if key in known]
        return named or [known[key] for key in self.usual]

    def by_order(self, keys: Sequence[str], member: Member) -> dict[str, ListColumn]:
        """Columns by the names of their orders. Only unknown names ask for more."""
        found = {column.order.key: column for column in (self.main, *self.known) if column.order}
        further = [key for key in keys if key not in found]
        more = self.more(member, further) if further else ()
        return found | {column.order.key: column for column in more if column.order}

    def offered(self, member: Member) -> list[ListColumn]:
        return [*self.known, *self.more(member, None)]


def fields_of(columns: Sequence[ListColumn]) -> list[str]:
    return [name for column in columns for name in column.needs]


def related_of(fields: Sequence[str]) -> set[str]:
    """Rows of other tables that these fields stand in."""
    return {name.rpartition("__")[0] for name in fields if "__" in name}


def cells_of(row: Any, columns: Sequence[ListColumn]) -> str:
    return "".join([f'<td class="{column.css}">{safe(column.cell(row))}</td>' for column in columns])


def widths_of(asked: str) -> Mapping[str, int]:
    """`client:240,stage:120`; what is no width is left out."""
    found = {}
    for part in asked.split(","):
        key, _colon, typed = part.partition(":")
        if key and typed.isascii() and typed.isdigit() and len(typed) <= 4:
            found[key] = min(max(int(typed), NARROWEST), WIDEST)
    return found
