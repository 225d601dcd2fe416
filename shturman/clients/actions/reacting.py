"""A colleague's mark on a note, put and taken off by whoever sees the note."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.clients.access import can_react
from shturman.clients.actions.notes import rows_of_card
from shturman.clients.events import NoteReacted, NoteReactionWithdrawn
from shturman.clients.models import Note, NoteReaction
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.journal.events import Event
from shturman.kit.errors import NotAllowed, Refused


@transaction.atomic
def react_to_note(note: Note, sign: str, *, by: Member) -> Note:
    """Put already, it stays as it is."""
    note = _held(note, by)
    if sign not in NoteReaction.Sign.values:
        raise Refused(_("There is no such reaction: choose one of those offered"))
    if NoteReaction.objects.get_or_create(note=note, by=by, sign=sign)[1]:
        _record(NoteReacted(note.pk, note.by_id, sign), note, by)
    return note


@transaction.atomic
def withdraw_reaction(note: Note, sign: str, *, by: Member) -> Note:
    note = _held(note, by)
    if NoteReaction.objects.filter(note=note, by=by, sign=sign).delete()[0]:
        _record(NoteReactionWithdrawn(note.pk, note.by_id, sign), note, by)
    return note


def _held(note: Note, by: Member) -> Note:
    # Of two colleagues at once the row of the note decides who is first: its author is told once.
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if not can_react(by, note):
        raise NotAllowed(_("There is no such note"))
    return note


def _record(event: Event, note: Note, by: Member) -> None:
    record(event, by=by, about=[rows_of_card(note.card).get(pk=note.card_id)])
