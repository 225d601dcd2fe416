"""The list of deals: at any size by what has an index, by other columns while the rows are few."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.deals.models.sight import ANY_STAGE, PossibleStages, sight_of
from shturman.deals.queries.board import FACE, Tile, tiles_of
from shturman.kit.keyset import Order, first_rows, page
from shturman.lists.columns import related_of
from shturman.lists.sorting import Settle, Sorting, beside, page_in_order

LIST_SIZE = 25
STAGE = tuple(
    f"stage__{name}"
    for name in (
        "name",
        "colour",
        "keeps_tasks",
        "longest_stay_days",
        "is_for_managers",
        "is_open_to_all",
        "funnel_id",
        "kind",
        "phase",
        "position",
    )
)
ROW = (*FACE, "expected_on", *STAGE)
DEFAULT_SORT = "-changed"
ORDERS = {
    "-changed": Order("changed_at", descending=True),
    "-created": Order("created_at", descending=True),
    "next": Order("next_step_at", nullable=True),
    "-amount": Order("amount", descending=True),
    "expected": Order("expected_on", nullable=True),
    "title": Order("title"),
    "changed": Order("changed_at"),
    "created": Order("created_at"),
    "amount": Order("amount"),
}
SORT_WORDS = {
    "-changed": _("changed last"),
    "-created": _("opened last"),
    "next": _("next step first"),
    "-amount": _("largest amount"),
    "expected": _("expected soonest"),
    "title": _("by title"),
    "changed": _("changed longest ago"),
    "created": _("opened first"),
    "amount": _("smallest amount"),
}


def list_page(
    member: Member, condition: Q, settle: Settle, cursor: str, possible: PossibleStages = ANY_STAGE, also: Sequence[str] = ()
) -> tuple[list[Tile], str, Sorting]:
    """`possible`: on which stages the deals of this condition can stand at all; `also`: further fields that the rows show."""
    sight = sight_of(member, possible)
    kept = Deal.objects.but_for(sight).filter(condition)
    settled = settle(lambda: kept.filter(sight.whole))
    order = settled.order
    related = {"client", "responsible", "stage"} | related_of(also)
    rows = kept.select_related(*related).only(*ROW, *also, *([order.field] if order else []))
    if order:
        found = page(rows, order, cursor, LIST_SIZE, sight.arms)
    else:
        found = page_in_order(rows.filter(sight.whole), settled, member, cursor, LIST_SIZE)
    return tiles_of(found.rows, member), found.next_cursor, settled


def neighbours(
    deal: Deal, member: Member, condition: Q, settle: Settle, possible: PossibleStages = ANY_STAGE
) -> tuple[int | None, int | None]:
    """The deal before and the deal after this one, in the order of the list that it was opened from."""
    sight = sight_of(member, possible)
    rows = Deal.objects.but_for(sight).filter(condition)
    settled = settle(lambda: rows.filter(sight.whole))
    order = settled.order
    if order is None:
        return beside(rows.filter(sight.whole), settled, member, deal.pk)
    backwards = Order(order.field, not order.descending, order.nullable)
    value, rows = getattr(deal, order.field), rows.only("pk")
    after = first_rows(rows.filter(order.after(value, deal.pk)), order, 1, sight.arms)
    before = first_rows(rows.filter(backwards.after(value, deal.pk)), backwards, 1, sight.arms)
    return (before[0].pk if before else None), (after[0].pk if after else None)
