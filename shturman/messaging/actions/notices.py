"""Where notices begin, are read and are forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from shturman.clients.access import seen_cards
from shturman.company.models import Member
from shturman.company.queries import with_rights
from shturman.journal.actions import Fact, card_of, tell_open_pages
from shturman.journal.models import Entry
from shturman.messaging.models import Follower, Notice

# So many things one word to the pages carries.
AT_ONCE = 100
READ_KEPT_FOR = timedelta(days=60)
# What nobody has read for as long, or may not see any more, is not news.
KEPT_FOR = timedelta(days=180)
# Facts that name whose the card is now.
GIVEN = ("to_member_id", "responsible_id")

# Every fact asks it.
FOLLOWED_BY = """
SELECT follower.card, follower.card_id, follower.member_id FROM messaging_follower AS follower
JOIN unnest(%s::text[], %s::bigint[]) AS about(card, card_id) USING (card, card_id)"""


@dataclass(frozen=True)
class Word:
    """Somebody wants to know: whether he may is not asked yet."""

    to_id: int
    why: str
    entry: Entry
    card: str
    card_id: int


def form_notices(told: Sequence[tuple[Fact, Entry]]) -> list[Notice]:
    """The only place where notices begin, in the transaction of what they tell: one INSERT for all of them.

    Never to the author, never of a card whose inside the receiver does not see; the same of many cards is one notice.
    """
    words = _once(_words(told))
    people = _people({word.to_id for word in words})
    words = [word for word in words if word.to_id in people]
    seen = {pk: seen_cards(people[pk], {(word.card, word.card_id) for word in words if word.to_id == pk}) for pk in people}
    return tell(_gathered([word for word in words if (word.card, word.card_id) in seen[word.to_id]]))


def tell_of_phone(told: Sequence[tuple[Fact, Entry]]) -> list[Notice]:
    """To the person himself: it was his phone that asked, and its screen says nothing."""
    why = Notice.Why.PHONE
    return tell([Notice(to_id=entry.by_id, entry=entry, why=why, card="task", card_id=fact.about[0].pk) for fact, entry in told])


def _people(ids: set[int]) -> dict[int, Member]:
    return {member.pk: member for member in with_rights(Member.objects.active().filter(pk__in=ids))} if ids else {}


def _words(told: Sequence[tuple[Fact, Entry]]) -> Iterable[Word]:
    followers = _followers(told)
    for fact, entry in told:
        card, card_id = card_of(fact.about[0]), fact.about[0].pk
        receivers = [(to_id, Notice.Why.MENTIONED) for to_id in getattr(fact.event, "mentions", ())]
        if getattr(fact.event, "tells_followers", True):
            receivers += [(to_id, Notice.Why.GIVEN) for name in GIVEN if (to_id := getattr(fact.event, name, None))]
            receivers += [(to_id, Notice.Why.FOLLOWED) for thing in fact.about for to_id in followers.get((card_of(thing), thing.pk), ())]
        for to_id, why in receivers:
            if to_id != entry.by_id:
                yield Word(to_id, why, entry, card, card_id)


def _followers(told: Sequence[tuple[Fact, Entry]]) -> Mapping[tuple[str, int], list[int]]:
    cards = {(card_of(thing), thing.pk) for fact, _entry in told for thing in fact.about}
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWED_BY, [[card for card, _ in cards], [pk for _, pk in cards]])
        rows = cursor.fetchall()
    found: dict[tuple[str, int], list[int]] = {}
    for card, card_id, member_id in rows:
        found.setdefault((card, card_id), []).append(member_id)
    return found


def _once(words: Iterable[Word]) -> list[Word]:
    """Of several reasons the first is told."""
    first: dict[tuple[int, int], Word] = {}
    for word in words:
        first.setdefault((word.to_id, word.entry.pk), word)
    return list(first.values())


def _gathered(words: Iterable[Word]) -> list[Notice]:
    groups: dict[tuple[int, str, str], list[Word]] = {}
    for word in words:
        groups.setdefault((word.to_id, word.why, word.entry.kind), []).append(word)
    return [_notice(group[-1], len({(word.card, word.card_id) for word in group})) for group in groups.values()]


def _notice(word: Word, cards: int) -> Notice:
    return Notice(to_id=word.to_id, entry=word.entry, why=word.why, card=word.card, card_id=word.card_id, cards=cards)


def tell(notices: list[Notice]) -> list[Notice]:
    if notices:
        Notice.objects.bulk_create(notices, batch_size=2000, ignore_conflicts=True)
        tell_bells(notice.to_id for notice in notices)
    return notices


def tell_bells(member_ids: Iterable[int]) -> None:
    """Ids alone: whoever listens asks for his own count."""
    bells = sorted({("notices", pk) for pk in member_ids})
    for start in range(0, len(bells), AT_ONCE):
        tell_open_pages("messaging.notices", bells[start : start + AT_ONCE])


@transaction.atomic
def read_notice(notice: Notice, *, by: Member) -> None:
    if Notice.objects.filter(pk=notice.pk, to=by, read_at=None).update(read_at=timezone.now()):
        tell_bells([by.pk])


@transaction.atomic
def read_all_notices(up_to: int, *, by: Member) -> int:
    """Those that he had before his eyes: what came since stays unread."""
    read = Notice.objects.filter(to=by, read_at=None, pk__lte=up_to).update(read_at=timezone.now())
    if read:
        tell_bells([by.pk])
    return read


def forget_old_notices() -> int:
    now = timezone.now()
    return Notice.objects.filter(Q(read_at__lt=now - READ_KEPT_FOR) | Q(created_at__lt=now - KEPT_FOR)).delete()[0]


def told_of_bulk(entry: Entry, card: str, changed: Sequence[int], given_to: int | None) -> list[Notice]:
    """Of a change of many rows each person hears once, whatever number of his cards it has touched."""
    wanted: dict[tuple[int, str], set[tuple[str, int]]] = {}
    for member_id, card_id in Follower.objects.filter(card=card, card_id__in=changed).values_list("member_id", "card_id"):
        wanted.setdefault((member_id, Notice.Why.FOLLOWED), set()).add((card, card_id))
    if given_to:
        wanted = {key: cards for key, cards in wanted.items() if key[0] != given_to}
        wanted[given_to, Notice.Why.GIVEN] = {(card, card_id) for card_id in changed}
    people = _people({to_id for to_id, _why in wanted} - {entry.by_id})
    notices = []
    for (to_id, why), cards in wanted.items():
        if to_id in people and (seen := sorted(seen_cards(people[to_id], cards))):
            notices.append(_notice(Word(to_id, why, entry, *seen[0]), len(seen)))
    return tell(notices)
