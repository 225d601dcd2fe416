from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from shturman.deals.models import Funnel, Stage
from shturman.deals.queries.board import Total, board_stages, column, columns, totals
from shturman.deals.queries.common_deals import funnels_and_common
from shturman.deals.views.common import chosen_of, deal_filter, filter_url, is_narrowed, quick_filters
from shturman.kit.filters import Filter
from shturman.kit.ids import row_id


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    funnels, has_common = funnels_and_common(request.user)
    funnel = chosen_of(funnels, request)
    if funnel is None:
        return render(request, "deals/no_funnel.html", {"section": "funnel"})
    chosen = deal_filter(request)
    stages, closing = board_stages(funnel, request.user)
    context = {
        "section": "funnel",
        "view": "board",
        "funnel": funnel,
        "funnels": funnels,
        "columns": (shown := columns(stages, request.user, _condition(chosen))),
        "is_empty": not any(column.tiles for column in shown),
        "is_narrowed": is_narrowed(chosen),
        "closing_stages": closing,
        "filters": quick_filters(chosen),
        "query": chosen.query(),
        "filter_url": filter_url(chosen, "/deals/"),
        "shown_stage": _shown_stage(request, stages),
        "has_common": has_common,
    }
    return render(request, "deals/board.html", context)


@require_GET
def board_column(request: HttpRequest, stage_id: int) -> HttpResponse:
    """The next tiles of one column."""
    stage = get_object_or_404(Stage.objects.kept().known_to(request.user), pk=stage_id, funnel__in=Funnel.objects.visible_to(request.user))
    chosen = deal_filter(request)
    found = column(stage, request.user, _condition(chosen), request.GET.get("cursor", ""))
    return render(request, "deals/_tiles.html", {"column": found, "query": chosen.query()})


@require_GET
def board_totals(request: HttpRequest) -> HttpResponse:
    """Counts and sums of the columns and of the whole board, after the rows."""
    funnel = chosen_of(list(Funnel.objects.visible_to(request.user)), request)
    if funnel is None:
        return HttpResponse()
    chosen, (stages, _closing) = deal_filter(request), board_stages(funnel, request.user)
    by_stage = totals(stages, request.user, _condition(chosen))
    context: dict[str, Any] = {
        "columns": [(stage, by_stage[stage.pk]) for stage in stages],
        "total": _added(by_stage[stage.pk] for stage in stages if stage.is_open),
        "query": chosen.query(),
        "funnel": funnel,
    }
    return render(request, "deals/_board_totals.html", context)


def _added(found: Iterable[Total]) -> Total:
    whole = Total()
    for total in found:
        whole = Total(whole.count + total.count, whole.amount + total.amount, whole.weighted + total.weighted)
    return whole


def _condition(chosen: Filter) -> Q:
    """The stage says on the board what is open: no state is asked."""
    return chosen.q()


def _shown_stage(request: HttpRequest, stages: list[Stage]) -> int:
    """On a phone one stage is shown at a time."""
    asked = row_id(request.GET.get("at"))
    ids = [stage.pk for stage in stages]
    return asked if asked in ids else (ids[0] if ids else 0)
