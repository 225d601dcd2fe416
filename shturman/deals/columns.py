"""What other rooms' lines say of a deal: one query for all lines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from shturman.company.models import Member
from shturman.deals.models import Deal


@dataclass(frozen=True)
class NamedDeal:
    name: str
    url: str


def named_deals(member: Member, deal_ids: Collection[int]) -> dict[int, NamedDeal]:
    """A deal that the member does not see is not in the answer."""
    seen = Deal.objects.visible_to(member).filter(pk__in=deal_ids).only("title")
    return {deal.pk: NamedDeal(f"{deal.title}, {deal.number}", deal.get_absolute_url()) for deal in seen}
