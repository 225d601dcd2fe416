from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

UPDATE = """
    UPDATE deals_deal SET next_step_at = step.deadline
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS step (deal_id, deadline)
    WHERE deals_deal.id = step.deal_id AND next_step_at IS DISTINCT FROM step.deadline
"""


def set_next_step(deadlines: Mapping[int, datetime | None]) -> None:
    """Deal ids and the deadline of the earliest open task of each; the only writer of `next_step_at`.

    Called by a `now` reaction of tasks: no entry of its own, the task's entry tells it.
    """
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [list(deadlines.keys()), list(deadlines.values())])
