"""The timeline of a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from shturman.journal.models import Entry, Link
from shturman.kit import house

OFFERED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One line of a timeline, as the screen shows it."""

    entry_id: int
    kind: str
    group: str
    icon: str
    tone: str
    fact: str
    context: str
    line: str
    when: datetime
    author: Any
    can_be_undone: bool
    # The other card it is about, where the reader sees that card.
    card_name: str = ""
    card_url: str = ""


def entries_about(card: str, card_id: int, *merged: int) -> QuerySet[Entry]:
    """Those of cards that were merged into it are its own: an entry on several of them is told once."""
    if merged:
        among = Link.objects.filter(card=card, card_id__in=[card_id, *merged]).values("entry")
        return Entry.objects.filter(pk__in=among).order_by("-happened_at", "-pk")
    return Entry.objects.filter(links__card=card, links__card_id=card_id).order_by("-links__happened_at", "-links__entry")


# Written as SQL, because every card asks it; an entry on several cards of a merge is counted once.
COUNTS = """
SELECT entry.kind, count(DISTINCT entry.id) FROM journal_link AS link JOIN journal_entry AS entry ON entry.id = link.entry_id
WHERE link.card = %s AND link.card_id = ANY(%s) GROUP BY entry.kind"""


def counts_by_kind(card: str, card_ids: Sequence[int]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [card, list(card_ids)])
        return dict(cursor.fetchall())


def who_changed_last(card: str, card_id: int, kind: str = "_changed", **facts: Any) -> str:
    """The name of the one whose change of the card's fields is the newest; or another `kind` of change, by the end of its name,
    with these `facts`."""
    told = {f"facts__{name}": value for name, value in facts.items()}
    entry = entries_about(card, card_id).filter(kind__endswith=kind, **told).select_related("by").first()
    return str(entry.by) if entry else ""


def before_edge(edge: Entry, *, several: bool) -> Q:
    """The next page of a timeline. On one card the link's own moment keeps to the index."""
    moment = "happened_at" if several else "links__happened_at"
    return Q(**{f"{moment}__lt": edge.happened_at}) | Q(**{moment: edge.happened_at}, pk__lt=edge.pk)


def kinds_of(group: str) -> Sequence[str]:
    return [event.kind for event in house.events() if event.group == group]


def _can_be_undone(entry: Entry) -> bool:
    """Offered for a day; later the card itself has moved on."""
    is_fresh = timezone.now() - entry.recorded_at < OFFERED_FOR
    return is_fresh and house.undo(entry.kind) is not None and not hasattr(entry, "undone")


def lines_of(entries: Sequence[Entry], reader: Any) -> list[Line]:
    """As this reader may learn them."""
    veils = [veil(reader) for veil in house.veils()]
    return [line_of(entry, veils) for entry in entries]


def line_of(entry: Entry, veils: Sequence[Callable[[Any], Any]] = ()) -> Line:
    event, facts = house.event_of(entry.kind), entry.facts
    if event is None:
        raise LookupError(f"{entry.kind} does not stand in wiring")
    for veil in veils:
        facts = veil(facts)
    return Line(
        entry_id=entry.pk,
        kind=entry.kind,
        group=event.group,
        icon=event.icon,
        tone=event.tone,
        fact=event.sentence(facts),
        context=event.context(facts),
        line=event.line(facts),
        when=entry.happened_at,
        author=entry.by,
        can_be_undone=_can_be_undone(entry),
    )
