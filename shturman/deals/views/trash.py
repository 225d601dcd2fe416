from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shturman.company.sight import seen_by
from shturman.deals.actions import restore_deal, restore_file, restore_funnel, restore_stage
from shturman.deals.models import Deal, DealFile, Funnel, Stage
from shturman.deals.views.common import deal_or_404
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused


@require_POST
def restore_deal_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = get_object_or_404(Deal.objects.everything().filter(seen_by(request.user, "deal", "delete")), pk=deal_id)
    try:
        restore_deal(deal, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, "/trash/")
    toast(request, _("The deal %(number)s is restored") % {"number": deal.number})
    return go(request, deal.get_absolute_url())


@require_POST
def restore_file_view(request: HttpRequest, deal_id: int, file_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    kept = get_object_or_404(DealFile.objects.select_related("deal__responsible"), deal=deal, pk=file_id, deleted_at__isnull=False)
    try:
        restore_file(kept, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, deal.get_absolute_url())


@require_POST
def restore_funnel_view(request: HttpRequest, funnel_id: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel, pk=funnel_id, removed_at__isnull=False)
    try:
        restore_funnel(funnel, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, "/trash/")
    return go(request, "/deals/funnels/")


@require_POST
def restore_stage_view(request: HttpRequest, funnel_id: int, stage_id: int) -> HttpResponse:
    stage = get_object_or_404(Stage.objects.select_related("funnel"), pk=stage_id, funnel=funnel_id, removed_at__isnull=False)
    try:
        restore_stage(stage, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, "/trash/")
    return go(request, "/deals/funnels/")
