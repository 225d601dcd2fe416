"""People: by phone, by mail, else by name where nothing speaks against it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.actions import add_clients, link_clients
from shturman.clients.models import Client, Employment
from shturman.clients.normalising import tidy_email
from shturman.imports.kinds.base import Draft, Field, Record, Written
from shturman.imports.kinds.contacts import EMAILS, PHONES, RESPONSIBLE, ClientSorter
from shturman.imports.kinds.names import Names, members, organisation_key, organisations
from shturman.kit.errors import Refused
from shturman.kit.phones import is_phone, normalise
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


class PersonSorter(ClientSorter):
    kind = "people"
    label = gettext_lazy("People")
    hint = gettext_lazy("Names, phones, mails, where they work")
    client_kind = Client.Kind.PERSON
    defaults = ("responsible",)
    fields = (
        Field("name", gettext_lazy("Full name"), ("фио", "полное имя", "контакт", "клиент", "контактное лицо", "full name", "contact")),
        Field("surname", gettext_lazy("Surname"), ("фамилия", "last name")),
        Field("given_name", gettext_lazy("First name"), ("имя", "first name")),
        Field("patronymic", gettext_lazy("Patronymic"), ("отчество",)),
        PHONES,
        EMAILS,
        Field("job_title", gettext_lazy("Job title"), ("должность", "position")),
        Field("organisation", gettext_lazy("Organisation"), ("компания", "организация", "место работы", "company")),
        Field("address", gettext_lazy("Address"), ("адрес",)),
        Field("telegram", gettext_lazy("Telegram"), ("телеграм", "контакт telegram")),
        Field("whatsapp", gettext_lazy("WhatsApp"), ()),
        Field("max_messenger", gettext_lazy("MAX"), ("макс",)),
        RESPONSIBLE,
    )

    def look_up(self) -> None:
        self.people = members()
        self.organisations = organisations()
        self.by_reach: dict[str, Client] = {}
        self.by_name: Names[Client] = Names()
        self.jobs: list[tuple[Client, Client, str]] = []
        rows = Client.objects.kept().filter(kind=Client.Kind.PERSON).select_related("responsible").order_by("pk")
        for client in rows.prefetch_related("phones", "emails"):
            self.by_name.add(client.folded_name, client)
            for reach in [*client.phones.all(), *client.emails.all()]:
                self.by_reach.setdefault(str(reach).lower(), client)
        self.linked = set(Employment.objects.values_list("person_id", "organisation_id"))

    def place(self, record: Record) -> None:
        facts = self.facts_of(record, LENGTHS)
        if not facts.get("name"):
            raise Refused(_("There is no name of the person"))
        reaches = self._reaches(record)
        self.once(tuple(reaches) or folded(facts["name"]), record.number)
        organisation = self._organisation(record)
        known = self._known(facts["name"], reaches)
        if known is not None:
            if organisation and (known.pk, organisation.pk) not in self.linked:
                self.jobs.append((known, organisation, record["job_title"]))
            self.compare(record, known, {name: value for name, value in facts.items() if name not in PARTS})
            return
        facts.pop("folded_name", None)
        row = {**facts, "kind": self.client_kind, "responsible": self.responsible_of(record)}
        row |= {name: record.many[name] for name in ("phones", "emails")}
        self.result.new.append(Draft(record.number, (row, organisation)))

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        made = add_clients([draft.facts[0] for draft in drafts], by=self.by)
        for client, draft in zip(made, drafts, strict=True):
            if draft.facts[1] is not None:
                self.jobs.append((client, draft.facts[1], client.job_title))
        return [Written(client) for client in made]

    def finish(self) -> list[Written]:
        for person, organisation, role in self.jobs:
            if (person.pk, organisation.pk) not in self.linked:
                self.linked.add((person.pk, organisation.pk))
                link_clients(person, organisation, role[:120], by=self.by)
        return []

    def _organisation(self, record: Record) -> Client | None:
        name = record["organisation"]
        found = self.organisations.get(organisation_key(name)) if name else None
        if name and found is None:
            raise Refused(_("There is no organisation “%(name)s”: load organisations first") % {"name": name[:80]})
        return found

    def _reaches(self, record: Record) -> list[str]:
        phones = [normalise(text) for text in record.many.get("phones", ()) if is_phone(text)]
        return [*phones, *(tidy_email(text) for text in record.many.get("emails", ()))]

    def _known(self, name: str, reaches: Sequence[str]) -> Client | None:
        for reach in reaches:
            if reach in self.by_reach:
                return self.by_reach[reach]
        namesake = self.by_name.get(folded(name))
        if namesake is None:
            return None
        is_reached = bool(namesake.phones.all() or namesake.emails.all())
        return None if reaches and is_reached else namesake
