from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Min

from shturman.deals.models import Deal
from shturman.tasks.models import Task

# Promise 1, published: the answer is always 0.
NEXT_STEP_GAPS = "SELECT count(*) FROM deals_without_next_step"


def next_step_gaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_STEP_GAPS)
        return cursor.fetchone()[0]


def earliest_deadlines(deal_ids: Collection[int]) -> dict[int, datetime | None]:
    """Every asked deal is in the answer; None stands for «no open task»."""
    found = dict(
        Task.objects.everything().open().filter(deal__in=deal_ids).values_list("deal").annotate(Min("deadline")).order_by()
    )
    return {deal_id: found.get(deal_id) for deal_id in deal_ids}


def without_open_task(deals: Iterable[Deal]) -> list[Deal]:
    """Open deals on task-keeping stages that have nothing to do next."""
    candidates = [deal for deal in deals if deal.is_open and deal.deleted_at is None and deal.stage.keeps_tasks and deal.stage.is_open]
    busy = set(
        Task.objects.everything().open()
        .filter(deal__in=[deal.pk for deal in candidates], assignee__is_active=True, assignee__is_robot=False)
        .values_list("deal_id", flat=True)
    )
    return [deal for deal in candidates if deal.pk not in busy]
