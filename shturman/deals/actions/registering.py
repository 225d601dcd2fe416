"""A deal that an outside agent brings: led inside the company, registered by him for good."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.clients.actions import add_client
from shturman.clients.naming import kind_by_name
from shturman.clients.queries import twins
from shturman.company.models import Member
from shturman.company.queries import head_over, robot
from shturman.deals.access import can_open_deals
from shturman.deals.actions.opening import NewDeal, write_deals
from shturman.deals.models import Deal, Funnel
from shturman.kit.errors import NotAllowed, Refused


@dataclass(frozen=True)
class Registration:
    title: str
    client: str
    funnel: Funnel
    phone: str = ""
    amount: Decimal = Decimal(0)


@transaction.atomic
def register_deal(new: Registration, *, by: Member) -> Deal:
    """His head leads it. A client who is in the base already is not told to the agent: the head meets a possible duplicate."""
    if not can_open_deals(by):
        raise NotAllowed(_("Your role opens no deals: ask your head"))
    if not new.title.strip():
        raise Refused(_("What is sold? Two or three words are enough"), field="title")
    leader, phones = head_over(by), [new.phone] if new.phone else []
    known = twins(phones, [], "")
    facts = {"kind": kind_by_name(new.client), "name": new.client, "phones": phones, "responsible": leader}
    client = add_client(facts, by=robot())
    deal = NewDeal(
        title=new.title,
        funnel=new.funnel,
        responsible=leader,
        client=client,
        amount=new.amount,
        possible_duplicate_of=known[0] if known else None,
    )
    return write_deals([deal], by=by)[0]
