from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.events import NotePinned
from shturman.clients.merging import family_of
from shturman.clients.models import Client, Email, Phone
from shturman.clients.normalising import tidy_email
from shturman.clients.note_lines import with_words
from shturman.company.models import Member
from shturman.company.sight import reached, seen_by
from shturman.journal.models import Entry, OldValue
from shturman.journal.queries import Line, before_edge, counts_by_kind, entries_about, kinds_of, lines_of
from shturman.kit import house
from shturman.kit.keyset import Order, Page, page
from shturman.kit.phones import digits_of, normalise, numbers_in
from shturman.lists.columns import ListColumn, fields_of, related_of
from shturman.lists.sorting import Settle, Sorting, page_in_order

STORY_SIZE = 10
# Of the author of a fact only his name.
TOLD = ("kind", "happened_at", "recorded_at", "facts", "by__surname", "by__given_name", "undone__entry")
LIST_SIZE = 25
# What every line of the list shows.
ROW = (
    *("kind", "name", "changed_at", "folded_name", "responsible_id", "department_id"),
    *(f"responsible__{name}" for name in ("surname", "given_name", "patronymic", "login")),
)
DEFAULT_SORT = "-changed"
ORDERS = {
    "-changed": Order("changed_at", descending=True),
    "name": Order("folded_name"),
    "changed": Order("changed_at"),
    "-name": Order("folded_name", descending=True),
}
SORT_WORDS = {
    "-changed": gettext_lazy("changed last"),
    "name": gettext_lazy("by name"),
    "changed": gettext_lazy("changed longest ago"),
    "-name": gettext_lazy("by name, from the end"),
}


def list_page(
    member: Member,
    condition: Q,
    settle: Settle,
    cursor: str,
    columns: Sequence[ListColumn] = (),
) -> tuple[Page, Sorting]:
    """What the shown columns read beyond the rows themselves comes by one query each."""
    also = fields_of(columns)
    settled = settle(lambda: Client.objects.visible_to(member).filter(condition))
    rows = Client.objects.kept().filter(condition).select_related("responsible", *related_of(also)).only(*ROW, *also)
    beside: dict[str, Any] = {"phones": phones_for(member), "emails": emails_for(member), "tags": "tags"}
    rows = rows.prefetch_related(*[beside[column.beside] for column in columns if column.beside in beside])
    if settled.order is None:
        return page_in_order(rows.filter(seen_by(member, "client")), settled, member, cursor, LIST_SIZE), settled
    return page(rows, settled.order, cursor, LIST_SIZE, reached(member, "client")), settled


def phones_for(member: Member, path: str = "phones") -> Prefetch:
    """Phones of the rows being read, as this member may read them."""
    return Prefetch(path, Phone.objects.shown_to(member))


def emails_for(member: Member) -> Prefetch:
    return Prefetch("emails", Email.objects.shown_to(member))


def twins(phones: Sequence[str], emails: Sequence[str], inn: str, *, apart_from: int | None = None) -> list[Client]:
    """Clients that have one of these already, whoever leads them: only the name of the responsible may leave this place."""
    numbers = {normalise(number) for line in phones for number in numbers_in(line)}
    numbers = {number for number in numbers if len(number) >= 6}
    addresses = {address for address in map(tidy_email, emails) if "@" in address}
    same = Q(pk__in=Phone.objects.filter(number__in=numbers).values("client")) if numbers else Q(pk__in=())
    if addresses:
        same |= Q(pk__in=Email.objects.annotate(lowered=Lower("address")).filter(lowered__in=addresses).values("client"))
    if len(digits_of(inn)) >= 10:
        same |= Q(inn=digits_of(inn))
    return list(
        Client.objects.everything()
        .kept()
        .filter(same)
        .exclude(pk=apart_from or 0)
        .select_related("responsible")
        .order_by("-changed_at")[:5]
    )


def old_values_of(client: Client, field: str = "") -> list[OldValue]:
    """What stood in the fields of the card before, the newest change first."""
    changes = ("clients.client_changed", "clients.clients_merged")
    entries = entries_about("client", *family_of(client.pk)).filter(kind__in=changes).order_by().values("pk")
    rows = OldValue.objects.filter(entry__in=entries).exclude(field="folded_name").select_related("entry__by")
    return list((rows.filter(field=field) if field else rows).order_by("-entry__happened_at", "-pk")[:100])


@dataclass(frozen=True)
class Story:
    """The timeline of a card with its filters."""

    lines: list[Line]
    groups: list[tuple[str, str, int]]
    group: str
    before: int
    # Whether a note was ever pinned here: of a card without one the pinned notes are not asked.
    has_pinned: bool = False


def story_of(card: str, card_id: int, group: str = "", before: int = 0, *, reader: Member, takes_notes: bool = False) -> Story:
    """The newest first. Words of notes stand in their rows: one query for all notes of the page."""
    cards = family_of(card_id) if card == "client" else [card_id]
    by_kind = counts_by_kind(card, cards)
    entries = entries_about(card, *cards)
    entries = entries.filter(kind__in=kinds_of(group)) if group else entries.exclude(kind__in=kinds_of("aside"))
    if before:
        edge = Entry.objects.filter(pk=before).first()
        if edge:
            entries = entries.filter(before_edge(edge, several=len(cards) > 1))
    found = list(entries.select_related("by", "undone").only(*TOLD)[: STORY_SIZE + 1])
    lines = with_words(lines_of(found[:STORY_SIZE], reader), found, reader, takes_notes=takes_notes)
    if card == "client" and reader is not None:
        lines = with_deals(lines, found, reader)
    before = found[STORY_SIZE - 1].pk if len(found) > STORY_SIZE else 0
    return Story(lines, _counts(by_kind), group, before, NotePinned.kind in by_kind)


def with_deals(lines: list[Line], entries: list[Entry], reader: Member) -> list[Line]:
    """On a client's timeline a fact of a deal names it to those who see the deal: one query for the page."""
    deal_of = {entry.pk: entry.facts["deal_id"] for entry in entries if entry.facts.get("deal_id")}
    name_deals = house.columns("client_story").get("deal")
    if not deal_of or name_deals is None:
        return lines
    known = name_deals(reader, set(deal_of.values()))
    return [_naming(line, known.get(deal_of.get(line.entry_id, 0))) for line in lines]


def _naming(line: Line, card: Any) -> Line:
    return replace(line, card_name=card.name, card_url=card.url) if card else line


def _counts(by_kind: Mapping[str, int]) -> list[tuple[str, str, int]]:
    named = (
        ("touches", _("Touches")),
        ("notes", _("Notes")),
        ("tasks", _("Tasks")),
        ("stages", _("Stages")),
        ("files", _("Files")),
        ("fields", _("Changes")),
    )
    groups = [(key, label, sum(by_kind.get(kind, 0) for kind in kinds_of(key))) for key, label in named]
    return [group for group in groups if group[2]]
