"""People: by their number, by phone, by mail, else by name where nothing speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.actions import add_clients
from shturman.clients.actions.loading import load_links
from shturman.clients.models import Client, Employment
from shturman.imports.kinds.base import Field, Record, Written
from shturman.imports.kinds.contacts import EMAILS, NOT_DELETED, NOTE, OUTER_KEY, PHONES, RESPONSIBLE, ClientSorter, by_folded_name
from shturman.imports.kinds.names import known_by_name, organisation_key
from shturman.imports.kinds.own import own_facts
from shturman.imports.models import Policy
from shturman.kit.errors import Refused
from shturman.kit.words import folded

LENGTHS = {
    "name": 300,
    "surname": 100,
    "given_name": 100,
    "patronymic": 100,
    "job_title": 150,
    "address": 400,
    "telegram": 100,
    "whatsapp": 40,
    "max_messenger": 200,
}
PARTS = ("name", "folded_name", "surname", "given_name", "patronymic")
WHOLE_NAMES = ("фио", "полное имя", "контакт", "клиент", "контактное лицо", "full name", "contact", "имя, фамилия", "полное имя (контакт)")
PLACES_OF_WORK = ("компания", "организация", "место работы", "company", "компания контакта", "название (компания)", "название компании")


class PersonSorter(ClientSorter):
    kind = "people"
    label = gettext_lazy("People")
    hint = gettext_lazy("Names, phones, mails, where they work; address books of phones (vCard)")
    client_kind = Client.Kind.PERSON
    defaults = ("responsible",)
    fields = (
        Field("name", gettext_lazy("Full name"), WHOLE_NAMES),
        Field("surname", gettext_lazy("Surname"), ("фамилия", "last name", "контакт: фамилия")),
        Field("given_name", gettext_lazy("First name"), ("имя", "first name", "контакт: имя")),
        Field("patronymic", gettext_lazy("Patronymic"), ("отчество",)),
        OUTER_KEY,
        PHONES,
        EMAILS,
        Field("job_title", gettext_lazy("Job title"), ("должность", "position", "должность (контакт)")),
        Field("organisation", gettext_lazy("Organisation"), PLACES_OF_WORK),
        Field("address", gettext_lazy("Address"), ("адрес",)),
        Field("telegram", gettext_lazy("Telegram"), ("телеграм", "контакт telegram")),
        Field("whatsapp", gettext_lazy("WhatsApp"), ()),
        Field("max_messenger", gettext_lazy("MAX"), ("макс",)),
        NOTE,
        RESPONSIBLE,
    )

    def key_of(self, record: Record) -> Any:
        name = self._name(record)
        if not name:
            raise Refused(_("There is no name of the person"))
        if record["outer_key"]:
            return "key", record["outer_key"]
        if self.policy == Policy.ADD:
            return None
        return tuple(self.reaches_of(record)) or ("name", folded(name))

    def candidates(self, records: Sequence[Record]) -> set[int]:
        if self.policy == Policy.ADD:
            return set()
        names = {folded(self._name(record)) for record in records}
        return set(Client.objects.filter(NOT_DELETED, kind=self.client_kind, folded_name__in=names).values_list("pk", flat=True))

    def look_up(self, records: Sequence[Record]) -> None:
        super().look_up(records)
        self.by_name = by_folded_name((name, client) for name, _inn, _kpp, client in self.spelled)
        named = known_by_name({organisation_key(record["organisation"]) for record in records} - {""})
        rows = Client.objects.kept().filter(kind=Client.Kind.ORGANISATION).select_related("responsible")
        organisations = rows.in_bulk({pk for _name, pk in named})
        self.organisations = by_folded_name((name, organisations[pk]) for name, pk in named if pk in organisations)
        self.jobs: list[tuple[Client, str, str]] = []

    def place(self, record: Record, key: Any) -> None:
        facts = self.facts_of(record, LENGTHS) | own_facts(record, self)
        self.doubt_reaches(record)
        if len(self.organisations.get(organisation_key(record["organisation"]), ())) > 1:
            raise Refused(_("There are several of this name: %(name)s") % {"name": record["organisation"][:80]})
        known = self._known(record, facts["name"])
        if known is None:
            self.draft(record, facts, record["organisation"])
            return
        if record["organisation"] and self.policy != Policy.SKIP:
            self.jobs.append((known, record["organisation"], record["job_title"]))
        self.compare(record, known, {name: value for name, value in facts.items() if name not in PARTS})

    def write(self) -> list[Written]:
        written = super().write()
        return [*self._missing_organisations(), *written, *self._linked()]

    def stand(self, made: Sequence[tuple[Client, Any]]) -> None:
        self.jobs += [(client, organisation, client.job_title) for client, organisation in made if organisation]

    def _missing_organisations(self) -> list[Written]:
        """Where a person works is a client too: a name that the base does not know comes along with him."""
        spelled = {organisation_key(name): name for _person, name, _role in self.jobs}
        missing = [name[:300] for key, name in spelled.items() if key not in self.organisations]
        rows = [{"kind": Client.Kind.ORGANISATION, "name": name, "responsible": self.by} for name in missing]
        made = add_clients(rows, by=self.by) if rows else []
        for organisation in made:
            self.organisations[organisation.folded_name] = [organisation]
        return [Written(organisation) for organisation in made]

    def _linked(self) -> list[Written]:
        people = {person.pk for person, _name, _role in self.jobs}
        linked = set(Employment.objects.filter(person__in=people).values_list("person_id", "organisation_id"))
        links = []
        for person, name, role in self.jobs:
            organisation = self.organisations[organisation_key(name[:300])][0]
            if (person.pk, organisation.pk) not in linked:
                linked.add((person.pk, organisation.pk))
                links.append((person, organisation, role[:120]))
        return [Written(link) for link in load_links(links, by=self.by)] if links else []

    def _name(self, record: Record) -> str:
        return str(self.facts_of(record, {name: LENGTHS[name] for name in ("name", "surname", "given_name", "patronymic")}).get("name", ""))

    def _known(self, record: Record, name: str) -> Client | None:
        if (found := self.known_by_key(record)) or self.policy == Policy.ADD:
            return found
        reaches = self.reaches_of(record)
        if found := self.known_by_reach(reaches):
            return found
        namesakes = self.by_name.get(folded(name), [])
        if len(namesakes) > 1 and not reaches:
            raise Refused(_("There are several of this name: %(name)s") % {"name": namesakes[0]})
        namesake = namesakes[0] if len(namesakes) == 1 else None
        is_reached = namesake is not None and bool(namesake.phones.all() or namesake.emails.all())
        return None if reaches and is_reached else namesake
