"""On whose card a task or a note of a file stands: a deal by its number or title, a client by name, phone, mail or INN."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.models import Client, Email, Phone
from shturman.clients.normalising import tidy_email
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.imports.kinds.base import Field, Record
from shturman.imports.kinds.names import Names, organisation_key
from shturman.kit.errors import Refused
from shturman.kit.phones import digits_of, normalise
from shturman.kit.words import folded, quotable

PLACES = (
    Field("deal_key", gettext_lazy("Number of the deal"), ("номер сделки", "id сделки", "сделка id", "deal id")),
    Field("deal", gettext_lazy("Title of the deal"), ("сделка", "название сделки", "сделки", "deal")),
    Field("client", gettext_lazy("Client"), ("клиент", "контакт", "компания", "организация", "client", "crm")),
    Field("client_phone", gettext_lazy("Phone of the client"), ("телефон", "телефон клиента", "phone")),
    Field("client_email", gettext_lazy("E-mail of the client"), ("e-mail", "email", "почта", "e-mail клиента")),
    Field("client_inn", gettext_lazy("INN of the client"), ("инн", "инн клиента")),
)


class Cards:
    """Of one batch; only what the loader himself sees."""

    def __init__(self, records: Sequence[Record], by: Member):
        deals, clients = Deal.objects.visible_to(by), Client.objects.visible_to(by)
        self.by_key = {deal.outer_key: deal for deal in deals.filter(outer_key__in=_values(records, "deal_key"))}
        self.by_title: dict[str, list[Deal]] = defaultdict(list)
        for deal in deals.filter(title__in=_values(records, "deal")).select_related("client"):
            self.by_title[folded(deal.title)].append(deal)
        self.names: Names[Client] = Names()
        for client in clients.filter(folded_name__in={organisation_key(name) for name in _values(records, "client")}).order_by("pk"):
            self.names.add(client.folded_name, client)
        self.inns: Names[Client] = Names()
        for client in clients.filter(inn__in={digits_of(inn) for inn in _values(records, "client_inn")} - {""}).order_by("pk"):
            self.inns.add(client.inn, client)
        self.reaches = _clients_by_reach(records, by)

    def of(self, record: Record) -> Deal | Client | None:
        deal = self._deal(record)
        return deal if deal is not None else self._client(record)

    def _deal(self, record: Record) -> Deal | None:
        if record["deal_key"]:
            if found := self.by_key.get(record["deal_key"][:80]):
                return found
            raise Refused(_("There is no deal with the number %(number)s: load deals first") % {"number": record["deal_key"][:80]})
        if not record["deal"]:
            return None
        alike = self.by_title.get(folded(record["deal"]), [])
        if len(alike) > 1:
            raise Refused(_("There are several of this name: %(name)s") % {"name": record["deal"][:80]})
        if not alike:
            raise Refused(_("There is no deal “%(name)s”: load deals first") % {"name": quotable(record["deal"][:80])})
        return alike[0]

    def _client(self, record: Record) -> Client | None:
        keys = (normalise(record["client_phone"]), tidy_email(record["client_email"]))
        found = self.inns.get(digits_of(record["client_inn"])) or next((self.reaches[key] for key in keys if key in self.reaches), None)
        if found is None and record["client"]:
            found = self.names.get(organisation_key(record["client"]))
        asked = record["client"] or record["client_phone"] or record["client_email"] or record["client_inn"]
        if found is None and asked:
            raise Refused(_("There is no client “%(name)s”: load clients first") % {"name": quotable(asked[:80])})
        return found


def _clients_by_reach(records: Sequence[Record], by: Member) -> dict[str, Client]:
    phones = {normalise(text) for text in _values(records, "client_phone")} - {""}
    mails = {tidy_email(text) for text in _values(records, "client_email")} - {""}
    seen = Client.objects.visible_to(by)
    found: dict[str, Client] = {}
    for phone in Phone.objects.filter(number__in=phones, client__in=seen).select_related("client").order_by("pk"):
        found.setdefault(phone.number, phone.client)
    rows = Email.objects.annotate(lower=Lower("address")).filter(lower__in=mails, client__in=seen)
    for mail in rows.select_related("client").order_by("pk"):
        found.setdefault(mail.address.lower(), mail.client)
    return found


def _values(records: Sequence[Record], name: str) -> set[str]:
    return {record[name] for record in records if record[name]}
