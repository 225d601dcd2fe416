"""Notes that stand above the timeline of their card, by whoever may write on it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.actions.notes import ask_to_write, rows_of_card
from shturman.clients.events import NotePinned, NoteUnpinned
from shturman.clients.models import Note
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import Refused

# More of them would hide the timeline that they stand above.
MOST_PINNED = 5


@transaction.atomic
def pin_note(note: Note, *, by: Member) -> Note:
    """Pinned already, it stays where it stands."""
    # Two people at once: the row of the card decides whose note is the last one that fits.
    thing = rows_of_card(note.card).select_for_update(no_key=True).get(pk=note.card_id)
    ask_to_write(thing, by)
    note.refresh_from_db()
    if note.deleted_at:
        raise Refused(_("The note is in the trash: restore it first"))
    if note.pinned_at:
        return note
    if Note.objects.filter(card=note.card, card_id=note.card_id, pinned_at__isnull=False).count() >= MOST_PINNED:
        raise Refused(_("%(count)s notes are pinned on the card already: unpin one first") % {"count": MOST_PINNED})
    note.pinned_at, note.pinned_by = timezone.now(), by
    note.save(update_fields=["pinned_at", "pinned_by"])
    record(NotePinned(note.pk), by=by, about=[thing])
    return note


@transaction.atomic
def unpin_note(note: Note, *, by: Member) -> Note:
    thing = rows_of_card(note.card).get(pk=note.card_id)
    ask_to_write(thing, by)
    note = Note.objects.select_for_update().get(pk=note.pk)
    if note.pinned_at:
        note.pinned_at, note.pinned_by = None, None
        note.save(update_fields=["pinned_at", "pinned_by"])
        record(NoteUnpinned(note.pk), by=by, about=[thing])
    return note
