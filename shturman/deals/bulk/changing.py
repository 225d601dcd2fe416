from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.access import can_edit_deal
from shturman.deals.actions import change_deal
from shturman.deals.actions.moving import locked_all
from shturman.deals.bulk.forms import plain
from shturman.deals.models import Deal, DealKind
from shturman.kit.dates_in_words import day
from shturman.kit.errors import Refused
from shturman.kit.money import roubles
from shturman.lists.bulk import CHANGED_SINCE, GONE, Facts, Outcome, one_by_one, taken_back_one_by_one

KOPECK = Decimal("0.01")
READ = {
    "amount": lambda value: Decimal(value).quantize(KOPECK),
    "expected_on": lambda value: date.fromisoformat(value),
    "kind": lambda value: DealKind.objects.filter(pk=value).first(),
}


def values(facts: Facts) -> dict[str, Any]:
    """Plain values as the fields of a deal hold them."""
    return {name: None if value is None else READ[name](value) for name, value in facts.items()}


def cannot_change(deal: Deal, given: Mapping[str, Any], by: Member) -> str:
    if not can_edit_deal(by, deal):
        return _("it is led by another person")
    return _("it is so already") if all(_now(deal, name) == plain(value) for name, value in given.items()) else ""


def change(deals: Sequence[Deal], given: Mapping[str, Any], by: Member) -> Mapping[int, Outcome]:
    def one(deal: Deal) -> Outcome:
        if reason := cannot_change(deal, given, by):
            raise Refused(reason)
        before = {name: _now(deal, name) for name in given}
        changed = change_deal(deal, dict(given), by=by)
        return Outcome(before, {name: _now(changed, name) for name in given})

    return one_by_one(deals, one)


def change_back(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    deals = {deal.pk: deal for deal in locked_all(list(outcomes))}

    def one(pk: int, outcome: Outcome) -> str:
        deal = deals.get(pk)
        if deal is None:
            return str(GONE)
        if any(_now(deal, name) != value for name, value in outcome.after.items()):
            return str(CHANGED_SINCE)
        change_deal(deal, values(outcome.before), by=by)
        return ""

    return taken_back_one_by_one(outcomes, one)


def said(facts: Facts) -> str:
    given = values(facts)
    words = {
        "expected_on": lambda value: _("closing %(day)s") % {"day": day(value, timezone.localdate())},
        "amount": lambda value: _("amount %(sum)s") % {"sum": roubles(value)},
        "kind": lambda value: _("kind “%(kind)s”") % {"kind": value or "—"},
    }
    told = ", ".join(words[name](value) for name, value in given.items())
    return told[:1].upper() + told[1:]


def _now(deal: Deal, name: str) -> Any:
    return deal.kind_id if name == "kind" else plain(getattr(deal, name))
