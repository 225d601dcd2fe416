"""«Общие сделки»: exactly what the stages open to all employees open, and «Забрать себе»."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.deals.access import can_take_deal, is_received_here
from shturman.deals.actions import take_deal
from shturman.deals.models import Deal
from shturman.deals.queries.common_deals import common_page, common_total
from shturman.deals.views.common import deal_or_404
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused


@require_GET
def common_deals(request: HttpRequest) -> HttpResponse:
    _employees_only(request)
    tiles, cursor = common_page(request.user, request.GET.get("cursor", ""))
    rows = [
        {"tile": tile, "may_take": can_take_deal(request.user, tile.deal), "is_received": is_received_here(tile.deal)} for tile in tiles
    ]
    context = {
        "section": "funnel",
        "rows": rows,
        "total": common_total(request.user),
        "next_url": f"?cursor={cursor}&part=rows" if cursor else "",
    }
    return answer(request, "deals/common.html", context, fragment="deals/_common_rows.html" if request.GET.get("part") == "rows" else "")


@require_POST
def take_deal_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Whoever came second is told who came first, and stays on the list."""
    _employees_only(request)
    deal = deal_or_404(request, deal_id)
    try:
        take_deal(deal, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        still_seen = Deal.objects.visible_to(request.user).filter(pk=deal.pk).exists()
        return go(request, deal.get_absolute_url() if still_seen and request.POST.get("from") == "card" else "/deals/common/")
    toast(request, _("The deal %(number)s is yours, its tasks too") % {"number": deal.number})
    return go(request, deal.get_absolute_url())


def _employees_only(request: HttpRequest) -> None:
    if request.user.role.is_outside:
        raise PermissionDenied(_("Common deals are for employees of the company"))
