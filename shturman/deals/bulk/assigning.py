from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.access import can_assign_deal
from shturman.deals.actions import assign_deals, assign_deals_past_caps
from shturman.deals.actions.moving import locked_all
from shturman.deals.models import Deal
from shturman.kit.errors import Refused
from shturman.lists.bulk import CHANGED_SINCE, Facts, Outcome, one_by_one


def receiver(facts: Facts) -> Member:
    return Member.objects.select_related("role", "department").get(pk=facts["responsible"])


def cannot_assign(deal: Deal, to: Member, by: Member) -> str:
    if deal.responsible_id == to.pk:
        return _("he leads it already")
    return "" if can_assign_deal(by, deal) else _("it is given to another person by its head")


def assign(deals: Sequence[Deal], to: Member, by: Member) -> Mapping[int, Outcome]:
    told = {deal.pk: Outcome(reason=cannot_assign(deal, to, by)) for deal in deals}
    giving = [deal for deal in deals if not told[deal.pk].reason]
    given = {deal.pk: Outcome({"responsible": deal.responsible_id}, {"responsible": to.pk}) for deal in giving}
    try:
        with transaction.atomic():
            assign_deals(giving, to, by=by)
    except Refused:
        # A cap, or one who has left: then each for itself, as many as he may receive.
        def give(deal: Deal) -> Outcome:
            assign_deals([deal], to, by=by)
            return given[deal.pk]

        return told | one_by_one(giving, give)
    return told | given


def give_back(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    left: dict[int, str] = {}
    former: dict[int, list[Deal]] = defaultdict(list)
    for deal in locked_all(list(outcomes)):
        if deal.responsible_id != outcomes[deal.pk].after["responsible"]:
            left[deal.pk] = str(CHANGED_SINCE)
        else:
            former[outcomes[deal.pk].before["responsible"]].append(deal)
    people = Member.objects.select_related("role", "department").in_bulk(list(former))
    for member_id, deals in former.items():
        left |= _give_to(people[member_id], deals, by)
    return left


def _give_to(member: Member, deals: Sequence[Deal], by: Member) -> dict[int, str]:
    ids = [deal.pk for deal in deals]
    try:
        with transaction.atomic():
            if by.sees_whole_house:
                assign_deals_past_caps(ids, member, by=by)
            else:
                assign_deals(deals, member, by=by)
    except Refused as refusal:
        return dict.fromkeys(ids, refusal.reason)
    return dict.fromkeys(ids, "")
