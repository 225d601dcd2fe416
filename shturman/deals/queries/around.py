"""What stands around a deal: most deals have no goods, watchers or files, and a card asks only for what there is."""

from __future__ import annotations

from django.db import connection
from django.db.models import Prefetch, prefetch_related_objects

from shturman.clients.queries import phones_for
from shturman.company.models import Member
from shturman.company.sight import covers
from shturman.deals.models import Deal, DealContact

AROUND = """
SELECT EXISTS (SELECT FROM deals_dealline WHERE deal_id = %(deal)s),
       EXISTS (SELECT FROM deals_dealobserver WHERE deal_id = %(deal)s),
       EXISTS (SELECT FROM deals_dealfile WHERE deal_id = %(deal)s AND deleted_at IS NULL),
       EXISTS (SELECT FROM deals_dealcontact WHERE deal_id = %(deal)s)"""
PERSON = ("person__name", "person__responsible_id", "person__department_id")


def around(deal: Deal, reader: Member) -> dict[str, object]:
    """Goods, watchers, files and contacts of the deal, with phones: panels of other rooms ask for them too."""
    with connection.cursor() as cursor:
        cursor.execute(AROUND, {"deal": deal.pk})
        has_lines, has_observers, has_files, has_contacts = cursor.fetchone()
    contacts = _contacts(reader) if has_contacts else Prefetch("contacts", DealContact.objects.none())
    prefetch_related_objects([deal], contacts, phones_for(reader, "client__phones"))
    observers = deal.observers.select_related("member").only("deal", "member__surname", "member__given_name")
    files = deal.files.filter(deleted_at=None).select_related("by").only("name", "size", "created_at", "by__surname", "by__given_name")
    return {
        "lines": deal.lines.all() if has_lines else (),
        "observers": observers if has_observers else (),
        "files": files if has_files else (),
        "contacts": deal.contacts.all(),
        "seen_people": {contact.person_id for contact in deal.contacts.all() if covers(reader, "client", "see", contact.person)},
    }


def _contacts(reader: Member) -> Prefetch:
    """A second one of a merge waits on the client who is away."""
    people = DealContact.objects.filter(person__merged_into=None).select_related("person").only("deal", "role", *PERSON)
    return Prefetch("contacts", people.prefetch_related(phones_for(reader, "person__phones")).order_by("id"))
