"""The right of a person to know what is held of him and to be forgotten (152-ФЗ): both walk `wiring.PERSONAL_DATA`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.actions.duplicates import forget_pairs
from shturman.clients.events import PersonalDataErased, PersonalDataExported
from shturman.clients.merging import family_of
from shturman.clients.models import Client, Email, Employment, MovedRow, Note, NoteReaction, Phone
from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.journal.actions import erase_words, record
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.words import folded
from shturman.lists.actions.erasing import erase_in_bulk

KEPT = (
    "id",
    "kind",
    "responsible",
    "department",
    "created_at",
    "created_by",
    "changed_at",
    "deleted_at",
    "search",
    "parent",
    "merged_into",
)


@transaction.atomic
def export_personal_data(client: Client, *, by: Member) -> dict[str, Sequence[Mapping[str, Any]]]:
    """All that is held of the person, by model."""
    _ask(by)
    family = family_of(client.pk)
    held = {
        entry.model: [row for client_id in family for row in entry.held(client_id)]
        for entry in house.personal_data()
        if entry.held is not None
    }
    record(PersonalDataExported(client.pk), by=by, about=[client])
    return {model: rows for model, rows in held.items() if rows}


@transaction.atomic
def erase_personal_data(client: Client, reason: str, *, by: Member) -> Client:
    """Names, contacts, words and files go for good; counts, sums and the facts of the journal stay true. There is no undo.

    All who were merged into him are the same person and go with him.
    """
    _ask(by)
    client = Client.objects.everything().select_for_update().get(pk=client.pk)
    if client.merged_into_id is not None:
        raise Refused(_("This client was merged into another one: erase that one, and he goes along"))
    if client.is_organisation:
        raise Refused(_("An organisation is no person: erase the people who work there"))
    if not reason.strip():
        raise Refused(_("On whose request and when? The journal keeps it"), field="reason")
    if client.erased_at is not None:
        raise Refused(_("This person is erased already"))
    family = family_of(client.pk)
    for entry in house.personal_data():
        if entry.erase is not None:
            for client_id in family:
                entry.erase(client_id)
    forget_pairs(family)
    client.refresh_from_db()
    record(PersonalDataErased(client.pk, reason.strip()), by=by, about=[client])
    return client


def erase_client(client_id: int) -> None:
    client = Client.objects.everything().get(pk=client_id)
    for field in Client._meta.concrete_fields:
        if field.name not in KEPT and field.get_internal_type() in ("CharField", "TextField"):
            setattr(client, field.name, "")
    client.name, client.own = erased_name(client), {}
    client.folded_name = folded(client.name)
    client.erased_at = client.changed_at = timezone.now()
    client.save()
    client.tags.clear()
    Employment.objects.filter(person=client).delete()
    erase_in_bulk("clients", [client_id])
    erase_words("client", [client_id], instead=erased())


def erase_in_merges(client_id: int) -> None:
    """What stood in the fields of a card before others were merged into it, and what came from theirs."""
    his = MovedRow.objects.filter(Q(row_id=client_id) | Q(merge__away__client=client_id), model=Client._meta.label)
    ids = his.exclude(field__in=("parent", "parent_id", "changed_at")).values("pk")
    MovedRow.objects.filter(pk__in=ids).update(before=None, after=None)


def erase_phones(client_id: int) -> None:
    Phone.objects.filter(client=client_id).delete()


def erase_emails(client_id: int) -> None:
    Email.objects.filter(client=client_id).delete()


def erase_notes(client_id: int) -> None:
    erase_notes_on("client", [client_id])


def erase_notes_on(card: str, card_ids: Sequence[int]) -> None:
    notes = Note.objects.filter(card=card, card_id__in=card_ids)
    NoteReaction.objects.filter(note__in=notes).delete()
    notes.update(text=erased())


def erased_name(client: Client) -> str:
    return _("Erased on request, № %(number)d") % {"number": client.pk}


def erased() -> str:
    return _("erased")


def _ask(by: Member) -> None:
    if not can_keep_house(by):
        raise NotAllowed(_("Personal data are given out and erased by the owner of the company"))
