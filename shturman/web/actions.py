from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.clients.access import sees_client
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.access import sees_deal
from shturman.deals.models import Deal
from shturman.journal.actions import card_of, record
from shturman.kit.errors import NotAllowed
from shturman.web.events import CardPrinted


@transaction.atomic
def record_print(card: Client | Deal, *, by: Member) -> None:
    seen = sees_client(by, card) if isinstance(card, Client) else sees_deal(by, card)
    if not seen:
        raise NotAllowed(_("There is no such card"))
    record(CardPrinted(card_of(card), card.pk), by=by, about=[card])
