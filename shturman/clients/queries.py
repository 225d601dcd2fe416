from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from shturman.clients.models import Note
from shturman.journal.models import Entry
from shturman.journal.queries import Line, entries_about, kinds_of, line_of

STORY_SIZE = 20


@dataclass(frozen=True)
class Story:
    """The timeline of a card with its filters."""

    lines: list[Line]
    groups: list[tuple[str, str, int]]
    group: str
    before: int


def story_of(card: str, card_id: int, group: str = "", before: int = 0) -> Story:
    """The newest first. Words of notes stand in their rows: one query for all notes of the page."""
    counts = _counts(card, card_id)
    entries = entries_about(card, card_id)
    if group:
        entries = entries.filter(kind__in=kinds_of(group))
    if before:
        edge = Entry.objects.filter(pk=before).first()
        if edge:
            same_moment = Q(links__happened_at=edge.happened_at, pk__lt=before)
            entries = entries.filter(Q(links__happened_at__lt=edge.happened_at) | same_moment)
    found = list(entries.select_related("by", "undone")[: STORY_SIZE + 1])
    lines = with_words([line_of(entry) for entry in found[:STORY_SIZE]], found)
    return Story(lines, counts, group, found[STORY_SIZE - 1].pk if len(found) > STORY_SIZE else 0)


def with_words(lines: list[Line], entries: list[Entry]) -> list[Line]:
    note_of = {entry.pk: entry.facts["note_id"] for entry in entries if entry.kind == "clients.note_added"}
    if not note_of:
        return lines
    notes = Note.objects.in_bulk(note_of.values())
    return [replace(line, line=_words(notes.get(note_of[line.entry_id]))) if line.entry_id in note_of else line for line in lines]


def _words(note: Note | None) -> str:
    return note.text if note is not None and note.deleted_at is None else _("in the trash")


def _counts(card: str, card_id: int) -> list[tuple[str, str, int]]:
    by_kind = dict(entries_about(card, card_id).order_by().values_list("kind").annotate(Count("pk")))
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
