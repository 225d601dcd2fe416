"""The foot of a list: how many rows all its pages hold, and what the figures of a column sum up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Max, Min, QuerySet, Sum

from shturman.lists.columns import ListColumn


@dataclass(frozen=True)
class FootCell:
    column: ListColumn
    total: str = ""
    average: str = ""
    least: str = ""
    greatest: str = ""


@dataclass(frozen=True)
class Foot:
    """`figures`: what else was asked of the same rows."""

    count: int
    cells: Sequence[FootCell]
    figures: Mapping[str, Any]


def foot_of(rows: QuerySet[Any], columns: Sequence[ListColumn], told: Mapping[str, str] | None = None, **further: Any) -> Foot:
    """One query; `told`: what other rooms say below their columns."""
    asked: dict[str, Any] = {"rows": Count("pk"), **further}
    for column in columns:
        if column.summed:
            figures = column.summed.figures
            parts = {"total": Sum(figures), "average": Avg(figures), "least": Min(figures), "greatest": Max(figures)}
            asked |= {f"{name}_of_{column.key}": part for name, part in parts.items()}
    found = rows.order_by().aggregate(**asked)
    return Foot(found["rows"], [_cell(column, found, told or {}) for column in columns], found)


def _cell(column: ListColumn, found: Mapping[str, Any], told: Mapping[str, str]) -> FootCell:
    if column.summed is None or found[f"total_of_{column.key}"] is None:
        return FootCell(column, told.get(column.key, ""))
    total, average, least, greatest = (Decimal(found[f"{name}_of_{column.key}"]) for name in ("total", "average", "least", "greatest"))
    words = column.summed.words
    return FootCell(column, words(total), words(round(average, 0 if abs(average) >= 100 else 2)), words(least), words(greatest))
