"""Which deals a member sees, as arms that an index in order answers each, and what narrows them all."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import IntegerField, Q, Value

from shturman.company.models import Member
from shturman.company.sight import any_of, reached
from shturman.deals.models.funnel import Stage


@dataclass(frozen=True)
class Sight:
    """`arms`: their union is what the member sees, one empty arm is everything; `but`: what he does not see all the same."""

    arms: list[Q]
    but: Q = field(default_factory=Q)


def sight_of(member: Member) -> Sight:
    """By his role; what he observes; an agent's what he registered; everybody's, but agents', the stages open to all."""
    arms = reached(member, "deal")
    if arms == [Q()] and not member.role.is_ordinary:
        return Sight(arms)
    observed, common, hidden = _widening(member)
    if arms != [Q()]:
        if observed:
            arms.append(Q(pk__in=observed))
        if member.role.is_outside:
            arms.append(Q(registrar_id=member.pk))
        else:
            arms.extend(Q(stage_id=stage_id) for stage_id in common)
    return Sight(arms, Q(stage_id__in=hidden) & ~Q(responsible_id=member.pk) & ~Q(registrar_id=member.pk) if hidden else Q())


def seen(sight: Sight) -> Q:
    whole = Q() if sight.arms == [Q()] else any_of(sight.arms)
    return whole & ~sight.but if sight.but else whole


def _widening(member: Member) -> tuple[list[int], list[int], list[int]]:
    """Deals that he observes, stages open to all, stages hidden from him: one query for the three."""
    observers, common = member.observed_deals.all(), Stage.objects.common()
    hidden = Stage.objects.filter(is_for_managers=False)
    rows = observers.values_list(_what(0), "deal_id").union(
        common.order_by().values_list(_what(1), "pk"), hidden.order_by().values_list(_what(2), "pk"), all=True
    )
    found: tuple[list[int], list[int], list[int]] = ([], [], [])
    for what, pk in rows:
        found[what].append(pk)
    return found[0], found[1], found[2] if member.role.is_ordinary else []


def _what(number: int) -> Value:
    return Value(number, output_field=IntegerField())
