"""Which deals a member sees: arms that an index in order answers each, stages seen whole, and what narrows them all."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import IntegerField, Q, Value

from shturman.company.models import Member
from shturman.company.sight import any_of, reached
from shturman.deals.models.funnel import Stage

EVERYTHING = [Q()]
ANY_STAGE = Q()


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


def sight_of(member: Member, possible: Q = ANY_STAGE) -> Sight:
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


def _widening(member: Member, possible: Q) -> tuple[list[int], list[int], list[int]]:
    """Deals that he observes, stages open to all, stages hidden from him: one query for the three."""
    observed = member.observed_deals.order_by().values_list(_what(0), "deal_id")
    common = Stage.objects.common().filter(possible).order_by().values_list(_what(1), "pk")
    hidden = Stage.objects.filter(is_for_managers=False).order_by().values_list(_what(2), "pk")
    found: tuple[list[int], list[int], list[int]] = ([], [], [])
    for what, pk in observed.union(common, hidden, all=True):
        found[what].append(pk)
    return found[0], found[1], found[2] if member.role.is_ordinary else []


def _what(number: int) -> Value:
    return Value(number, output_field=IntegerField())
