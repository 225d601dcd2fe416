"""Organisations: by INN, else by name; the parent may stand below its daughter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.actions import add_clients, change_client
from shturman.clients.models import Client
from shturman.imports.kinds.base import Draft, Field, Record, Written
from shturman.imports.kinds.contacts import EMAILS, PHONES, RESPONSIBLE, ClientSorter
from shturman.imports.kinds.names import Names, members, organisation_key, stands_above
from shturman.kit.errors import Refused
from shturman.kit.phones import digits_of

LENGTHS = {
    "name": 300,
    "legal_name": 400,
    "inn": 20,
    "kpp": 20,
    "ogrn": 20,
    "bank": 200,
    "bic": 20,
    "account": 30,
    "correspondent_account": 30,
    "address": 400,
    "industry": 120,
    "site": 200,
    "telegram": 100,
    "whatsapp": 40,
}
NAMES = ("организация", "компания", "название", "наименование", "название компании", "наименование агента", "клиент", "account", "company")


class OrganisationSorter(ClientSorter):
    kind = "organisations"
    label = gettext_lazy("Organisations")
    hint = gettext_lazy("Names, requisites, phones, the parent organisation")
    client_kind = Client.Kind.ORGANISATION
    defaults = ("responsible",)
    fields = (
        Field("name", gettext_lazy("Name of the organisation"), NAMES, True),
        Field("legal_name", gettext_lazy("Legal name"), ("юридическое название", "полное наименование")),
        Field("inn", gettext_lazy("INN"), ("инн",)),
        Field("kpp", gettext_lazy("KPP"), ("кпп",)),
        Field("ogrn", gettext_lazy("OGRN"), ("огрн",)),
        Field("bank", gettext_lazy("Bank"), ("банк",)),
        Field("bic", gettext_lazy("BIC"), ("бик",)),
        Field("account", gettext_lazy("Bank account"), ("расчетный счет", "р/с")),
        Field("correspondent_account", gettext_lazy("Correspondent account"), ("корреспондентский счет", "к/с")),
        Field("address", gettext_lazy("Address"), ("адрес", "юридический адрес", "office location", "город")),
        Field("industry", gettext_lazy("Industry"), ("отрасль", "сфера деятельности", "sector", "industry")),
        Field("site", gettext_lazy("Site"), ("сайт", "веб-сайт", "корпоративный сайт", "website")),
        Field("telegram", gettext_lazy("Telegram"), ("телеграм",)),
        Field("whatsapp", gettext_lazy("WhatsApp"), ()),
        PHONES,
        EMAILS,
        Field("parent", gettext_lazy("Parent organisation"), ("головная организация", "холдинг", "входит в", "subsidiary of")),
        RESPONSIBLE,
    )

    def look_up(self) -> None:
        self.people = members()
        self.by_name: Names[Client] = Names()
        self.by_inn: dict[tuple[str, str], Client] = {}
        self.parents: list[tuple[str, str]] = []
        self.coming: set[str] = set()
        rows = Client.objects.kept().filter(kind=Client.Kind.ORGANISATION).select_related("responsible").order_by("pk")
        for client in rows.prefetch_related("phones", "emails"):
            self._know(client)

    def place(self, record: Record) -> None:
        if not record["name"]:
            raise Refused(_("There is no name of the organisation"))
        key, inn = organisation_key(record["name"]), digits_of(record["inn"])
        self.once((inn, record["kpp"]) if inn else key, record.number)
        facts = self.facts_of(record, LENGTHS)
        known = self.by_inn.get((inn, record["kpp"])) if inn else None
        known = known or self._same_name(key, inn)
        if record["parent"] and organisation_key(record["parent"]) != key:
            self.parents.append((key, organisation_key(record["parent"])))
        if known is not None:
            facts.pop("name", None), facts.pop("folded_name", None)
            self.compare(record, known, facts)
            return
        self.coming.add(key)
        row = {**facts, "kind": self.client_kind, "responsible": self.responsible_of(record)}
        row.pop("folded_name", None)
        self.result.new.append(Draft(record.number, row | {name: record.many[name] for name in ("phones", "emails")}))

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        made = add_clients([draft.facts for draft in drafts], by=self.by)
        for client in made:
            self._know(client)
        return [Written(client) for client in made]

    def finish(self) -> list[Written]:
        written = []
        for key, above in self.parents:
            client, parent = self.by_name.get(key), self.by_name.get(above)
            if client is None or parent is None or client.parent_id == parent.pk or stands_above(client, parent):
                continue
            is_new, before = key in self.coming, client.parent
            changed = change_client(client, {"parent": parent}, by=self.by)
            if not is_new:
                written.append(Written(changed, True, {"parent": before}, {"parent": parent}))
        return written

    def _know(self, client: Client) -> None:
        self.by_name.add(client.folded_name, client)
        if client.inn:
            self.by_inn.setdefault((client.inn, client.kpp), client)
            self.by_inn.setdefault((client.inn, ""), client)

    def _same_name(self, key: str, inn: str) -> Client | None:
        """Another INN is another organisation, whatever its name."""
        known: Any = self.by_name.get(key)
        return known if known and not (inn and known.inn and known.inn != inn) else None
