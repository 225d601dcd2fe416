from __future__ import annotations

from functools import partial

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from shturman.deals.list_columns import COLUMNS, SORTS, lines_of
from shturman.deals.list_groups import GROUPINGS
from shturman.deals.models import Deal, Funnel
from shturman.deals.queries.board import SUMS, total_of
from shturman.deals.queries.common_deals import funnels_and_common
from shturman.deals.queries.listing import DEFAULT_SORT, list_page
from shturman.deals.questions import narrowed
from shturman.deals.views.common import deal_filter, filter_url, is_narrowed, quick_filters, stages_possible
from shturman.kit import house
from shturman.kit.answers import answer
from shturman.kit.filters import Filter
from shturman.kit.ids import row_id
from shturman.lists import choosing_columns as lists
from shturman.lists.bar import ViewBar
from shturman.lists.choosing_groups import choose_groups as grouped_by
from shturman.lists.columns import fields_of
from shturman.lists.foot import foot_of
from shturman.lists.grouping import groups_of
from shturman.lists.heads import order_context

# What the dialog of conditions leaves as it stands in the address.
KEPT = ("funnel", "sort", "view", "columns", "widths", "group")


@require_GET
def deal_list(request: HttpRequest) -> HttpResponse:
    view_bar = ViewBar("deals", request)
    if view_bar.opens_with:
        return redirect(f"/deals/list/{view_bar.opens_with}")
    chosen, sort = deal_filter(request), request.GET.get("sort", "")
    funnels, has_common = funnels_and_common(request.user)
    asked = row_id(request.GET.get("funnel"))
    deeds = house.bulk_thing("deals").deeds_for(request.user)
    condition, funnel = narrowed(chosen), next((funnel for funnel in funnels if funnel.pk == asked), None)
    if funnel is not None:
        condition &= Q(funnel=funnel)
    columns = COLUMNS.chosen(request.GET.get("columns", ""), request.user)
    possible = stages_possible(request, chosen)
    grouping, groups = GROUPINGS.asked(request.GET.get("group", ""), chosen, request.user), None
    if grouping is None:
        settle = partial(SORTS.settled, sort, request.user, DEFAULT_SORT)
        tiles, cursor, sorting = list_page(request.user, condition, settle, request.GET.get("cursor", ""), possible, fields_of(columns))
    else:
        sorting = SORTS.stands(sort, request.user, DEFAULT_SORT)
        rows, tiles, cursor = Deal.objects.visible_to(request.user, possible).filter(condition), [], ""
        groups = groups_of(grouping, rows, chosen, request.user, sort=sorting.kept, amount="amount")
    context = {
        "section": "funnel",
        "view": "list",
        "view_bar": view_bar,
        "funnel": funnel,
        "funnels": funnels,
        "lines": lines_of(tiles, columns, chosen.query(), has_marks=bool(deeds)),
        **order_context(SORTS, sorting, columns, request.GET.get("widths", ""), lambda keys: chosen.url(sort=keys)),
        "columns_url": f"/deals/list/columns/{chosen.url()}",
        "foot_url": f"/deals/list/total/{chosen.url()}",
        "groups": groups,
        "groups_url": f"/deals/list/groups/{chosen.url()}",
        "width": len(columns) + 2,
        "is_opened": request.GET.get("part") == "rows" and not request.GET.get("cursor"),
        "next_url": chosen.url(cursor=cursor, part="rows") if cursor else "",
        "filters": quick_filters(chosen),
        "is_narrowed": is_narrowed(chosen),
        "query": chosen.query(),
        "filter_url": filter_url(chosen, "/deals/list/"),
        "has_common": has_common,
        "bulk_deeds": deeds,
        "bulk_query": chosen.query(),
        "export_url": f"/deals/list/export/?{chosen.query()}",
        "may_export": request.user.reach("deal", "export") != "none",
    }
    return answer(request, "deals/list.html", context, fragment="deals/_list_rows.html" if request.GET.get("part") == "rows" else "")


@require_GET
def list_foot(request: HttpRequest) -> HttpResponse:
    """Below the columns, and beside the name of the list: what all its pages sum up to."""
    chosen, columns = deal_filter(request), COLUMNS.chosen(request.GET.get("columns", ""), request.user)
    rows = Deal.objects.visible_to(request.user, stages_possible(request, chosen)).filter(narrowed(chosen), chosen_or_all_funnels(request))
    foot = foot_of(rows, columns, **SUMS)
    context = {"foot": foot, "total": total_of(foot.figures), "bulk_deeds": house.bulk_thing("deals").deeds_for(request.user)}
    return render(request, "deals/_list_foot.html", context)


@require_GET
def choose_columns(request: HttpRequest) -> HttpResponse:
    return lists.choose_columns(request, COLUMNS, "/deals/list/", "funnel")


@require_GET
def choose_groups(request: HttpRequest) -> HttpResponse:
    return grouped_by(request, GROUPINGS, deal_filter(request), "/deals/list/", "funnel")


@require_GET
def deal_filter_form(request: HttpRequest) -> HttpResponse:
    """«Условие»: every question of the house, in a dialog; its answers go into the URL."""
    chosen: Filter = deal_filter(request, whole=True)
    back = request.GET.get("back", "")
    context = {
        "section": "funnel",
        "questions": chosen.offered(),
        "groups": chosen.offered_groups(),
        # The form leads to a list of this house, wherever a forged link asks it to.
        "action": back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/deals/",
        "kept": {key: request.GET[key] for key in KEPT if request.GET.get(key)},
    }
    return answer(request, "deals/filter.html", context, fragment="deals/_filter_form.html")


def chosen_or_all_funnels(request: HttpRequest) -> Q:
    funnel = _funnel(request)
    return Q(funnel=funnel) if funnel is not None else Q()


def _funnel(request: HttpRequest) -> Funnel | None:
    asked = row_id(request.GET.get("funnel"))
    return Funnel.objects.visible_to(request.user).filter(pk=asked).first() if asked is not None else None
