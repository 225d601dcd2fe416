"""Heads of a list and the menu of its order: where each press leads, and how the rows stand now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from shturman.lists.columns import ListColumn, widths_of
from shturman.lists.sorting import MOST_LEVELS, MOST_SORTED, Level, Sorting, Sorts, address_of

Address = Callable[[str], str]


@dataclass(frozen=True)
class Head:
    """`url`: by this column alone, or the other way round; `further_url`: by it after the others; empty where there is no order."""

    column: ListColumn
    url: str
    further_url: str
    level: Level | None
    # Its number among several levels.
    place: int
    is_first: bool
    width: int | None

    @property
    def is_figure(self) -> bool:
        return "listing__figure" in self.column.css


def heads_of(columns: Sequence[ListColumn], sorting: Sorting, widths: str, address: Address) -> list[Head]:
    chosen = widths_of(widths)
    return [_head(column, sorting, chosen.get(column.key), address) for column in columns]


def _head(column: ListColumn, sorting: Sorting, width: int | None, address: Address) -> Head:
    if column.order is None:
        return Head(column, "", "", None, 0, False, width)
    names = [level.name for level in sorting.levels]
    place = names.index(column.order.key) if column.order.key in names else -1
    level = sorting.levels[place] if place >= 0 else None
    first = level.turned if level and len(names) == 1 else Level(column, column.order.falls)
    return Head(
        column,
        address(first.key),
        address(address_of(with_level(sorting.asked, column))),
        level,
        place + 1 if len(names) > 1 else 0,
        place == 0,
        width,
    )


def with_level(levels: Sequence[Level], column: ListColumn) -> list[Level]:
    """Further by this column; where the rows stand by it already, the other way round."""
    if any(_is_by(level, column) for level in levels):
        return [level.turned if _is_by(level, column) else level for level in levels]
    falls = column.order is not None and column.order.falls
    return [*levels, Level(column, falls)] if len(levels) < MOST_LEVELS else list(levels)


@dataclass(frozen=True)
class Choice:
    label: Any
    url: str
    level: Level | None = None
    is_on: bool = False


@dataclass(frozen=True)
class SortMenu:
    """`first`: what the rows may stand by in the first place; `levels`: each that comes after it, to be turned, and the order
    without it; `further`: what may come next."""

    label: Choice
    first: Sequence[Choice]
    levels: Sequence[tuple[Choice, str]]
    further: Sequence[Choice]

    @property
    def count(self) -> int:
        return len(self.levels)


def sort_menu(sorts: Sorts, sorting: Sorting, columns: Sequence[ListColumn], address: Address) -> SortMenu:
    """The order without a mouse: on a phone there are no heads to press."""
    levels, ordered = sorting.levels, [column for column in (sorts.columns.main, *columns) if column.order]
    chosen = levels[0]
    words = [Choice(label, address(key), is_on=chosen.key == key) for key, label in sorts.words.items()]
    other = [Level(column, column.order.falls) for column in ordered if column.order and not _is_named(sorts, column)]
    if chosen.key not in sorts.words and not any(level.name == chosen.name for level in other):
        other.append(chosen)
    for level in other:
        stands = chosen if level.name == chosen.name else None
        shown = chosen.turned if stands and len(levels) == 1 else stands or level
        words.append(Choice(level.column.label, address(shown.key), stands, stands is not None))
    return SortMenu(
        Choice(sorts.words[chosen.key], "") if chosen.key in sorts.words else Choice(chosen.column.label, "", chosen),
        words,
        [(_turning(levels, level, address), address(address_of([one for one in levels if one is not level]))) for level in levels[1:]],
        [
            Choice(column.label, address(address_of(with_level(levels, column))))
            for column in ordered
            if len(levels) < MOST_LEVELS and not any(_is_by(level, column) for level in levels)
        ],
    )


def _turning(levels: Sequence[Level], level: Level, address: Address) -> Choice:
    return Choice(level.column.label, address(address_of(with_level(levels, level.column))), level)


def _is_by(level: Level, column: ListColumn) -> bool:
    return column.order is not None and level.name == column.order.key


def _is_named(sorts: Sorts, column: ListColumn) -> bool:
    return column.order is not None and (column.order.key in sorts.words or f"-{column.order.key}" in sorts.words)


def order_context(sorts: Sorts, sorting: Sorting, columns: Sequence[ListColumn], widths: str, address: Address) -> dict[str, Any]:
    """What the templates of every list read of its order."""
    return {
        "main_head": heads_of([sorts.columns.main], sorting, "", address)[0],
        "heads": heads_of(columns, sorting, widths, address),
        "sorting": sorting,
        "most_sorted": MOST_SORTED,
        "sort_menu": sort_menu(sorts, sorting, columns, address),
    }
