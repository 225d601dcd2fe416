"""The list of deals, sorted at any size by what has an index."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.deals.queries.board import FACE, Tile, tiles_of
from shturman.kit.keyset import Order, page

LIST_SIZE = 25
ROW = (*FACE, "expected_on", "stage__name", "stage__colour", "stage__keeps_tasks", "stage__longest_stay_days")
DEFAULT_SORT = "-changed"
ORDERS = {
    "-changed": Order("changed_at", descending=True),
    "-created": Order("created_at", descending=True),
    "next": Order("next_step_at", nullable=True),
    "-amount": Order("amount", descending=True),
    "expected": Order("expected_on", nullable=True),
    "title": Order("title"),
}
SORT_WORDS = {
    "-changed": _("changed last"),
    "-created": _("opened last"),
    "next": _("next step first"),
    "-amount": _("largest amount"),
    "expected": _("expected soonest"),
    "title": _("by title"),
}


def list_page(member: Member, condition: Q, sort: str, cursor: str) -> tuple[list[Tile], str]:
    order = ORDERS.get(sort, ORDERS[DEFAULT_SORT])
    rows = Deal.objects.visible_to(member).filter(condition).select_related("client", "responsible", "stage").only(*ROW, order.field)
    found = page(rows, order, cursor, LIST_SIZE)
    return tiles_of(found.rows, member), found.next_cursor


def neighbours(deal: Deal, member: Member, condition: Q, sort: str) -> tuple[int | None, int | None]:
    """The deal before and the deal after this one, in the order of the list that it was opened from."""
    order = ORDERS.get(sort, ORDERS[DEFAULT_SORT])
    backwards = Order(order.field, not order.descending, order.nullable)
    rows = Deal.objects.visible_to(member).filter(condition)
    value = getattr(deal, order.field)
    after = rows.filter(order.after(value, deal.pk)).order_by(*order.by()).values_list("pk", flat=True).first()
    before = rows.filter(backwards.after(value, deal.pk)).order_by(*backwards.by()).values_list("pk", flat=True).first()
    return before, after
