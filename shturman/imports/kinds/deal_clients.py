"""Whose the deals of a file are: clients found by name, phone and mail; those that the base lacks come along, when asked to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from shturman.clients.actions import add_clients
from shturman.clients.models import Client, Email, Phone
from shturman.clients.normalising import tidy_email, tidy_person_name
from shturman.company.models import Member
from shturman.imports.kinds.base import Record
from shturman.imports.kinds.names import Names, known_by_name, organisation_key
from shturman.kit.errors import Refused
from shturman.kit.phones import normalise
from shturman.kit.words import quotable

ADD = "add"


@dataclass(frozen=True)
class Newcomer:
    kind: str
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return organisation_key(self.name)


class DealClients:
    def __init__(self, records: Sequence[Record], *, adds_missing: bool):
        self.adds_missing = adds_missing
        self.names: Names[Client] = Names()
        keys = {organisation_key(name) for record in records for name in (record["client"], record["contact"]) if name}
        named = known_by_name(keys)
        clients = Client.objects.kept().in_bulk({pk for _name, pk in named})
        for name, pk in named:
            if pk in clients:
                self.names.add(name, clients[pk])
        self.by_reach = _by_reach({reach for record in records for reach in _reaches(record)}) if adds_missing else {}
        self.newcomers: dict[str, Client] = {}

    def of(self, record: Record) -> Client | Newcomer | None:
        """The organisation where the row names one, else the person."""
        name, kind = record["client"], Client.Kind.ORGANISATION
        if not name:
            name, kind = record["contact"], Client.Kind.PERSON
        if not name:
            return None
        found = self.names.get(organisation_key(name))
        if found is None and kind == Client.Kind.PERSON:
            found = next((self.by_reach[reach] for reach in _reaches(record) if reach in self.by_reach), None)
        if found is not None:
            return found
        if not self.adds_missing:
            raise Refused(_("There is no client “%(name)s”: load clients first") % {"name": quotable(name[:80])})
        name = tidy_person_name(name) if kind == Client.Kind.PERSON else name
        return Newcomer(kind, name[:300], tuple(record.many.get("client_phones", ())), tuple(record.many.get("client_emails", ())))

    def add(self, newcomers: Sequence[tuple[Newcomer, Member]], *, by: Member) -> list[Client]:
        """Each of them once, with the phones of the first row that names him; led by who leads that deal."""
        wanted = {who.key: (who, led_by) for who, led_by in reversed(newcomers) if who.key not in self.newcomers}
        rows: list[dict[str, Any]] = [
            {"kind": who.kind, "name": who.name, "responsible": led_by, "phones": who.phones, "emails": who.emails}
            for who, led_by in wanted.values()
        ]
        made = add_clients(rows, by=by) if rows else []
        self.newcomers |= dict(zip(wanted, made, strict=True))
        return made

    @contextmanager
    def kept_on_failure(self) -> Iterator[None]:
        """What a rolled-back batch has added is not in the base."""
        before = dict(self.newcomers)
        try:
            yield
        except Exception:
            self.newcomers = before
            raise

    def made(self, who: Client | Newcomer | None) -> Client | None:
        return self.newcomers[who.key] if isinstance(who, Newcomer) else who


def _reaches(record: Record) -> list[str]:
    phones = [normalise(text) for text in record.many.get("client_phones", ())]
    return [number for number in phones if len(number) >= 7] + [tidy_email(text) for text in record.many.get("client_emails", ())]


def _by_reach(reaches: set[str]) -> dict[str, Client]:
    found: dict[str, Client] = {}
    for phone in Phone.objects.filter(number__in=reaches, client__deleted_at=None).select_related("client").order_by("pk"):
        found.setdefault(phone.number, phone.client)
    mails = Email.objects.annotate(lower=Lower("address")).filter(lower__in=reaches, client__deleted_at=None)
    for mail in mails.select_related("client").order_by("pk"):
        found.setdefault(mail.address.lower(), mail.client)
    return found
