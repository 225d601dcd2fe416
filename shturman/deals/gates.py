"""What must be true before a deal moves. A gate returns the obstacle, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.access import is_handed_over, sees_deal
from shturman.deals.models import Deal, Stage
from shturman.fields.known import KnownField, every_field, fills_in, missing_of
from shturman.fields.models.rows import is_own
from shturman.kit.errors import Missing

# The first mandatory stage before the asked one that the deal has never stood on: a move is waited for, so it is written as SQL.
SKIPPED = """
    SELECT id FROM deals_stage AS stage WHERE removed_at IS NULL AND funnel_id = %(funnel)s AND kind = ANY(%(course)s) AND is_mandatory
        AND position < %(before)s AND NOT EXISTS (SELECT FROM deals_stagestay WHERE deal_id = %(deal)s AND stage_id = stage.id)
    ORDER BY position LIMIT 1"""


@dataclass(frozen=True)
class Obstacle:
    """Why not, and the facts that would turn the answer into «yes»."""

    reason: str
    missing: Sequence[Missing] = ()
    rule: str = ""


def stage_is_of_the_funnel(deal: Deal, stage: Stage, by: Member) -> Obstacle | None:
    if stage.funnel_id != deal.funnel_id or stage.removed_at is not None:
        return Obstacle(_("There is no such stage in the funnel of this deal any more: open the board again"))
    return None


def stage_is_for_member(deal: Deal, stage: Stage, by: Member) -> Obstacle | None:
    """In the words of a stage that is not there: whom it is hidden from need not learn of it."""
    if stage.is_for_managers or by.is_robot or not by.role.is_ordinary:
        return None
    return Obstacle(_("There is no such stage in the funnel of this deal any more: open the board again"))


def mandatory_stages_are_passed(deal: Deal, stage: Stage, by: Member) -> Obstacle | None:
    """A refusal is never blocked, nor is a way back."""
    if stage.kind not in Stage.ON_COURSE:
        return None
    with connection.cursor() as cursor:
        cursor.execute(SKIPPED, {"funnel": deal.funnel_id, "course": list(Stage.ON_COURSE), "before": stage.position, "deal": deal.pk})
        found = cursor.fetchone()
    if found is None:
        return None
    skipped = Stage.objects.get(pk=found[0])
    if not skipped.is_for_managers and by.role.is_ordinary:
        return Obstacle(_("The deal must first be checked by the head: ask him to move it"))
    return Obstacle(_("The deal has not been on the mandatory stage “%(stage)s” yet") % {"stage": skipped.name})


def required_fields_are_filled(deal: Deal, stage: Stage, by: Member) -> Obstacle | None:
    """A loss asks for its reason instead."""
    if stage.ignores_required or stage.asks_reason:
        return None
    missing = [
        Missing(name, str(label)) for name, label in Stage.Required.choices if name in stage.required_fields and not getattr(deal, name)
    ]
    own = [name for name in stage.required_fields if is_own(name)]
    if own and (unfilled := missing_of(own, every_field("deal"), deal)):
        if others := [field for field in unfilled if not fills_in(by, field)]:
            return Obstacle(_("“%(stage)s” asks for “%(field)s”, which is filled in by others: ask your head") % _named(stage, others[0]))
        missing += [Missing(field.key, field.name) for field in unfilled]
    if not missing:
        return None
    words = ngettext("“%(stage)s” asks for %(count)d field of the card", "“%(stage)s” asks for %(count)d fields of the card", len(missing))
    return Obstacle(words % {"stage": stage.name, "count": len(missing)}, missing, _("The required fields are set in the stage's settings"))


def _named(stage: Stage, field: KnownField) -> dict[str, str]:
    return {"stage": stage.name, "field": _("a closed field") if field.is_closed else field.name}


def won_deal_is_known(deal: Deal, stage: Stage, by: Member) -> Obstacle | None:
    """A sale without a sum or a buyer would make every report lie."""
    if not stage.is_won or stage.ignores_required:
        return None
    missing = []
    if deal.client_id is None:
        missing.append(Missing("client", _("Client")))
    if not deal.amount:
        missing.append(Missing("amount", _("Amount, ₽")))
    if not missing:
        return None
    return Obstacle(_("A won deal has a client and an amount"), missing, _("A sale counts when it is known who bought and for how much"))


def loss_has_a_reason(deal: Deal, stage: Stage, by: Member) -> Obstacle | None:
    if stage.asks_reason and deal.loss_reason_id is None:
        return Obstacle(
            _("A refusal needs its reason"),
            [Missing("loss_reason", _("Reason"))],
            _("The reasons of refusals are counted: they show what to mend"),
        )
    return None


def reason_is_explained(deal: Deal, stage: Stage, by: Member) -> Obstacle | None:
    """«Другое» says nothing by itself."""
    if stage.asks_reason and deal.loss_reason and deal.loss_reason.name == OTHER_REASON and not deal.loss_words.strip():
        return Obstacle(_("“Other” needs words: what happened"), [Missing("loss_words", _("In own words"))])
    return None


def client_has_no_open_deals(client: Client, target: object, by: Member) -> str | None:
    count = Deal.objects.kept().open().filter(client=client).count()
    if not count:
        return None
    words = ngettext(
        "%(count)d open deal holds this client: close it first", "%(count)d open deals hold this client: close them first", count
    )
    return words % {"count": count}


OTHER_REASON = "Другое"


def asked(obstacles: Sequence[Obstacle]) -> tuple[Missing, ...]:
    """Each fact once, whatever number of gates ask for it."""
    return tuple({missing.field: missing for obstacle in obstacles for missing in obstacle.missing}.values())


def obstacles_to(deal: Deal, stage: Stage, by: Member, gates: Sequence[Any]) -> list[Obstacle]:
    return [obstacle for gate in gates if (obstacle := gate(deal, stage, by)) is not None]


def deal_takes_notes(thing: Any, _target: Any, by: Member) -> str | None:
    """Whoever sees the deal writes on it; a deal that is handed over is read-only to the one who led it."""
    if not isinstance(thing, Deal):
        return None
    if not sees_deal(by, thing):
        return _("There is no such deal")
    return _("The deal is handed over: its head writes on it") if is_handed_over(by, thing) else None
