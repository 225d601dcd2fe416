"""Many clients changed at once, each in his own way: what a table of updates and its undo ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.access import can_edit_client
from shturman.clients.actions.cards import changed, email_rows, known_where_asked, parts_of_name, phone_rows, told
from shturman.clients.models import Client, Email, Phone
from shturman.clients.normalising import tidied
from shturman.company.models import Member
from shturman.fields.actions import kept_aside, take_own
from shturman.fields.models.rows import is_own
from shturman.journal.actions import Fact, record_many
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_rows

REACHES: Mapping[str, Any] = {"phones": phone_rows, "emails": email_rows}


@transaction.atomic
def change_clients(changes: Mapping[int, Mapping[str, Any]], *, by: Member) -> dict[int, Client]:
    """By the number of the client; `phones` and `emails`, when given, are the whole new lists. One refusal refuses all."""
    rows = Client.objects.kept().select_related("responsible").select_for_update(of=("self",))
    clients = hold_rows(rows.prefetch_related("phones", "emails"), list(changes))
    if len(clients) < len(changes):
        raise Refused(_("There is no such client"))
    facts, touched, fields = [], [], set[str]()
    own_fields = known_where_asked(changes.values(), by)
    for client in clients:
        old_values = _put_facts(client, changes[client.pk], by)
        own = take_own(client, changes[client.pk], by=by, known=own_fields)
        fields |= {*old_values, *(["own"] if own else [])}
        old_values |= _put_reaches(client, changes[client.pk])
        if old_values or own:
            client.changed_at = timezone.now()
            touched.append(client)
            aside = old_values | kept_aside(own, whole=True)
            facts.append(Fact(changed(client, old_values, own), [client], old_values=aside))
    Client.objects.bulk_update(touched, sorted(fields | {"changed_at"}), batch_size=500)
    record_many(facts, by=by)
    return {client.pk: client for client in clients}


def _put_facts(client: Client, changes: Mapping[str, Any], by: Member) -> dict[str, tuple[Any, Any]]:
    if not can_edit_client(by, client):
        raise NotAllowed(_("This client is led by %(name)s: ask him or his head") % {"name": client.responsible.short_name})
    typed = {name: value for name, value in changes.items() if name not in REACHES and not is_own(name)}
    facts = tidied({**parts_of_name(client, typed), **typed}, client.kind)
    if "name" in facts and not facts["name"]:
        raise Refused(_("A client needs a name"), field="name")
    old_values = {name: (getattr(client, name), value) for name, value in facts.items() if getattr(client, name) != value}
    for name, (_before, value) in old_values.items():
        setattr(client, name, value)
    return old_values


def _put_reaches(client: Client, changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """One that stays keeps its row; only what is new, gone or moved is written."""
    old_values: dict[str, tuple[Any, Any]] = {}
    for name, rows_of in REACHES.items():
        if name not in changes:
            continue
        known: Sequence[Phone | Email] = list(getattr(client, name).all())
        rows: Sequence[Phone | Email] = rows_of(client, changes[name])
        before, after = ", ".join(map(str, known)), ", ".join(map(str, rows))
        if before == after:
            continue
        there: dict[Any, Any] = {told(row): row for row in known}
        for row in rows:
            stands = there.pop(told(row), None)
            if stands is None:
                row.save(force_insert=True)
            elif stands.position != row.position:
                stands.position = row.position
                stands.save(update_fields=["position"])
        for gone in there.values():
            gone.delete()
        old_values[name] = (before, after)
    return old_values
