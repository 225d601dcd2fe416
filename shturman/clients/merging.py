"""What each field of the main client will be after a merge, before anybody has merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from shturman.clients.facts import ABOUT, REQUISITES, label_of
from shturman.clients.masking import HIDDEN_FIELDS, reads_contacts
from shturman.clients.models import Client, Merge
from shturman.company.models import Member
from shturman.fields.known import KnownField, by_key, every_field, fields_for
from shturman.fields.models.rows import is_own
from shturman.fields.naming import names_on, words_of

# Together with the main one.
MOST_AT_ONCE = 20
NAME = ("name", "folded_name", "surname", "given_name", "patronymic")
SINGLE = (*ABOUT, *REQUISITES, "telegram", "whatsapp", "max_messenger")
# What is taken from one client whole, by its name.
UNITS: dict[str, tuple[str, ...]] = {"name": NAME, **{name: (name,) for name in SINGLE}, "parent": ("parent_id",)}


def units_of(fields: Iterable[KnownField]) -> dict[str, tuple[str, ...]]:
    """With the fields that the company has added."""
    return UNITS | {field.key: (field.key,) for field in fields}


def can_merge(member: Member) -> bool:
    return bool(member.right("client.merge"))


def givers(main: Client, others: Sequence[Client], chosen: Mapping[str, int]) -> dict[str, Client]:
    """Whose value stays: the chosen one's; else the main one's, and where it is empty the first that is not."""
    known = {client.pk: client for client in (main, *others)}
    units = units_of(every_field("client"))
    return {unit: known.get(chosen.get(unit, 0)) or _first_filled(unit, [main, *others], set(known)) for unit in units}


def _first_filled(unit: str, clients: Sequence[Client], family: set[int]) -> Client:
    return next((client for client in clients if _is_filled(value_of(client, unit, family))), clients[0])


def _is_filled(value: Any) -> bool:
    """A «no» of an own field is an answer."""
    return bool(value) or value is False


def value_of(client: Client, unit: str, family: set[int]) -> Any:
    """A parent who is one of them is no parent."""
    value = getattr(client, UNITS.get(unit, (unit,))[0])
    return None if unit == "parent" and value in family else value


@dataclass(frozen=True)
class Offer:
    client_id: int
    value: str
    is_kept: bool


@dataclass(frozen=True)
class Row:
    """A field where they differ, or where the main one has nothing."""

    unit: str
    label: str
    offers: list[Offer]


def differences(main: Client, others: Sequence[Client], chosen: Mapping[str, int], *, reader: Member) -> list[Row]:
    """Of fields that are closed to the reader nothing is told: they are filled by themselves."""
    family = {client.pk for client in (main, *others)}
    own = by_key(fields_for(reader, "client"))
    named = names_on([main, *others], list(own.values()))
    hidden = () if reads_contacts(reader) else HIDDEN_FIELDS
    rows = []
    for unit, giver in givers(main, others, chosen).items():
        if unit in hidden or (is_own(unit) and unit not in own):
            continue
        offers: dict[str, Offer] = {}
        for client in (giver, main, *others):
            if _is_filled(value := value_of(client, unit, family)) and str(value) not in offers:
                words = words_of(client, own[unit], named) if unit in own else _shown(client, unit)
                offers[str(value)] = Offer(client.pk, words, client.pk == giver.pk)
        if len(offers) > 1 or (offers and giver.pk != main.pk):
            label = own[unit].name if unit in own else label_of(unit)
            rows.append(Row(unit, label, sorted(offers.values(), key=lambda offer: offer.client_id != main.pk)))
    return rows


def _shown(client: Client, unit: str) -> str:
    return client.parent.name if unit == "parent" and client.parent else str(getattr(client, UNITS[unit][0]))


def main_of(clients: Sequence[Client]) -> Client:
    """Who stays unless a person says otherwise: the one that most stands on, then the fullest card, then the oldest."""
    ids = [client.pk for client in clients]
    deals = dict(Client.objects.kept().filter(pk__in=ids).annotate(deal_count=Count("deals")).values_list("pk", "deal_count"))
    return max(clients, key=lambda client: (deals.get(client.pk, 0), sum(bool(getattr(client, name)) for name in SINGLE), -client.pk))


def family_of(client_id: int) -> list[int]:
    """The client and all who were merged into him, also through one another: one history."""
    family, newest = [client_id], [client_id]
    while newest:
        newest = list(Client.objects.everything().filter(merged_into__in=newest).values_list("pk", flat=True))
        family += newest
    return family


def living(client_id: int) -> Client | None:
    """Where the address of a client who was merged away leads."""
    client = Client.objects.everything().filter(pk=client_id).first()
    while client is not None and client.merged_into_id:
        client = Client.objects.everything().filter(pk=client.merged_into_id).first()
    return client


def merges_seen_by(member: Member) -> QuerySet[Merge]:
    return Merge.objects.filter(main__in=Client.objects.visible_to(member).values("pk"))
