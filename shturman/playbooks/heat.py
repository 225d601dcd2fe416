"""How warm a deal is, 0 … 100, and what the figure is made of: the card shows the sum with its parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

COUNTED_FOR = timedelta(days=60)
# Points of each part: at most, and for one.
MOST_FOR_TOUCHES, FOR_A_TOUCH = 40, 8
MOST_FOR_WARMTH, FOR_WARMTH = 20, 10
MOST_FOR_STAGE = 25
MOST_FOR_FRESHNESS, LOST_A_DAY = 15, 1
WARM, HOT = 35, 65

# Touches are calls, meetings and letters with a result; what became of the client is said by the results of algorithms.
FACTS = """
SELECT deal.id, stage.probability,
    count(task.id) FILTER (WHERE task.result <> '' AND coalesce(touch.effect, '') <> 'repeat'),
    max(task.completed_at),
    coalesce(sum(touch.warmth), 0)
FROM deals_deal AS deal
JOIN deals_stage AS stage ON stage.id = deal.stage_id
LEFT JOIN tasks_task AS task ON task.deal_id = deal.id AND task.completed_at >= %(since)s AND task.deleted_at IS NULL
    AND task.kind IN ('call', 'meeting', 'letter')
LEFT JOIN playbooks_touch AS touch ON touch.task_id = task.id
WHERE deal.id = ANY(%(deals)s) GROUP BY deal.id, stage.probability"""


@dataclass(frozen=True)
class Heat:
    probability: int = 0
    touches: int = 0
    last_touch_days: int | None = None
    warmth: int = 0

    @cached_property
    def parts(self) -> list[tuple[str, int]]:
        """What each fact adds, in words."""
        told = [
            (
                ngettext("%(count)d touch in 60 days", "%(count)d touches in 60 days", self.touches) % {"count": self.touches},
                min(self.touches * FOR_A_TOUCH, MOST_FOR_TOUCHES),
            ),
            (_("what the results say of him"), max(-MOST_FOR_WARMTH, min(self.warmth * FOR_WARMTH, MOST_FOR_WARMTH))),
            (_("the stage: %(percent)d %% of success") % {"percent": self.probability}, round(self.probability * MOST_FOR_STAGE / 100)),
        ]
        if self.last_touch_days is not None:
            words = ngettext("%(days)d day since the last touch", "%(days)d days since the last touch", self.last_touch_days)
            fresh = max(0, MOST_FOR_FRESHNESS - self.last_touch_days * LOST_A_DAY)
            told.append((words % {"days": self.last_touch_days}, fresh))
        return told

    @cached_property
    def points(self) -> int:
        return max(0, min(100, sum(points for _words, points in self.parts)))

    @property
    def tone(self) -> str:
        return "hot" if self.points >= HOT else "warm" if self.points >= WARM else "cold"

    @property
    def words(self) -> str:
        return {"hot": _("hot"), "warm": _("warm"), "cold": _("cold")}[self.tone]


def heat_of(deal_ids: Collection[int], now: datetime) -> Mapping[int, Heat]:
    """One statement for all of them."""
    if not deal_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"deals": list(deal_ids), "since": now - COUNTED_FOR})
        rows = cursor.fetchall()
    return {
        pk: Heat(probability, touches, (now - last).days if last else None, int(warmth)) for pk, probability, touches, last, warmth in rows
    }
