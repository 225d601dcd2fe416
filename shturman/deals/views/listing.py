from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from shturman.deals.list_columns import COLUMNS, columns_of, rows_of
from shturman.deals.models import Funnel
from shturman.deals.queries.common_deals import funnels_and_common
from shturman.deals.queries.listing import DEFAULT_SORT, ORDERS, SORT_WORDS, list_page
from shturman.deals.questions import narrowed
from shturman.deals.views.common import deal_filter, filter_url, quick_filters, stages_possible
from shturman.kit import house
from shturman.kit.answers import answer, go
from shturman.kit.filters import Filter
from shturman.kit.ids import row_id
from shturman.lists.bar import ViewBar


@require_GET
def deal_list(request: HttpRequest) -> HttpResponse:
    view_bar = ViewBar("deals", request)
    if view_bar.opens_with:
        return redirect(f"/deals/list/{view_bar.opens_with}")
    chosen = deal_filter(request)
    sort = request.GET.get("sort", DEFAULT_SORT)
    sort = sort if sort in ORDERS else DEFAULT_SORT
    funnels, has_common = funnels_and_common(request.user)
    asked = row_id(request.GET.get("funnel"))
    condition, funnel = narrowed(chosen), next((funnel for funnel in funnels if funnel.pk == asked), None)
    if funnel is not None:
        condition &= Q(funnel=funnel)
    columns = columns_of(request.GET.get("columns", ""))
    shown = [name for column in columns for name in column.needs]
    tiles, cursor = list_page(request.user, condition, sort, request.GET.get("cursor", ""), stages_possible(request, chosen), shown)
    context = {
        "section": "funnel",
        "view": "list",
        "view_bar": view_bar,
        "funnel": funnel,
        "funnels": funnels,
        "rows": rows_of(tiles, columns),
        "columns": [(column, chosen.url(sort=column.sort) if column.sort else "") for column in columns],
        "columns_url": f"/deals/list/columns/?{request.GET.urlencode()}",
        "width": len(columns) + 2,
        "next_url": chosen.url(sort=sort, cursor=cursor, part="rows") if cursor else "",
        "sort": sort,
        "sorts": [(key, words, chosen.url(sort=key)) for key, words in SORT_WORDS.items()],
        "filters": quick_filters(chosen),
        "query": chosen.query(),
        "filter_url": filter_url(chosen, "/deals/list/"),
        "has_common": has_common,
        "bulk_deeds": house.bulk_thing("deals").deeds_for(request.user),
        "bulk_query": chosen.query(),
        "export_url": f"/deals/list/export/?{chosen.query()}",
        "may_export": request.user.reach("deal", "export") != "none",
    }
    return answer(request, "deals/list.html", context, fragment="deals/_list_rows.html" if request.GET.get("part") == "rows" else "")


@require_GET
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Which columns and in what order; the answer goes into the address, where a view keeps it."""
    params = request.GET.copy()
    if "column" in params:
        chosen = sorted(params.getlist("column"), key=lambda key: row_id(params.get(f"place_{key}")) or len(COLUMNS))
        kept = {name: params.getlist(name) for name in params if name != "column" and not name.startswith("place_") and name != "cursor"}
        query = QueryDict(mutable=True)
        for name, values in kept.items():
            query.setlist(name, values)
        query["columns"] = ",".join(column.key for column in columns_of(",".join(chosen)))
        return go(request, f"/deals/list/?{query.urlencode()}")
    shown = columns_of(params.pop("columns", [""])[-1])
    params.pop("cursor", None)
    context = {
        "section": "funnel",
        "kept": list(params.items()),
        "choices": [(column, place) for place, column in enumerate(shown, 1)] + [(column, 0) for column in COLUMNS if column not in shown],
    }
    return answer(request, "deals/columns.html", context, fragment="deals/_columns_form.html")


@require_GET
def deal_filter_form(request: HttpRequest) -> HttpResponse:
    """«Условие»: every question of the house, in a dialog; its answers go into the URL."""
    chosen: Filter = deal_filter(request)
    back = request.GET.get("back", "")
    context = {
        "section": "funnel",
        "questions": chosen.offered(),
        "groups": chosen.offered_groups(),
        # The form leads to a list of this house, wherever a forged link asks it to.
        "action": back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/deals/",
        "kept": {key: request.GET[key] for key in ("funnel", "sort", "view", "columns") if request.GET.get(key)},
    }
    return answer(request, "deals/filter.html", context, fragment="deals/_filter_form.html")


def chosen_or_all_funnels(request: HttpRequest) -> Q:
    funnel = _funnel(request)
    return Q(funnel=funnel) if funnel is not None else Q()


def _funnel(request: HttpRequest) -> Funnel | None:
    asked = row_id(request.GET.get("funnel"))
    return Funnel.objects.visible_to(request.user).filter(pk=asked).first() if asked is not None else None
