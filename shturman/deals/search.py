from __future__ import annotations

from django.db.models import Q

from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.deals.veil import veil
from shturman.kit.money import roubles
from shturman.kit.search import NEWEST_HITS, Hit, short_number, words_query


def search(member: Member, text: str, limit: int) -> list[Hit]:
    """By words of the title, by the number; deals of a found client stand on the client's card."""
    number, query = short_number(text), words_query(text)
    if number is not None:
        condition = Q(pk=number)
    elif query is not None:
        condition = Q(search=query)
    else:
        return []
    rows = Deal.objects.visible_to(member).filter(condition).select_related("client", "stage").order_by(*NEWEST_HITS)[:limit]
    veil(rows, member)
    return [Hit("deal", f"{deal.title}, {deal.number}", _context(deal), deal.get_absolute_url()) for deal in rows]


def _context(deal: Deal) -> str:
    client = deal.client.name if deal.client else ""
    return " · ".join(part for part in (client, deal.stage.name, roubles(deal.amount) if deal.amount else "") if part)
