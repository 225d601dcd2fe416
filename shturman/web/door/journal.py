"""Who came in, who tried to, and what changed at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from shturman.company.models import Member
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.keyset import Order, Page, cursor_after, page
from shturman.web.door.wrong_passwords import is_paused
from shturman.web.events import KINDS_OF_THE_DOOR, ManyWrongPasswords

SIZE = 50
NEWEST_FIRST = Order("happened_at", descending=True)


@dataclass(frozen=True)
class DoorLine:
    member: Member | None
    author: Member
    fact: str
    context: str
    tone: str
    icon: str
    place: str
    when: datetime
    can_forgive: bool


def journal_page(cursor: str) -> Page:
    """Each kind by its own index: one query over all of them would read the whole journal of a large company."""
    entries = Entry.objects.select_related("by").prefetch_related("old_values")
    branches = [page(entries.filter(kind=kind), NEWEST_FIRST, cursor, SIZE) for kind in KINDS_OF_THE_DOOR]
    rows = sorted(chain.from_iterable(branch.rows for branch in branches), key=lambda entry: (entry.happened_at, entry.pk), reverse=True)
    has_more = len(rows) > SIZE or any(branch.next_cursor for branch in branches)
    shown = rows[:SIZE]
    members = Member.objects.in_bulk({entry.facts["member_id"] for entry in shown})
    lines = [_line(entry, members.get(entry.facts["member_id"])) for entry in shown]
    return Page(lines, cursor_after(shown[-1], NEWEST_FIRST) if has_more and shown else "")


def _line(entry: Entry, member: Member | None) -> DoorLine:
    event = house.event_of(entry.kind)
    if event is None:
        raise LookupError(f"{entry.kind} does not stand in wiring")
    return DoorLine(
        member=member,
        author=entry.by,
        fact=event.sentence(entry.facts),
        context=event.context(entry.facts),
        tone="late" if entry.facts.get("is_new_device") else event.tone,
        icon=event.icon,
        place=next((value.after for value in entry.old_values.all() if value.field == "place"), ""),
        when=entry.happened_at,
        can_forgive=event is ManyWrongPasswords and member is not None and is_paused(member),
    )
