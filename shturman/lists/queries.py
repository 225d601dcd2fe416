from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from shturman.company.models import Member
from shturman.kit import house
from shturman.lists.models import BulkRow, BulkRun

SHOWN_REASONS = 20


@dataclass(frozen=True)
class Tally:
    """How many rows stand in which state, and why those that stay do so."""

    waiting: int
    done: int
    refused: int
    restored: int
    kept: int
    reasons: list[tuple[str, int]]


def runs_of(member: Member) -> QuerySet[BulkRun]:
    """His own; the owner sees everybody's."""
    return BulkRun.objects.all() if member.sees_whole_house else BulkRun.objects.filter(by=member)


def tally_of(run: BulkRun) -> Tally:
    by_state = dict(run.rows.order_by().values_list("state").annotate(Count("pk")))
    told = run.rows.filter(state=BulkRow.State.KEPT if run.state == BulkRun.State.UNDONE else BulkRow.State.REFUSED)
    reasons = told.order_by().values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")[:SHOWN_REASONS]
    counts = {state.value: by_state.get(state.value, 0) for state in BulkRow.State}
    return Tally(**counts, reasons=[(reason, count) for reason, count in reasons])


def named_rows(run: BulkRun, rows: list[BulkRow], member: Member) -> list[tuple[BulkRow, Any]]:
    """With the thing itself, for those that the member sees."""
    things = house.bulk_thing(run.thing).seen(member).in_bulk([row.object_id for row in rows])
    return [(row, things.get(row.object_id)) for row in rows]
