"""Cards that a member comes back to: those he opened lately and those he pinned. What he does not see any more is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from shturman.clients.merging import family_of
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.journal.models import Look
from shturman.web.models import Pin

RECENT = 8
# A card that was opened on many days stands in the trail once a day.
LOOKED_THROUGH = 60
Card = tuple[str, int]
# Written as SQL, because every card asks it.
PINS = "SELECT card_id, id FROM web_pin WHERE member_id = %s AND card = %s"
ICONS = {"client": "people", "deal": "funnel"}


@dataclass(frozen=True)
class Record:
    card: str
    title: str
    context: str
    url: str

    @property
    def icon(self) -> str:
        return ICONS[self.card]


def pinned_and_recent(member: Member) -> tuple[list[Record], list[Record]]:
    """Read together; what is pinned is not repeated among the recent."""
    pins, looks = _pins(member), _looks(member)
    seen = _seen(member, [*pins, *looks])
    pinned = _told(pins, seen)
    return pinned, [record for record in _told(looks, seen) if record not in pinned][:RECENT]


def recent_records(member: Member) -> list[Record]:
    """Newest first, each once."""
    looks = _looks(member)
    return _told(looks, _seen(member, looks))[:RECENT]


def pinned_records(member: Member) -> list[Record]:
    """In the order in which they were pinned."""
    pins = _pins(member)
    return _told(pins, _seen(member, pins))


def pins_of(member: Member, card: str, card_id: int) -> list[int]:
    """Of a client also the pins of those who were merged into him."""
    with connection.cursor() as cursor:
        cursor.execute(PINS, [member.pk, card])
        pins = dict(cursor.fetchall())
    if not pins or card_id in pins or card != "client":
        return [pins[card_id]] if card_id in pins else []
    return [pins[pk] for pk in family_of(card_id) if pk in pins]


def _looks(member: Member) -> list[Card]:
    looks = Look.objects.filter(by=member, card__in=ICONS).order_by("-last_at", "-id")
    return list(looks.values_list("card", "card_id")[:LOOKED_THROUGH])


def _pins(member: Member) -> list[Card]:
    return list(Pin.objects.filter(member=member).order_by("pk").values_list("card", "card_id"))


def _told(cards: Sequence[Card], seen: Mapping[Card, Record]) -> list[Record]:
    """In their order, each once: two clients of whom one was merged into the other are one."""
    return list(dict.fromkeys(seen[card] for card in cards if card in seen))


def _seen(member: Member, cards: Collection[Card]) -> dict[Card, Record]:
    clients = _clients(member, {pk for card, pk in cards if card == "client"})
    asked = {pk for card, pk in cards if card == "deal"}
    seen_deals = Deal.objects.visible_to(member).select_related("client").only("title", "client__name").in_bulk(asked) if asked else {}
    return {
        **{("client", pk): _record(client) for pk, client in clients.items()},
        **{("deal", pk): _record(deal) for pk, deal in seen_deals.items()},
    }


def _clients(member: Member, ids: set[int]) -> Mapping[int, Client]:
    """By the number that was asked for; a client who was merged away is the main one."""
    rows = Client.objects.visible_to(member).only("name", "kind")
    seen = rows.in_bulk(ids)
    leads = {pk: pk for pk in ids if pk not in seen}
    while away := _merged_away(set(leads.values())):
        leads = {pk: away.get(main, main) for pk, main in leads.items()}
    mains = rows.in_bulk({main for pk, main in leads.items() if main != pk}) if leads else {}
    return {**seen, **{pk: mains[main] for pk, main in leads.items() if main in mains}}


def _merged_away(ids: set[int]) -> dict[int, int]:
    away = Client.objects.everything().filter(pk__in=ids, merged_into__isnull=False) if ids else Client.objects.none()
    return dict(away.values_list("pk", "merged_into_id"))


def _record(thing: Client | Deal) -> Record:
    if isinstance(thing, Client):
        return Record("client", thing.name, thing.get_kind_display(), thing.get_absolute_url())
    client = thing.client.name if thing.client else ""
    return Record("deal", thing.title, " · ".join(part for part in (client, thing.number) if part), thing.get_absolute_url())
