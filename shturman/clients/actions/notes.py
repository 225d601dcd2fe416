from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.access import can_change_note
from shturman.clients.events import NoteAdded, NoteChanged, NoteDeleted, NoteRestored
from shturman.clients.mentions import in_words, mentioned_in, with_references
from shturman.clients.models import Note
from shturman.company.models import Member
from shturman.journal.actions import card_of, record
from shturman.journal.events import Event
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.words import without_nul

# Cards that carry notes, by the name that the journal knows them under.
CARDS = {"client": ("clients", "client"), "deal": ("deals", "deal"), "task": ("tasks", "task")}


@transaction.atomic
def add_note(thing: models.Model, text: str, *, by: Member) -> Note:
    """On a card of any kind; whoever sees the card sees the note. Each room says by its gate who may write on its cards."""
    ask_to_write(thing, by)
    text = without_nul(text).strip()
    if not text:
        raise Refused(_("The note is empty: write what is worth remembering"), field="text")
    text = with_references(text, card_of(thing), thing.pk)
    note = Note.objects.create(card=card_of(thing), card_id=thing.pk, text=text, by=by)
    record(NoteAdded(note.pk, mentioned_in(text)), by=by, about=[thing])
    return note


@transaction.atomic
def change_note(note: Note, text: str, *, by: Member) -> Note:
    _ask(note, by)
    text = without_nul(text).strip()
    if not text:
        raise Refused(_("The note is empty: write what is worth remembering"), field="text")
    before, called = note.text, mentioned_in(note.text)
    note.text = with_references(text, note.card, note.card_id, known=called)
    note.save(update_fields=["text"])
    called_now = [pk for pk in mentioned_in(note.text) if pk not in called]
    _record(NoteChanged(note.pk, called_now), note, by=by, old_values={"text": (in_words(before), in_words(note.text))})
    return note


@transaction.atomic
def delete_note(note: Note, *, by: Member) -> Entry:
    _ask(note, by)
    note.deleted_at, note.pinned_at, note.pinned_by = timezone.now(), None, None
    note.save(update_fields=["deleted_at", "pinned_at", "pinned_by"])
    return _record(NoteDeleted(note.pk), note, by=by)


@transaction.atomic
def restore_note(note: Note, *, by: Member, undoes: Entry | None = None) -> Note:
    _ask(note, by)
    note.deleted_at = None
    note.save(update_fields=["deleted_at"])
    _record(NoteRestored(note.pk), note, by=by, undoes=undoes)
    return note


def undo_delete_note(entry: Entry, *, by: Member) -> str:
    restore_note(Note.objects.get(pk=entry.facts["note_id"]), by=by, undoes=entry)
    return _("The note is restored")


def ask_to_write(thing: models.Model, by: Member) -> None:
    for gate in house.gates("add_note"):
        if obstacle := gate(thing, None, by):
            raise NotAllowed(obstacle, field="text")


def rows_of_card(card: str) -> Any:
    return apps.get_model(*CARDS[card]).objects


def _record(event: Event, note: Note, *, by: Member, **more: Any) -> Entry:
    thing = rows_of_card(note.card).get(pk=note.card_id)
    return record(event, by=by, about=[thing], **more)


def _ask(note: Note, by: Member) -> None:
    if not can_change_note(by, note):
        raise NotAllowed(_("A note is changed by the one who wrote it: %(name)s") % {"name": note.by.short_name})
