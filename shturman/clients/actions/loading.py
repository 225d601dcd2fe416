"""What only the loading of tables asks of clients."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from shturman.clients.events import ClientsLinked, ClientsUnlinked, ClientsUnloaded, NoteAdded
from shturman.clients.mentions import without_references
from shturman.clients.models import Client, Employment, Note
from shturman.company.models import Member
from shturman.journal.actions import Fact, card_of, record, record_history, record_many
from shturman.kit.words import without_nul


@transaction.atomic
def load_notes(rows: Sequence[tuple[models.Model, str, Member, datetime | None]], *, by: Member) -> list[Note]:
    """Words of the former system on their cards: thing, text, author, when. The past is past: nobody is told."""
    now = timezone.now()
    notes = Note.objects.bulk_create(
        [
            Note(
                card=card_of(thing),
                card_id=thing.pk,
                text=without_references(without_nul(text).strip()),
                by=author,
                created_at=happened_at or now,
            )
            for thing, text, author, happened_at in rows
        ],
        batch_size=2000,
    )
    record_history([Fact(NoteAdded(note.pk), [row[0]], row[3]) for note, row in zip(notes, rows, strict=True)], by=by)
    return notes


@transaction.atomic
def unload_notes(note_ids: Collection[int], *, by: Member) -> int:
    return Note.objects.filter(pk__in=note_ids).delete()[0]


@transaction.atomic
def load_links(rows: Sequence[tuple[Client, Client, str]], *, by: Member) -> list[Employment]:
    """Places of work of a file: person, organisation, role; links that stand already are left out by the caller."""
    links = Employment.objects.bulk_create(
        [Employment(person=person, organisation=organisation, role=role.strip()) for person, organisation, role in rows], batch_size=2000
    )
    record_many(
        [Fact(ClientsLinked(link.person_id, link.organisation_id, link.role), [link.person, link.organisation]) for link in links], by=by
    )
    return links


@transaction.atomic
def unload_links(employment_ids: Collection[int], *, by: Member) -> int:
    rows = Employment.objects.filter(pk__in=employment_ids).select_related("person", "organisation")
    record_many([Fact(ClientsUnlinked(link.person_id, link.organisation_id), [link.person, link.organisation]) for link in rows], by=by)
    return rows.delete()[0]


@transaction.atomic
def unload_clients(client_ids: Collection[int], *, by: Member) -> int:
    """The undo of an import; their phones, mails and links go with them. The journal keeps what was."""
    rows = Client.objects.everything().filter(pk__in=client_ids)
    rows.update(parent=None)
    count, by_model = rows.delete()
    if count:
        record(ClientsUnloaded(sorted(client_ids)), by=by)
    return by_model.get("clients.Client", 0)
