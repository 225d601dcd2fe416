"""Reactions to notes as a card shows them: chips with a count and names, and the set to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shturman.clients.models import Note, NoteReaction
from shturman.clients.models.note_reactions import ICONS
from shturman.company.models import Member
from shturman.kit import house


@dataclass(frozen=True)
class Chip:
    """One sign on a note: who put it, in the order in which they did."""

    sign: str
    names: Sequence[str] = ()
    is_mine: bool = False

    @property
    def icon(self) -> str:
        return ICONS[self.sign]

    @property
    def label(self) -> str:
        return str(NoteReaction.Sign(self.sign).label)

    @property
    def count(self) -> int:
        return len(self.names)

    @property
    def title(self) -> str:
        return f"{self.label}: {', '.join(self.names)}"


@dataclass(frozen=True)
class NoteReactions:
    note_id: int = 0
    url: str = ""
    chips: Sequence[Chip] = ()
    offered: Sequence[Chip] = ()


def reactions_to(notes: Iterable[Note], reader: Member) -> dict[int, NoteReactions]:
    """One query for all of them."""
    shown = {note.pk: note for note in notes}
    put: dict[int, dict[str, list[NoteReaction]]] = {pk: {} for pk in shown}
    rows = NoteReaction.objects.filter(note__in=shown).select_related("by").order_by("pk")
    for row in rows.only("note_id", "sign", "by__surname", "by__given_name") if shown else ():
        put[row.note_id].setdefault(row.sign, []).append(row)
    return {pk: _shown(note, put[pk], reader) for pk, note in shown.items()}


def _shown(note: Note, put: dict[str, list[NoteReaction]], reader: Member) -> NoteReactions:
    """In the order of the menu, so that chips do not jump about."""
    chips = {sign: _chip(sign, put.get(sign, ()), reader) for sign in NoteReaction.Sign.values}
    url = note.react_url if note.card in house.own_things() else ""
    return NoteReactions(note.pk, url, [chip for chip in chips.values() if chip.count], list(chips.values()))


def _chip(sign: str, rows: Sequence[NoteReaction], reader: Member) -> Chip:
    names = [_("you") if row.by_id == reader.pk else row.by.short_name for row in rows]
    return Chip(sign, names, any(row.by_id == reader.pk for row in rows))
