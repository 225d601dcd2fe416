"""Organisations: by their number, by INN, else by name, phone or mail; the parent may stand below its daughter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.actions import change_client
from shturman.clients.models import Client
from shturman.imports.kinds.base import Field, Record, Written
from shturman.imports.kinds.contacts import EMAILS, NOT_DELETED, NOTE, OUTER_KEY, PHONES, RESPONSIBLE, ClientSorter, by_folded_name
from shturman.imports.kinds.names import organisation_key, stands_above
from shturman.imports.kinds.own import own_facts
from shturman.imports.models import Policy
from shturman.kit.errors import Refused
from shturman.kit.phones import digits_of
from shturman.kit.requisites import inn_warning

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
NAMES = (
    *("организация", "компания", "название", "наименование", "название компании", "наименование агента", "клиент", "account", "company"),
    *("название (компания)", "компания: название компании", "контрагент"),
)
ADDRESSES = ("адрес", "юридический адрес", "office location", "город", "адрес (компания)", "фактический адрес")


class OrganisationSorter(ClientSorter):
    kind = "organisations"
    label = gettext_lazy("Organisations")
    hint = gettext_lazy("Names, requisites, phones, the parent organisation")
    client_kind = Client.Kind.ORGANISATION
    defaults = ("responsible",)
    fields = (
        Field("name", gettext_lazy("Name of the organisation"), NAMES, True),
        OUTER_KEY,
        Field("legal_name", gettext_lazy("Legal name"), ("юридическое название", "полное наименование")),
        Field("inn", gettext_lazy("INN"), ("инн", "инн компании")),
        Field("kpp", gettext_lazy("KPP"), ("кпп",)),
        Field("ogrn", gettext_lazy("OGRN"), ("огрн", "огрнип")),
        Field("bank", gettext_lazy("Bank"), ("банк",)),
        Field("bic", gettext_lazy("BIC"), ("бик",)),
        Field("account", gettext_lazy("Bank account"), ("расчетный счет", "р/с")),
        Field("correspondent_account", gettext_lazy("Correspondent account"), ("корреспондентский счет", "к/с")),
        Field("address", gettext_lazy("Address"), ADDRESSES),
        Field("industry", gettext_lazy("Industry"), ("отрасль", "сфера деятельности", "sector", "industry", "тип компании")),
        Field("site", gettext_lazy("Site"), ("сайт", "веб-сайт", "корпоративный сайт", "website", "web", "сайт компании")),
        Field("telegram", gettext_lazy("Telegram"), ("телеграм", "контакт telegram")),
        Field("whatsapp", gettext_lazy("WhatsApp"), ()),
        PHONES,
        EMAILS,
        Field("parent", gettext_lazy("Parent organisation"), ("головная организация", "холдинг", "входит в", "subsidiary of")),
        NOTE,
        RESPONSIBLE,
    )

    def key_of(self, record: Record) -> Any:
        if not record["name"]:
            raise Refused(_("There is no name of the organisation"))
        if record["outer_key"]:
            return "key", record["outer_key"]
        inn = digits_of(record["inn"])
        if self.policy == Policy.ADD:
            return None
        return ("inn", inn, record["kpp"]) if inn else ("name", organisation_key(record["name"]))

    def candidates(self, records: Sequence[Record]) -> set[int]:
        if self.policy == Policy.ADD:
            return set()
        rows = Client.objects.filter(NOT_DELETED, kind=self.client_kind)
        names = rows.filter(folded_name__in={organisation_key(record["name"]) for record in records})
        inns = rows.filter(inn__in={digits_of(record["inn"]) for record in records} - {""})
        return {*names.values_list("pk", flat=True), *inns.values_list("pk", flat=True)}

    def look_up(self, records: Sequence[Record]) -> None:
        super().look_up(records)
        self.by_name = by_folded_name((name, client) for name, _inn, _kpp, client in self.spelled)
        self.by_inn: dict[tuple[str, str], Client] = {}
        for _name, inn, kpp, client in self.spelled:
            if inn:
                self.by_inn.setdefault((inn, kpp), client)
                self.by_inn.setdefault((inn, ""), client)

    def place(self, record: Record, key: Any) -> None:
        facts = self.facts_of(record, LENGTHS) | own_facts(record, self)
        self.doubt_reaches(record)
        if doubt := inn_warning(facts.get("inn", ""), organisation=len(facts.get("inn", "")) != 12):
            self.result.warned[str(doubt)] += 1
        known = self._known(record, facts)
        if known is not None:
            facts.pop("name", None), facts.pop("folded_name", None)
            self.compare(record, known, facts)
        else:
            self.draft(record, facts)

    def finish(self, records: Sequence[Record]) -> list[Written]:
        pairs = [
            (organisation_key(record["name"]), organisation_key(record["parent"]))
            for record in records
            if record["name"] and record["parent"]
        ]
        keys = {key for pair in pairs for key in pair}
        rows = Client.objects.kept().filter(kind=self.client_kind, folded_name__in=keys).select_related("parent").order_by("pk")
        by_name = by_folded_name((client.folded_name, client) for client in rows)
        news = self.made_now(Client, [client.pk for clients in by_name.values() for client in clients])
        written = []
        for key, above in pairs:
            clients, parents = by_name.get(key, []), by_name.get(above, [])
            if key == above or len(clients) != 1 or len(parents) != 1:
                continue
            client, parent = clients[0], parents[0]
            if not self._may_stand(client, parent, client.pk in news):
                continue
            before, client.parent = client.parent, parent
            changed = change_client(client, {"parent": parent}, by=self.by)
            if client.pk not in news:
                written.append(Written(changed, True, {"parent": before}, {"parent": parent}))
        return written

    def _may_stand(self, client: Client, parent: Client, is_new: bool) -> bool:
        if not is_new and (self.policy == Policy.SKIP or (self.policy == Policy.EMPTY and client.parent_id)):
            return False
        return client.parent_id != parent.pk and not stands_above(client, parent)

    def _known(self, record: Record, facts: dict[str, Any]) -> Client | None:
        if self.policy == Policy.ADD or (found := self.known_by_key(record)):
            return self.known_by_key(record)
        inn = facts.get("inn", "")
        if inn and (found := self.by_inn.get((inn, facts.get("kpp", "")))):
            return found
        namesakes = self.by_name.get(facts.get("folded_name", ""), [])
        if len(namesakes) > 1 and not inn:
            raise Refused(_("There are several of this name: %(name)s") % {"name": namesakes[0]})
        alike = [*namesakes, *filter(None, [self.known_by_reach(self.reaches_of(record))])]
        # Another INN is another organisation, whatever its name and phone.
        return next((client for client in alike if not (inn and client.inn and client.inn != inn)), None)
