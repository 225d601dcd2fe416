"""Through the one gate, a deal at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.access import can_delete_deal, can_edit_deal
from shturman.deals.actions import delete_deal, move_deal, undo_delete_deal, undo_placement
from shturman.deals.gates import obstacles_to
from shturman.deals.models import Deal, Stage
from shturman.kit import house
from shturman.kit.errors import Refused
from shturman.lists.bulk import Facts, Outcome, one_by_one, take_entries_back


def target(facts: Facts) -> Stage:
    return Stage.objects.get(pk=facts["stage"])


def cannot_move(deal: Deal, stage: Stage, by: Member) -> str:
    if deal.funnel_id != stage.funnel_id:
        return _("it is in another funnel")
    if deal.stage_id == stage.pk:
        return _("it stands there already")
    if not can_edit_deal(by, deal):
        return _("it is led by another person")
    if not deal.is_open:
        # Its reason and its day would not come back with an undo.
        return _("it is closed: it is opened again from its card")
    obstacles = obstacles_to(deal, stage, by, house.gates("move_deal"))
    return obstacles[0].reason if obstacles else ""


def move(deals: Sequence[Deal], stage: Stage, by: Member) -> Mapping[int, Outcome]:
    def one(deal: Deal) -> Outcome:
        if reason := cannot_move(deal, stage, by):
            raise Refused(reason)
        return Outcome({"stage": deal.stage_id}, {"entry": move_deal(deal, stage, by=by).pk})

    return one_by_one(deals, one)


def move_back(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    return take_entries_back(outcomes, undo_placement, by)


def cannot_delete(deal: Deal, _facts: Facts, by: Member) -> str:
    return "" if can_delete_deal(by, deal) else _("it is deleted by the one who leads it or his head")


def delete(deals: Sequence[Deal], _facts: Facts, by: Member) -> Mapping[int, Outcome]:
    return one_by_one(deals, lambda deal: Outcome(after={"entry": delete_deal(deal, by=by).pk}))


def restore(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    return take_entries_back(outcomes, undo_delete_deal, by)
