"""Paging by the last row seen: the same cost on the first page and on the thousandth."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

from shturman.kit.ids import row_id


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next_cursor: str


@dataclass(frozen=True)
class Order:
    """A sorted column, its direction, and the id as the tie-breaker; empty values come last."""

    field: str
    descending: bool = False
    nullable: bool = False

    def by(self) -> Sequence[Any]:
        column, tie = F(self.field), F("id")
        if self.descending:
            return (column.desc(nulls_last=True) if self.nullable else column.desc(), tie.desc())
        return (column.asc(nulls_last=True) if self.nullable else column.asc(), tie.asc())

    def after(self, value: Any, last: int) -> Q:
        beyond = "lt" if self.descending else "gt"
        later_ids = Q(**{f"id__{beyond}": last})
        if value is None:
            return Q(**{f"{self.field}__isnull": True}) & later_ids
        further = Q(**{f"{self.field}__{beyond}": value}) | (Q(**{self.field: value}) & later_ids)
        if self.nullable:
            further |= Q(**{f"{self.field}__isnull": True})
        return further


# More arms than this are planned longer than one scan in order runs.
MOST_ARMS = 12


def page(rows: QuerySet[Any], order: Order, cursor: str, size: int, arms: Sequence[Q] = (Q(),)) -> Page:
    """A wrong or foreign cursor shows the first page. `arms`: see `first_rows`."""
    place = _read(cursor, rows, order)
    if place is not None:
        rows = rows.filter(order.after(*place))
    found = first_rows(rows, order, size + 1, arms)
    more = len(found) > size
    found = found[:size]
    return Page(found, cursor_after(found[-1], order) if more else "")


def first_rows(rows: QuerySet[Any], order: Order, size: int, arms: Sequence[Q]) -> list[Any]:
    """The first rows of the union of `arms`, each of which has an index in this order.

    An OR over them would be answered by one scan of everything: 380 ms for a newcomer's five deals among a million.
    """
    if not arms:
        return []
    in_order = rows.order_by(*order.by())
    if len(arms) == 1:
        return list(in_order.filter(arms[0])[:size])
    if len(arms) > MOST_ARMS:
        return list(in_order.filter(reduce(or_, arms))[:size])
    first, *others = [in_order.filter(arm).values("pk")[:size] for arm in arms]
    return list(in_order.filter(pk__in=first.union(*others, all=True))[:size])


def cursor_after(row: Any, order: Order) -> str:
    """Where the next page goes on from."""
    return _write(getattr(row, order.field), row.pk)


def _write(value: Any, last: int) -> str:
    if isinstance(value, (datetime, date)):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = str(value)
    return urlsafe_b64encode(json.dumps([value, last]).encode()).decode().rstrip("=")


def _read(cursor: str, rows: QuerySet[Any], order: Order) -> tuple[Any, int] | None:
    if not cursor:
        return None
    try:
        value, last = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if value is not None:
            value = rows.model._meta.get_field(order.field).to_python(value)
    except (ValueError, TypeError, ValidationError):
        return None
    known = row_id(last)
    return None if known is None or "\x00" in str(value) else (value, known)
