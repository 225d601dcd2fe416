"""Which deals a member sees: arms that an index in order answers each, stages seen whole, and what narrows them all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from shturman.company.models import Member
from shturman.company.sight import any_of, reached

EVERYTHING = [Q()]
# One statement for the three, on every page that shows deals: the ORM composes such a union longer than the base answers it.
WIDENING = """
    SELECT 0, deal_id, NULL::bigint, NULL FROM deals_dealobserver WHERE member_id = %(member)s
    UNION ALL SELECT 1, id, funnel_id, kind FROM deals_stage WHERE removed_at IS NULL AND is_seen_by_all
    UNION ALL SELECT 2, id, funnel_id, kind FROM deals_stage WHERE NOT is_for_managers"""


@dataclass(frozen=True)
class PossibleStages:
    """Where the deals of a condition can stand at all; what is not said is any."""

    kinds: Collection[str] = ()
    stage_id: int | None = None
    funnel_id: int | None = None

    def hold(self, stage_id: int, funnel_id: int, kind: str) -> bool:
        return self.stage_id in (None, stage_id) and self.funnel_id in (None, funnel_id) and (not self.kinds or kind in self.kinds)


ANY_STAGE = PossibleStages()


@dataclass(frozen=True)
class Sight:
    """`own`: arms by the person, one empty arm is everything; `stages`: seen whole by everybody; `but`: not seen all the same."""

    own: list[Q]
    stages: list[int] = field(default_factory=list)
    but: Q = field(default_factory=Q)

    @property
    def arms(self) -> list[Q]:
        return self.own + [Q(stage_id=stage_id) for stage_id in self.stages]

    def arms_on(self, stage_id: int) -> list[Q]:
        """What is seen of one column."""
        return EVERYTHING if stage_id in self.stages else self.own

    @property
    def whole(self) -> Q:
        sight = Q() if self.own == EVERYTHING else any_of(self.arms)
        return sight & ~self.but if self.but else sight


def sight_of(member: Member, possible: PossibleStages = ANY_STAGE) -> Sight:
    """By his role; what he observes; an agent's what he registered; everybody's, but agents', the stages open to all.

    `possible` narrows those stages to the ones where the asked deals can stand: an arm for open deals on «Отказ»
    would read every refusal of the company to find none.
    """
    own = reached(member, "deal")
    if own == EVERYTHING and not member.role.is_ordinary:
        return Sight(own)
    observed, common, hidden = _widening(member, possible)
    but = Q(stage_id__in=hidden) & ~Q(responsible_id=member.pk) & ~Q(registrar_id=member.pk) if hidden else Q()
    if own == EVERYTHING:
        return Sight(own, but=but)
    if observed:
        own.append(Q(pk__in=observed))
    if member.role.is_outside:
        return Sight([*own, Q(registrar_id=member.pk)], but=but)
    return Sight(own, common, but)


def _widening(member: Member, possible: PossibleStages) -> tuple[list[int], list[int], list[int]]:
    """Deals that he observes, stages open to all, stages hidden from him."""
    observed, common, hidden = found = ([], [], [])  # type: tuple[list[int], list[int], list[int]]
    with connection.cursor() as cursor:
        cursor.execute(WIDENING, {"member": member.pk})
        for what, pk, funnel_id, kind in cursor.fetchall():
            if what != 1 or possible.hold(pk, funnel_id, kind):
                found[what].append(pk)
    return observed, common, hidden if member.role.is_ordinary else []
