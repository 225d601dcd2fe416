"""The author of a note is told that colleagues have reacted to it: once a day of a note, and not of what was taken off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from shturman.clients.access import seen_cards
from shturman.clients.models import NoteReaction
from shturman.company.models import Member
from shturman.company.queries import with_rights
from shturman.journal.actions import Fact, card_of
from shturman.journal.models import Entry
from shturman.messaging.actions.notices import tell, tell_bells
from shturman.messaging.models import Notice

ONCE_IN = timedelta(days=1)


def tell_of_reactions(told: Sequence[tuple[Fact, Entry]]) -> list[Notice]:
    """Not of his own; one that is unread or fresh tells of those who come after, for it shows the note as it is."""
    fresh = Q(read_at=None) | Q(created_at__gt=timezone.now() - ONCE_IN)
    return tell([_notice(fact, entry) for fact, entry in told if _concerns(fact, entry) and not _told_of(fact).filter(fresh).exists()])


def untell_of_reactions(told: Sequence[tuple[Fact, Entry]]) -> None:
    """The last of them was taken off before he has looked: there is nothing to tell."""
    for fact, _entry in told:
        note_id, author_id = fact.event.facts()["note_id"], fact.event.facts()["author_id"]
        others = NoteReaction.objects.filter(note=note_id).exclude(by=author_id)
        if not others.exists() and _told_of(fact).filter(read_at=None).delete()[0]:
            tell_bells([author_id])


def _concerns(fact: Fact, entry: Entry) -> bool:
    author_id = fact.event.facts()["author_id"]
    if author_id == entry.by_id:
        return False
    return any(seen_cards(author, {_card(fact)}) for author in with_rights(Member.objects.active().filter(pk=author_id)))


def _told_of(fact: Fact) -> QuerySet[Notice]:
    """By the note, not by its card: that may have been merged since."""
    facts = fact.event.facts()
    return Notice.objects.filter(to=facts["author_id"], why=Notice.Why.REACTED, entry__facts__note_id=facts["note_id"])


def _notice(fact: Fact, entry: Entry) -> Notice:
    card, card_id = _card(fact)
    return Notice(to_id=fact.event.facts()["author_id"], entry=entry, why=Notice.Why.REACTED, card=card, card_id=card_id)


def _card(fact: Fact) -> tuple[str, int]:
    return card_of(fact.about[0]), fact.about[0].pk
