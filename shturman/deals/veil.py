"""A stage that is not for managers has no name for them: «Передано»."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.access import is_handed_over
from shturman.deals.models import Deal, Stage

# Where facts of the journal name a stage, and beside which id.
NAMED = (("stage_id", "stage"), ("from_stage_id", "from_stage"), ("to_stage_id", "to_stage"))


def veil(deals: Iterable[Deal], member: Member) -> None:
    """For the screen alone: actions read their rows anew."""
    for deal in deals:
        if is_handed_over(member, deal):
            deal.stage = Stage(
                pk=deal.stage_id,
                funnel_id=deal.stage.funnel_id,
                name=handed_over(),
                kind=deal.stage.kind,
                phase=deal.stage.phase,
                colour="slate",
                position=deal.stage.position,
                keeps_tasks=deal.stage.keeps_tasks,
                is_for_managers=False,
            )


def veil_facts(member: Member) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """For the journal: the names of such stages in what it tells."""
    if not member.role.is_ordinary or member.is_robot:
        return lambda facts: facts
    hidden = set(Stage.objects.filter(is_for_managers=False).values_list("pk", flat=True))

    def veiled(facts: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**facts, **{name: handed_over() for key, name in NAMED if facts.get(key) in hidden}}

    return veiled if hidden else lambda facts: facts


def handed_over() -> str:
    return _("Handed over")
