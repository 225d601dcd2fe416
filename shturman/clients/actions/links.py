from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shturman.clients.access import can_edit_client
from shturman.clients.events import ClientsLinked, ClientsUnlinked
from shturman.clients.linked import alike_links
from shturman.clients.merging import living
from shturman.clients.models import Client, Employment
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused


@transaction.atomic
def link_clients(person: Client, organisation: Client, role: str, *, by: Member) -> Employment:
    _ask(person, organisation, by)
    if person.is_organisation or not organisation.is_organisation:
        raise Refused(_("A person is linked with an organisation"), field="organisation")
    if alike_links(person.pk, organisation.pk).exists():
        raise Refused(_("They are linked already"), field="organisation")
    try:
        with transaction.atomic():
            employment = Employment.objects.create(person=person, organisation=organisation, role=role.strip())
    except IntegrityError as error:
        raise Refused(_("They are linked already"), field="organisation") from error
    record(ClientsLinked(person.pk, organisation.pk, employment.role), by=by, about=[person, organisation])
    return employment


@transaction.atomic
def unlink_clients(employment: Employment, *, by: Member) -> None:
    person, organisation = living(employment.person_id) or employment.person, living(employment.organisation_id) or employment.organisation
    _ask(person, organisation, by)
    alike_links(person.pk, organisation.pk).delete()
    record(ClientsUnlinked(person.pk, organisation.pk), by=by, about=[person, organisation])


def _ask(person: Client, organisation: Client, by: Member) -> None:
    if not (can_edit_client(by, person) or can_edit_client(by, organisation)):
        raise NotAllowed(_("Links are made by those who lead one of the two"))
