from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.clients.access import sees_client
from shturman.clients.merging import family_of
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.access import sees_deal
from shturman.deals.models import Deal
from shturman.journal.actions import card_of, record
from shturman.kit.errors import NotAllowed, Refused
from shturman.web.events import CardPrinted
from shturman.web.models import Pin
from shturman.web.records import pinned_records, pins_of

# A list at hand is read at a glance.
MOST_PINS = 30


@transaction.atomic
def record_print(card: Client | Deal, *, by: Member) -> None:
    _ask_to_see(card, by)
    record(CardPrinted(card_of(card), card.pk), by=by, about=[card])


@transaction.atomic
def pin_card(card: Client | Deal, *, by: Member) -> None:
    """Pinned already, it stays where it stands."""
    _ask_to_see(card, by)
    # Two devices at once: the row of the member decides which pin is the last one.
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    if pins_of(by, card_of(card), card.pk):
        return
    if len(pinned_records(by)) >= MOST_PINS:
        raise Refused(_("%(count)s cards are pinned already: take one off first") % {"count": MOST_PINS})
    Pin.objects.get_or_create(member=by, card=card_of(card), card_id=card.pk)


@transaction.atomic
def unpin_card(card: Client | Deal, *, by: Member) -> None:
    ids = family_of(card.pk) if isinstance(card, Client) else [card.pk]
    Pin.objects.filter(member=by, card=card_of(card), card_id__in=ids).delete()


def _ask_to_see(card: Client | Deal, member: Member) -> None:
    if not (sees_client(member, card) if isinstance(card, Client) else sees_deal(member, card)):
        raise NotAllowed(_("There is no such card"))
