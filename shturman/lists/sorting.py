"""In which order the rows of a list stand, kept in the address as `sort=stage,-amount`.

One indexed order holds at any size. By other columns, or by several one after another, rows are put in order while they are few.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from shturman.company.models import Member
from shturman.kit.ids import row_id
from shturman.kit.keyset import Order, Page
from shturman.lists.columns import Columns, ListColumn

# More rows than this are put in order by an index alone.
MOST_SORTED = 10_000
MOST_LEVELS = 4


@dataclass(frozen=True)
class Level:
    column: ListColumn
    falls: bool

    @property
    def name(self) -> str:
        return self.column.order.key if self.column.order else ""

    @property
    def key(self) -> str:
        return f"-{self.name}" if self.falls else self.name

    @property
    def turned(self) -> Level:
        return Level(self.column, not self.falls)


@dataclass(frozen=True)
class Sorting:
    """`asked`: as the address says; `levels`: what the rows stand by; `order`: the index that gives it, where there is one."""

    asked: Sequence[Level]
    levels: Sequence[Level]
    order: Order | None
    is_too_long: bool = False

    @property
    def kept(self) -> str:
        return address_of(self.asked)

    def by(self, member: Member) -> list[Any]:
        """Empty values come last, equal rows by their number."""
        compared = [(value, level.falls) for level in self.levels if level.column.order for value in level.column.order.by(member)]
        compared.append((F("id"), self.levels[-1].falls))
        return [value.desc(nulls_last=True) if falls else value.asc(nulls_last=True) for value, falls in compared]


# How the rows of a list are put in order, once it is known which they are.
Settle = Callable[[Callable[[], QuerySet[Any]]], Sorting]


@dataclass(frozen=True)
class Sorts:
    """The orders of a list stand beside its columns; `indexed`: those of them that hold at any size; `words`: how these are called."""

    columns: Columns
    indexed: Mapping[str, Order]
    words: Mapping[str, Any]

    def asked(self, text: str, member: Member) -> list[Level]:
        """Each column once, in the order of the address; what is no order is left out."""
        parts = [part for part in text.split(",") if part.strip("-")]
        known = self.columns.by_order([part.removeprefix("-") for part in parts], member)
        levels: dict[str, Level] = {}
        for part in parts:
            name = part.removeprefix("-")
            if name in known:
                levels.setdefault(name, Level(known[name], part.startswith("-")))
        return list(levels.values())[:MOST_LEVELS]

    def stands(self, text: str, member: Member, default: str) -> Sorting:
        """As it was asked, whatever the size."""
        asked = self.asked(text, member)
        return self._settled(asked, asked or self.asked(default, member))

    def settled(self, text: str, member: Member, default: str, rows: Callable[[], QuerySet[Any]]) -> Sorting:
        """What has no index is asked how many `rows` there are: of too many the first indexed level is left, or the default order."""
        asked = self.stands(text, member, default)
        if asked.order is not None or rows().order_by().values("pk")[: MOST_SORTED + 1].count() <= MOST_SORTED:
            return asked
        left = next((level for level in asked.levels if level.key in self.indexed), None)
        levels = [left] if left else self.asked(default, member)
        return Sorting(asked.asked, levels, self.indexed[levels[0].key], is_too_long=True)

    def _settled(self, asked: Sequence[Level], levels: Sequence[Level]) -> Sorting:
        return Sorting(asked, levels, self.indexed.get(levels[0].key) if len(levels) == 1 else None)


def taken_out(rows: Any, settle: Settle, member: Member) -> Any:
    """Rows of a table in the order of the list that it is taken out of."""
    settled = settle(lambda: rows)
    return rows.order_by(*(settled.order.by() if settled.order else settled.by(member)))


def address_of(levels: Sequence[Level]) -> str:
    return ",".join(level.key for level in levels)


def page_in_order(rows: QuerySet[Any], sorting: Sorting, member: Member, cursor: str, size: int) -> Page:
    """A page of rows that no index gives in this order; they are few, so the cursor is a place among them."""
    start = row_id(cursor) or 0
    found = list(rows.order_by(*sorting.by(member))[start : start + size + 1]) if start <= MOST_SORTED else []
    return Page(found[:size], str(start + size) if len(found) > size else "")


def beside(rows: QuerySet[Any], sorting: Sorting, member: Member, pk: int) -> tuple[int | None, int | None]:
    """The rows before and after this one; it has its place in the order even when the conditions find it no more."""
    ids = list(rows.order_by(*sorting.by(member)).values_list("pk", flat=True))
    if pk not in ids:
        among = rows.model.objects.filter(pk__in=[*ids, pk])
        ids = list(among.order_by(*sorting.by(member)).values_list("pk", flat=True))
    place = ids.index(pk)
    return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)
