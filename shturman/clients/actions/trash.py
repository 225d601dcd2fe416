from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.access import can_delete_client
from shturman.clients.events import ClientDeleted, ClientRestored
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_row


@transaction.atomic
def delete_client(client: Client, *, by: Member) -> Entry:
    """Higher rooms say by their gates what a client still holds, an open deal for one."""
    client = _led(client, by)
    for gate in house.gates("delete_client"):
        if obstacle := gate(client, None, by):
            raise Refused(obstacle)
    client.deleted_at = timezone.now()
    client.save(update_fields=["deleted_at"])
    return record(ClientDeleted(client.pk), by=by, about=[client])


@transaction.atomic
def restore_client(client: Client, *, by: Member, undoes: Entry | None = None) -> Client:
    client = _led(client, by)
    if client.deleted_at is None:
        raise Refused(_("The client is restored already"))
    if client.merged_into_id is not None:
        raise Refused(_("This client was merged into another one: undo the merge, and he is back"))
    client.deleted_at, client.changed_at = None, timezone.now()
    client.save(update_fields=["deleted_at", "changed_at"])
    record(ClientRestored(client.pk), by=by, about=[client], undoes=undoes)
    return client


def undo_delete_client(entry: Entry, *, by: Member) -> str:
    client = restore_client(Client.objects.everything().get(pk=entry.facts["client_id"]), by=by, undoes=entry)
    return _("%(name)s is restored") % {"name": client.name}


def _led(client: Client, by: Member) -> Client:
    client = hold_row(Client.objects.everything().select_related("responsible").select_for_update(of=("self",)), client.pk)
    if not can_delete_client(by, client):
        raise NotAllowed(_("This client is led by %(name)s: ask him or his head") % {"name": client.responsible.short_name})
    return client
