"""What other rooms' lines say of a deal: one query for all lines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.utils.safestring import SafeString

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.kit.money import grouped, roubles


@dataclass(frozen=True)
class NamedDeal:
    name: str
    url: str


def named_deals(member: Member, deal_ids: Collection[int]) -> dict[int, NamedDeal]:
    """A deal that the member does not see is not in the answer."""
    seen = Deal.objects.visible_to(member).filter(pk__in=deal_ids).only("title")
    return {deal.pk: NamedDeal(f"{deal.title}, {deal.number}", deal.get_absolute_url()) for deal in seen}


def open_deals_of(member: Member, client_ids: Collection[int]) -> dict[int, SafeString]:
    """How many open deals of a client the member sees, and their sum: the press opens exactly these."""
    seen = Deal.objects.visible_to(member).open().filter(client__in=client_ids).order_by()
    found = seen.values_list("client").annotate(Count("pk"), Sum("amount"))
    return {client_id: _counted(client_id, count, amount) for client_id, count, amount in found}


def open_deals_of_all(member: Member, clients: QuerySet[Client]) -> str:
    """The same of all these clients together."""
    seen = Deal.objects.visible_to(member).open().filter(client__in=clients.order_by().values("pk"))
    found = seen.order_by().aggregate(count=Count("pk"), amount=Sum("amount"))
    return f"{grouped(found['count'])} · {roubles(found['amount'] or 0)}"


def by_open_deals(member: Member) -> list[Subquery]:
    """What clients are put in order by: how many they are, then their sum."""
    of_client = Deal.objects.visible_to(member).open().filter(client=OuterRef("pk")).order_by().values("client")
    return [Subquery(of_client.annotate(figure=figure).values("figure")) for figure in (Count("pk"), Sum("amount"))]


def _counted(client_id: int, count: int, amount: Decimal) -> SafeString:
    words = f"{grouped(count)} · {roubles(amount)}"
    return SafeString(f'<a class="quiet-link" href="/deals/list/?client={client_id}&amp;state=open">{words}</a>')
