from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.access import can_edit_deal
from shturman.deals.actions import change_deals
from shturman.deals.actions.moving import locked_all
from shturman.deals.bulk.forms import plain
from shturman.deals.models import Deal, DealKind
from shturman.fields.asking import own_said
from shturman.fields.models.rows import is_own
from shturman.kit.dates_in_words import day
from shturman.kit.money import roubles
from shturman.lists.bulk import Facts, Outcome, change_together, take_back_together

KOPECK = Decimal("0.01")
READ = {
    "amount": lambda value: Decimal(value).quantize(KOPECK),
    "expected_on": lambda value: date.fromisoformat(value),
    "kind": lambda value: DealKind.objects.filter(pk=value).first(),
}


def values(facts: Facts) -> dict[str, Any]:
    """Plain values as the fields of a deal hold them."""
    return {name: READ[name](value) if name in READ and value is not None else value for name, value in facts.items()}


def cannot_change(deal: Deal, given: Facts, by: Member) -> str:
    if not can_edit_deal(by, deal):
        return _("it is led by another person")
    return _("it is so already") if all(_now(deal, name) == value for name, value in given.items()) else ""


def change(deals: Sequence[Deal], given: Facts, by: Member) -> Mapping[int, Outcome]:
    told = {deal.pk: Outcome(reason=cannot_change(deal, given, by)) for deal in deals}
    ready = [deal for deal in deals if not told[deal.pk].reason]
    return told | change_together(ready, given, _now, _by(by))


def change_back(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    return take_back_together({deal.pk: deal for deal in locked_all(list(outcomes))}, outcomes, _now, _by(by))


def _by(member: Member) -> Callable[[Mapping[int, Facts]], Mapping[int, Deal]]:
    """Facts of a run as the fields of a deal hold them: the same ones are read once."""

    def change_many(changes: Mapping[int, Facts]) -> Mapping[int, Deal]:
        read: dict[str, dict[str, Any]] = {}
        for facts in changes.values():
            if repr(facts) not in read:
                read[repr(facts)] = values(facts)
        return change_deals({pk: read[repr(facts)] for pk, facts in changes.items()}, by=member)

    return change_many


def said(facts: Facts) -> str:
    given = values(facts)
    words = {
        "expected_on": lambda value: _("closing %(day)s") % {"day": day(value, timezone.localdate())},
        "amount": lambda value: _("amount %(sum)s") % {"sum": roubles(value)},
        "kind": lambda value: _("kind “%(kind)s”") % {"kind": value or "—"},
    }
    told = ", ".join([*(words[name](value) for name, value in given.items() if name in words), *own_said(facts, "deal")])
    return told[:1].upper() + told[1:]


def _now(deal: Deal, name: str) -> Any:
    value = getattr(deal, name)
    return deal.kind_id if name == "kind" else value if is_own(name) else plain(value)
