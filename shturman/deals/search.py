from __future__ import annotations

from django.db.models import Q

from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.deals.veil import veil
from shturman.kit.money import roubles
from shturman.kit.search import Hit, first_hits, short_number, words_query


def search(member: Member, text: str, limit: int) -> list[Hit]:
    """By words of the title, by the number; deals of a found client stand on the client's card."""
    number, query = short_number(text), words_query(text)
    if number is not None:
        condition = Q(pk=number)
    elif query is not None:
        condition = Q(search=query)
    else:
        return []
    rows = first_hits(Deal.objects.visible_to(member), condition, "-changed_at", limit=limit).select_related("client", "stage")
    veil(rows, member)
    return [Hit("deal", f"{deal.title}, {deal.number}", _context(deal), deal.get_absolute_url()) for deal in rows]


def _context(deal: Deal) -> str:
    client = deal.client.name if deal.client else ""
    return " · ".join(part for part in (client, deal.stage.name, roubles(deal.amount) if deal.amount else "") if part)
