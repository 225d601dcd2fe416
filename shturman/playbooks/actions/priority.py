"""What a head puts first: clients by hand, and in a busy period all such clients before the rest."""

from __future__ import annotations

from datetime import time
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.clients.access import can_edit_client, sees_client
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused
from shturman.playbooks.access import can_set_priorities, department_of_switch
from shturman.playbooks.events import ClientPrioritySet, ContactHoursSet, PriorityFirstSwitched
from shturman.playbooks.models import ContactHours, PriorityClient, PriorityFirst


@transaction.atomic
def mark_priority(client: Client, is_priority: bool, *, by: Member) -> None:
    if not sees_client(by, client):
        raise NotAllowed(_("There is no such client: pick one from the list or type a new name"))
    if not can_set_priorities(by):
        raise NotAllowed(_("Priority clients are named by a head: ask yours"))
    if is_priority:
        _row, is_new = PriorityClient.objects.get_or_create(client=client, defaults={"by": by})
    else:
        is_new = bool(PriorityClient.objects.filter(client=client).delete()[0])
    if is_new:
        record(ClientPrioritySet(client.pk, is_priority), by=by, about=[client])


@transaction.atomic
def switch_priority_first(is_on: bool, *, by: Member) -> None:
    """For the head's department, or for everybody when an owner does it."""
    if not can_set_priorities(by):
        raise NotAllowed(_("The order of the queue is switched by a head: ask yours"))
    department = department_of_switch(by)
    if department is None and not by.sees_whole_house:
        raise Refused(_("You belong to no department: there is nobody to switch it for"))
    if is_on:
        _row, is_new = PriorityFirst.objects.get_or_create(department=department, defaults={"by": by})
    else:
        is_new = bool(PriorityFirst.objects.filter(department=department).delete()[0])
    if is_new:
        record(
            PriorityFirstSwitched(department.pk if department else None, department.name if department else "", is_on), by=by, about=[by]
        )


@transaction.atomic
def set_contact_hours(client: Client, since: time | None, until: time | None, zone: str, *, by: Member) -> None:
    """When the client asked to be called, by his own clock."""
    if not sees_client(by, client):
        raise NotAllowed(_("There is no such client: pick one from the list or type a new name"))
    if not can_edit_client(by, client):
        raise NotAllowed(_("The client is led by %(name)s: he writes the hours down") % {"name": client.responsible.short_name})
    if (since is None) != (until is None):
        raise Refused(_("Both ends are needed: from and until"), field="until")
    if since is not None and until is not None and since >= until:
        raise Refused(_("The end is later than the beginning"), field="until")
    if zone and zone not in available_timezones():
        raise Refused(_("There is no such time zone"), field="zone")
    ContactHours.objects.update_or_create(client=client, defaults={"since": since, "until": until, "zone": zone})
    record(ContactHoursSet(client.pk), by=by, about=[client])
