from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shturman.company.sight import seen_by
from shturman.deals.actions import record_export
from shturman.deals.list_columns import SORTS
from shturman.deals.models import Deal
from shturman.deals.queries.listing import DEFAULT_SORT
from shturman.deals.questions import narrowed
from shturman.deals.veil import veil
from shturman.deals.views.common import deal_filter
from shturman.deals.views.listing import chosen_or_all_funnels
from shturman.fields.columns import Cells, own_table
from shturman.kit.filters import told_without_words
from shturman.kit.tables_out import table_response
from shturman.lists.sorting import taken_out

BATCH = 2000


@require_GET
def export_deals(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered, as far as the role takes out; the journal keeps who took out how many."""
    if request.user.reach("deal", "export") == "none":
        raise PermissionDenied(_("Taking deals out as a table is closed to you: the right is given by the owner"))
    rows = Deal.objects.inside_for(request.user).filter(seen_by(request.user, "deal", "export"), narrowed(deal_filter(request)))
    rows = rows.filter(chosen_or_all_funnels(request))
    count = rows.count()
    record_export(count, told_without_words(request.GET), by=request.user)
    heads = [_("Number"), _("Deal"), _("Client"), _("Funnel"), _("Stage"), _("Amount, ₽"), _("Responsible"), _("Opened"), _("Closed")]
    rows = rows.select_related("client", "responsible", "stage", "funnel").defer("search", "client__search")
    sort = request.GET.get("sort", "")
    rows = taken_out(rows, partial(SORTS.settled, sort, request.user, DEFAULT_SORT), request.user) if sort else rows.order_by("pk")
    own_heads, own_cells = own_table("deal", request.user)
    return table_response(request.GET.get("as", ""), "deals", heads + own_heads, _rows(rows, request.user, own_cells), count)


def _rows(deals: Any, member: Any, own_cells: Cells) -> Iterator[list[Any]]:
    for deal in deals.iterator(chunk_size=BATCH):
        veil([deal], member)
        client = deal.client.name if deal.client else ""
        named = [deal.pk, deal.title, client, deal.funnel.name, deal.stage.name]
        yield [*named, deal.amount, deal.responsible.full_name, deal.created_at, deal.closed_at, *own_cells(deal)]
