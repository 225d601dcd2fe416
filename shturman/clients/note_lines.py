"""Notes as a card shows them: on its timeline, and pinned above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

from django.utils.translation import gettext as _

from shturman.clients.access import can_change_note
from shturman.clients.mentions import Word, names_in, words_of
from shturman.clients.models import Note
from shturman.clients.reactions_shown import NoteReactions, reactions_to
from shturman.company.models import Member
from shturman.journal.models import Entry
from shturman.journal.queries import Line

WORDS_STAND_IN_THE_NOTE = ("clients.note_added", "clients.note_reacted")


@dataclass(frozen=True)
class NoteLine(Line):
    """A note on the timeline: its author opens it to rewrite, whoever writes on the card pins it."""

    change_url: str = ""
    pin_url: str = ""
    is_pinned: bool = False
    words: Sequence[Word] = ()
    reactions: NoteReactions = field(default_factory=NoteReactions)


def with_words(lines: list[Line], entries: list[Entry], reader: Member, *, takes_notes: bool) -> list[Line]:
    """Words of notes stand in their rows, what colleagues answered in others: one query each for all notes of the page."""
    note_of = {entry.pk: entry.facts["note_id"] for entry in entries if entry.kind in WORDS_STAND_IN_THE_NOTE}
    if not note_of:
        return lines
    notes = Note.objects.in_bulk(note_of.values())
    names = names_in(note.text for note in notes.values())
    reactions = reactions_to(notes.values(), reader)
    return [
        _told(line, notes.get(note_of[line.entry_id]), reader, names, reactions, takes_notes) if line.entry_id in note_of else line
        for line in lines
    ]


def _told(
    line: Line, note: Note | None, reader: Member, names: dict[int, str], reactions: dict[int, NoteReactions], takes_notes: bool
) -> Line:
    if note is None or note.deleted_at is not None:
        return replace(line, line=_("in the trash"))
    words = words_of(note.text, names)
    return NoteLine(
        **{**{part.name: getattr(line, part.name) for part in fields(Line)}, "line": "".join(word.text for word in words), "context": ""},
        words=words,
        change_url=note.url if can_change_note(reader, note) else "",
        pin_url=note.pin_url if takes_notes else "",
        is_pinned=note.is_pinned,
        reactions=reactions[note.pk],
    )


@dataclass(frozen=True)
class PinnedNote:
    note: Note
    words: Sequence[Word]
    change_url: str
    pin_url: str
    reactions: NoteReactions


def pinned_notes(card: str, card_id: int, *, reader: Member, takes_notes: bool) -> Sequence[PinnedNote]:
    """The one that was pinned last stands first."""
    rows = Note.objects.filter(card=card, card_id=card_id, pinned_at__isnull=False).select_related("by", "pinned_by")
    notes = list(rows.order_by("-pinned_at", "-pk"))
    names = names_in(note.text for note in notes)
    reactions = reactions_to(notes, reader)
    return [
        PinnedNote(
            note,
            words_of(note.text, names),
            note.url if can_change_note(reader, note) else "",
            note.pin_url if takes_notes else "",
            reactions[note.pk],
        )
        for note in notes
    ]
