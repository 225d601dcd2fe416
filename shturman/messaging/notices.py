"""Notices as their receiver sees them: of a card that he does not see any more nothing is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from shturman.clients.access import seen_cards
from shturman.clients.merging import living
from shturman.clients.models import Client
from shturman.clients.note_lines import with_words
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.journal.queries import Line, lines_of
from shturman.kit.keyset import Order, page
from shturman.messaging.models import Notice
from shturman.tasks.models import Task

# As many are looked through: of more nobody keeps count.
MOST_UNREAD = 100
READ_AT_ONCE = 40
Card = tuple[str, int]


@dataclass(frozen=True)
class Told:
    notice: Notice
    line: Line
    title: str

    @property
    def more(self) -> int:
        """Other cards to which the same happened."""
        return self.notice.cards - 1


@dataclass(frozen=True)
class Day:
    day: date
    told: list[Told]


def unread_notices(member: Member) -> list[Told]:
    return _told(Notice.objects.unread(member)[:MOST_UNREAD], member)


def unread_count(member: Member) -> int:
    """As many as the page shows."""
    notices = list(Notice.objects.unread(member).only("card", "card_id")[:MOST_UNREAD])
    return len(_seen(notices, member))


def read_notices(member: Member, cursor: str) -> tuple[list[Told], str]:
    found = page(Notice.objects.read(member), Order("id", descending=True), cursor, READ_AT_ONCE)
    return _told(Notice.objects.filter(pk__in=[row.pk for row in found.rows]).order_by("-id"), member), found.next_cursor


def by_day(told: Iterable[Told]) -> list[Day]:
    return [Day(day, list(rows)) for day, rows in groupby(told, key=_day_of)]


def _day_of(row: Told) -> date:
    return timezone.localdate(row.notice.created_at)


def notice_for(member: Member, notice_id: int) -> tuple[Notice, str] | None:
    """His own, with the address of its place on the card; nothing when he does not see the card any more."""
    notice = Notice.objects.filter(to=member, pk=notice_id).first()
    cards = _seen([notice], member) if notice else {}
    if notice is None or not cards:
        return None
    card, card_id = cards[notice.pk]
    return notice, f"/{card}s/{card_id}/#entry-{notice.entry_id}"


@dataclass(frozen=True)
class Following:
    member_id: int
    name: str
    is_active: bool


# Written as SQL, because every card asks it.
FOLLOWING = """
    SELECT member.id, concat_ws(' ', nullif(member.surname, ''), nullif(member.given_name, '')), member.is_active
    FROM messaging_follower AS follower JOIN company_member AS member ON member.id = follower.member_id
    WHERE follower.card = %s AND follower.card_id = %s ORDER BY follower.since, follower.id
"""


def followers_of(card: str, card_id: int) -> list[Following]:
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWING, [card, card_id])
        return [Following(*row) for row in cursor.fetchall()]


def _told(notices: QuerySet[Notice], member: Member) -> list[Told]:
    rows = list(notices.select_related("entry__by", "entry__undone"))
    cards = _seen(rows, member)
    rows = [row for row in rows if row.pk in cards]
    titles = _titles(cards.values())
    entries = [row.entry for row in rows]
    lines = with_words(lines_of(entries, member), entries, member, takes_notes=False)
    return [Told(row, line, titles.get(cards[row.pk], "")) for row, line in zip(rows, lines, strict=True)]


def _seen(notices: Sequence[Notice], member: Member) -> Mapping[int, Card]:
    """The card of each notice that he may be shown; a client who was merged away is the main one."""
    cards = {(row.card, row.card_id) for row in notices}
    seen = {card: card for card in seen_cards(member, cards) | _seen_tasks(member, cards)}
    leads = {card: ("client", main.pk) for card in cards - set(seen) if card[0] == "client" and (main := living(card[1]))}
    mains = seen_cards(member, set(leads.values())) if leads else set()
    seen |= {card: main for card, main in leads.items() if main in mains}
    return {row.pk: seen[row.card, row.card_id] for row in notices if (row.card, row.card_id) in seen}


def _seen_tasks(member: Member, cards: Iterable[Card]) -> set[Card]:
    ids = {pk for card, pk in cards if card == "task"}
    return {("task", pk) for pk in Task.objects.visible_to(member).filter(pk__in=ids).values_list("pk", flat=True)} if ids else set()


def _titles(cards: Iterable[Card]) -> dict[Card, str]:
    """Of cards that were found to be seen."""
    wanted = set(cards)
    clients = Client.objects.kept().filter(pk__in={pk for card, pk in wanted if card == "client"}).values_list("pk", "name")
    deals = Deal.objects.kept().filter(pk__in={pk for card, pk in wanted if card == "deal"}).values_list("pk", "title")
    tasks = Task.objects.kept().filter(pk__in={pk for card, pk in wanted if card == "task"}).values_list("pk", "title")
    named = {"client": clients, "deal": deals, "task": tasks}
    return {(card, pk): words for card, rows in named.items() for pk, words in rows}
