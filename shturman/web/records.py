"""Cards that a member comes back to: those he opened lately and those he pinned. What he does not see any more is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from shturman.clients.merging import family_of
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.journal.models import Look
from shturman.web.models import Pin

RECENT = 8
# A card that was opened on many days stands in the trail once a day.
LOOKED_THROUGH = 100
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


def recent_records(member: Member, but: Collection[Record] = ()) -> list[Record]:
    """Newest first, each once; without those that stand beside them already."""
    looks = Look.objects.filter(by=member, card__in=ICONS).order_by("-last_at", "-id").values_list("card", "card_id")
    seen = _seen(member, list(looks[:LOOKED_THROUGH]))
    return list(islice((record for record in seen if record not in but), RECENT))


def pinned_records(member: Member) -> list[Record]:
    """In the order in which they were pinned."""
    return list(_seen(member, list(Pin.objects.filter(member=member).order_by("pk").values_list("card", "card_id"))))


def pins_of(member: Member, card: str, card_id: int) -> list[int]:
    """Of a client also the pins of those who were merged into him."""
    pins = dict(Pin.objects.filter(member=member, card=card).values_list("card_id", "pk"))
    if not pins or card_id in pins or card != "client":
        return [pins[card_id]] if card_id in pins else []
    return [pins[pk] for pk in family_of(card_id) if pk in pins]


def _seen(member: Member, cards: list[tuple[str, int]]) -> Iterable[Record]:
    clients = _clients(member, [pk for card, pk in cards if card == "client"])
    deals = Deal.objects.visible_to(member).select_related("client").only("title", "client__name")
    seen_deals = deals.in_bulk([pk for card, pk in cards if card == "deal"])
    told = set()
    for card, pk in cards:
        thing = clients.get(pk) if card == "client" else seen_deals.get(pk)
        if thing is not None and (card, thing.pk) not in told:
            told.add((card, thing.pk))
            yield _record(thing)


def _clients(member: Member, ids: list[int]) -> Mapping[int, Client]:
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
