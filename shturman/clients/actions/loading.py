"""What only the loading of tables asks of clients."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from shturman.clients.events import ClientsUnloaded
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.journal.actions import record


@transaction.atomic
def unload_clients(client_ids: Collection[int], *, by: Member) -> int:
    """The undo of an import; their phones, mails and links go with them. The journal keeps what was."""
    rows = Client.objects.everything().filter(pk__in=client_ids)
    rows.update(parent=None)
    count, by_model = rows.delete()
    if count:
        record(ClientsUnloaded(sorted(client_ids)), by=by)
    return by_model.get("clients.Client", 0)
