from __future__ import annotations

from django.db import transaction

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.journal.actions import card_of, record
from shturman.web.events import CardPrinted


@transaction.atomic
def record_print(card: Client | Deal, *, by: Member) -> None:
    record(CardPrinted(card_of(card), card.pk), by=by, about=[card])
