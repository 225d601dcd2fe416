"""Bars and columns drawn by the server: axes from zero, one accent, the value at the end of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shturman.reports.tables import Row

MOST_BARS = 12
LONGEST_BAR = 56
TALLEST_COLUMN = 130
BASE = 156
MOST_LABELS = 12


@dataclass(frozen=True)
class Bar:
    name: str
    shown: str
    width: str


@dataclass(frozen=True)
class Column:
    name: str
    shown: str
    x: str
    middle: str
    width: str
    y: float
    height: float
    label: str
    is_highest: bool


def bars(rows: Sequence[Row]) -> list[Bar]:
    """Lengths in percent, so that the picture stretches with the page."""
    heaviest = max((row.weight for row in rows), default=0)
    return [Bar(row.name, row.shown, _percent(row.weight / heaviest * LONGEST_BAR)) for row in rows[:MOST_BARS]] if heaviest else []


def columns(rows: Sequence[Row], labels: Sequence[str]) -> list[Column]:
    heaviest = max((row.weight for row in rows), default=0)
    if not heaviest:
        return []
    step, every = 100 / len(rows), -(-len(rows) // MOST_LABELS)
    drawn = []
    for place, (row, label) in enumerate(zip(rows, labels, strict=True)):
        height = round(row.weight / heaviest * TALLEST_COLUMN, 1)
        drawn.append(
            Column(
                name=row.name,
                shown=row.shown,
                x=_percent(place * step + step * 0.15),
                middle=_percent(place * step + step / 2),
                width=_percent(step * 0.7),
                y=BASE - height,
                height=height,
                label=label if place % every == 0 else "",
                is_highest=row.weight == heaviest,
            )
        )
    return drawn


def _percent(value: float) -> str:
    return f"{value:.2f}%"
