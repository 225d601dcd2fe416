"""Deals of the stages that are open to all employees, an arm a stage."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from shturman.company.models import Member
from shturman.company.rights import Reach
from shturman.deals.models import Deal, Funnel, Stage
from shturman.deals.queries.board import Tile, Total, sum_of, tiles_of
from shturman.deals.queries.listing import LIST_SIZE, ROW
from shturman.kit.keyset import Order, page

NEWEST = Order("changed_at", descending=True)


def common_page(member: Member, cursor: str) -> tuple[list[Tile], str]:
    arms = [Q(stage_id=stage_id) for stage_id in _stage_ids(member)]
    rows = Deal.objects.kept().select_related("client", "responsible", "stage").only(*ROW, "changed_at")
    found = page(rows, NEWEST, cursor, LIST_SIZE, arms)
    return tiles_of(found.rows, member), found.next_cursor


def common_total(member: Member) -> Total:
    return sum_of(Deal.objects.kept().filter(stage__in=_stage_ids(member)))


# As `Funnel.visible_to` and `Stage.common().known_to`, written out: both pages that a seller lives on ask it each time.
FUNNELS = """
    SELECT funnel.*, EXISTS (SELECT FROM deals_stage AS stage WHERE stage.removed_at IS NULL AND stage.is_seen_by_all
        AND (stage.is_for_managers OR NOT %(is_ordinary)s)) AS has_common
    FROM deals_funnel AS funnel WHERE funnel.removed_at IS NULL AND (%(sees_all)s
        OR NOT EXISTS (SELECT FROM deals_funnel_departments AS tie WHERE tie.funnel_id = funnel.id)
        OR EXISTS (SELECT FROM deals_funnel_departments AS tie WHERE tie.funnel_id = funnel.id AND tie.department_id = %(department)s))
    ORDER BY funnel.position, funnel.id
"""


def funnels_and_common(member: Member) -> tuple[list[Funnel], bool]:
    """What stands over the board and the list, by one query: funnels to choose from, and whether some deals are common."""
    facts = {
        "is_ordinary": member.role.is_ordinary and not member.is_robot,
        "sees_all": member.reach("deal", "see") == Reach.ALL,
        "department": member.department_id,
    }
    funnels: list[Any] = list(Funnel.objects.raw(FUNNELS, facts))
    has_common = funnels[0].has_common if funnels else Stage.objects.common().known_to(member).exists()
    return funnels, has_common and not member.role.is_outside


def _stage_ids(member: Member) -> list[int]:
    """A stage hidden from managers is not opened to them by being common."""
    return list(Stage.objects.common().known_to(member).order_by().values_list("pk", flat=True))
