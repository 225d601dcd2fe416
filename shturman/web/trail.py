"""«Следы»: who looked at what, asked for contacts in full, took tables out; by person and by client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.clients.merging import family_of
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.company.rights import Reach
from shturman.deals.models import Deal
from shturman.journal.models import Entry, Link, Look
from shturman.journal.queries import Line, lines_of
from shturman.kit.answers import answer
from shturman.kit.ids import row_id
from shturman.kit.keyset import Order, page
from shturman.web.actions import record_print

TOLD = (
    "clients.contacts_looked_at",
    "clients.twin_asked_about",
    "clients.clients_exported",
    "clients.personal_data_exported",
    "clients.personal_data_erased",
    "deals.deals_exported",
    "company.seeing_as_begun",
    "web.card_printed",
)
SIZE = 50
NEWEST_LOOK = Order("last_at", descending=True)
NEWEST = Order("recorded_at", descending=True)


@dataclass(frozen=True)
class Seen:
    look: Look
    title: str
    url: str


@dataclass(frozen=True)
class Told:
    line: Line
    card: Client | Deal | None


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    if not request.user.right("journal.sees_trail"):
        raise PermissionDenied(_("Who looked at what is seen by those to whom the owner gives the right"))
    kind = "told" if request.GET.get("kind") == "told" else "looks"
    member_id, client_id = row_id(request.GET.get("member")), row_id(request.GET.get("client"))
    cursor = request.GET.get("cursor", "")
    if kind == "looks":
        found = page(_looks(request.user, member_id, client_id), NEWEST_LOOK, cursor, SIZE)
        rows: Sequence[Any] = _named(found.rows)
    else:
        found = page(_entries(request.user, member_id, client_id), NEWEST, cursor, SIZE)
        rows = _told(found.rows, request.user)
    params = request.GET.copy()
    params["cursor"], params["part"] = found.next_cursor, "rows"
    context = {
        "section": "trail",
        "kind": kind,
        "rows": rows,
        "people": Member.objects.people().order_by("surname", "given_name"),
        "member_id": member_id,
        "client": Client.objects.visible_to(request.user).filter(pk=client_id).first() if client_id is not None else None,
        "next_url": f"?{params.urlencode()}" if found.next_cursor else "",
    }
    return answer(request, "web/trail.html", context, fragment="web/_trail_rows.html" if request.GET.get("part") == "rows" else "")


@require_POST
def printed(request: HttpRequest) -> HttpResponse:
    """The browser says that this card goes to paper."""
    kinds = {"client": Client.objects.visible_to(request.user), "deal": Deal.objects.inside_for(request.user)}
    rows = kinds.get(request.POST.get("card", ""))
    if rows is None:
        raise Http404
    record_print(get_object_or_404(rows, pk=row_id(request.POST.get("id"))), by=request.user)
    return HttpResponse(status=204)


def _looks(reader: Member, member_id: int | None, client_id: int | None) -> QuerySet[Look]:
    """Of cards that the reader sees himself."""
    rows = Look.objects.select_related("by")
    if member_id is not None:
        rows = rows.filter(by=member_id)
    if client_id is not None:
        rows = rows.filter(card="client", card_id__in=family_of(client_id))
    if _sees_all(reader):
        return rows
    clients = Q(card="client", card_id__in=Client.objects.visible_to(reader).values("pk"))
    return rows.filter(clients | Q(card="deal", card_id__in=Deal.objects.visible_to(reader).values("pk")))


def _entries(reader: Member, member_id: int | None, client_id: int | None) -> QuerySet[Entry]:
    rows = Entry.objects.filter(kind__in=TOLD).select_related("by", "undone")
    if member_id is not None:
        rows = rows.filter(by=member_id)
    if client_id is not None:
        rows = rows.filter(links__card="client", links__card_id__in=family_of(client_id))
    if _sees_all(reader):
        return rows
    return rows.filter(links__card="client", links__card_id__in=Client.objects.visible_to(reader).values("pk"))


def _sees_all(reader: Member) -> bool:
    return reader.reach("client", "see") == Reach.ALL and reader.reach("deal", "see") == Reach.ALL


def _named(looks: Sequence[Look]) -> list[Seen]:
    """Two queries for the names of all cards of the page; an erased or deleted one keeps its number."""
    clients = Client.objects.everything().only("name").in_bulk({look.card_id for look in looks if look.card == "client"})
    deals = Deal.objects.everything().only("title").in_bulk({look.card_id for look in looks if look.card == "deal"})
    named: dict[str, dict[int, Any]] = {"client": clients, "deal": deals}
    rows = []
    for look in looks:
        thing = named.get(look.card, {}).get(look.card_id)
        rows.append(Seen(look, str(thing or f"№\u00a0{look.card_id}"), thing.get_absolute_url() if thing else ""))
    return rows


def _told(entries: Sequence[Entry], reader: Member) -> list[Told]:
    """With the card that each is about, as far as the reader sees it himself."""
    links = Link.objects.filter(entry__in=[entry.pk for entry in entries], card__in=("client", "deal")).order_by("-card")
    cards = {link.entry_id: (link.card, link.card_id) for link in links}
    clients = Client.objects.visible_to(reader).only("name").in_bulk({pk for card, pk in cards.values() if card == "client"})
    deals = Deal.objects.visible_to(reader).only("title").in_bulk({pk for card, pk in cards.values() if card == "deal"})
    seen: dict[tuple[str, int], Client | Deal] = {("client", pk): client for pk, client in clients.items()}
    seen.update({("deal", pk): deal for pk, deal in deals.items()})
    return [Told(line, seen.get(cards.get(entry.pk, ("", 0)))) for entry, line in zip(entries, lines_of(entries, reader), strict=True)]
