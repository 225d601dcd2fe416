from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.clients.access import sees_card
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.journal.actions import card_of
from shturman.kit.errors import NotAllowed, Refused
from shturman.messaging.models import Follower, Notice

# Each of them is asked for what he sees whenever something happens on the card.
MOST_FOLLOWERS = 50


@transaction.atomic
def follow(thing: Client | Deal, *, by: Member) -> None:
    card = card_of(thing)
    # Two of them at once: the row of the card decides who is the last one; a merge waits, or has hidden the card already.
    type(thing).objects.select_for_update(no_key=True).get(pk=thing.pk)
    if not sees_card(by, card, thing.pk):
        raise NotAllowed(_("There is no such card"))
    on_card = Follower.objects.filter(card=card, card_id=thing.pk)
    if on_card.filter(member=by).exists():
        return
    if on_card.count() >= MOST_FOLLOWERS:
        raise Refused(_("%(count)s people follow the card already: somebody must leave first") % {"count": MOST_FOLLOWERS})
    Follower.objects.create(member=by, card=card, card_id=thing.pk)


@transaction.atomic
def unfollow(thing: Client | Deal, *, by: Member) -> None:
    Follower.objects.filter(member=by, card=card_of(thing), card_id=thing.pk).delete()


@transaction.atomic
def end_follows(member_ids: Sequence[int]) -> None:
    """Who does not work here any more follows nothing."""
    Follower.objects.filter(member__in=member_ids, member__is_active=False).delete()


@transaction.atomic
def forget_cards(card: str, card_ids: Sequence[int]) -> None:
    """They are gone from the base for good: nobody follows them, nobody is told of them."""
    Follower.objects.filter(card=card, card_id__in=card_ids).delete()
    Notice.objects.filter(card=card, card_id__in=card_ids).delete()
