from __future__ import annotations

import time
from collections.abc import Sequence

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from shturman.clients.access import sees_client
from shturman.clients.events import ClientsExported, ContactsLookedAt, TwinAskedAbout
from shturman.clients.masking import may_ask_for_contacts, reads_contacts
from shturman.clients.models import Client
from shturman.clients.queries import twins
from shturman.company.models import Member
from shturman.company.rights import Reach
from shturman.journal.actions import Fact, record, record_many
from shturman.kit.errors import NotAllowed


@transaction.atomic
def look_at_contacts(client: Client, *, by: Member) -> Client:
    """The client with his contacts in full; the journal keeps who looked at them and when."""
    client = Client.objects.visible_to(by).prefetch_related("phones", "emails").get(pk=client.pk)
    if reads_contacts(by):
        return client
    if not may_ask_for_contacts(by) or not sees_client(by, client):
        raise NotAllowed(_("Contacts of clients are hidden from you: the owner gives the right to see them"))
    record(ContactsLookedAt(client.pk), by=by, about=[client])
    return client


# Whoever tries numbers one after another would learn the base by them.
ASKED_AN_HOUR = 30
HOUR_SECONDS = 3600


@transaction.atomic
def ask_about_twins(
    phones: Sequence[str], emails: Sequence[str], inn: str, *, by: Member, apart_from: int | None = None
) -> list[tuple[Client, bool]]:
    """Clients who have one of these already, each with whether `by` sees him.

    Of one whom he does not see only the responsible is told, so often an hour, and the journal keeps that it was asked.
    An outside agent is told nothing of them.
    """
    found = twins(phones, emails, inn, apart_from=apart_from)
    seen = set(Client.objects.visible_to(by).filter(pk__in=[client.pk for client in found]).values_list("pk", flat=True))
    secret = [client for client in found if client.pk not in seen]
    if secret and (by.role.is_outside or _asked_often(by)):
        return [(client, True) for client in found if client.pk in seen]
    record_many([Fact(TwinAskedAbout(client.pk), [client]) for client in secret], by=by)
    return [(client, client.pk in seen) for client in found]


def _asked_often(member: Member) -> bool:
    """The count and the moment when its hour began: an increment of the cache would begin the hour anew each time."""
    key, now = f"twins-asked:{member.pk}", time.time()
    count, since = cache.get(key) or (0, now)
    if now - since > HOUR_SECONDS:
        count, since = 0, now
    cache.set(key, (count + 1, since), HOUR_SECONDS)
    return count >= ASKED_AN_HOUR


def record_export(count: int, conditions: str, *, by: Member) -> None:
    """Clients go out of the house as a table: who, how many, by which conditions."""
    if by.reach("client", "export") == Reach.NONE:
        raise NotAllowed(_("Taking clients out as a table is closed to you: the right is given by the owner"))
    record(ClientsExported(count, conditions[:500]), by=by, about=[by])
