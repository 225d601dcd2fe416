from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shturman.clients.list_columns import COLUMNS, SORTS, lines_of, with_cells
from shturman.clients.list_groups import GROUPINGS
from shturman.clients.models import Client
from shturman.clients.queries import DEFAULT_SORT, list_page
from shturman.clients.views.common import dialog
from shturman.kit import house
from shturman.kit.answers import answer
from shturman.kit.filters import Filter, read
from shturman.kit.keyset import Page
from shturman.lists import choosing_columns as lists
from shturman.lists.bar import ViewBar
from shturman.lists.choosing_groups import choose_groups as grouped_by
from shturman.lists.foot import foot_of
from shturman.lists.grouping import groups_of
from shturman.lists.heads import order_context

# What the dialog of conditions leaves as it stands in the address.
KEPT = ("q", "sort", "view", "columns", "widths", "group")


@require_GET
def client_list(request: HttpRequest) -> HttpResponse:
    if request.user.reach("client", "see") == "none":
        raise PermissionDenied(_("The client base is closed to your role: the right is given by the owner"))
    view_bar = ViewBar("clients", request)
    if view_bar.opens_with:
        return redirect(f"/clients/{view_bar.opens_with}")
    chosen, sort = client_filter(request), request.GET.get("sort", "")
    deeds, columns = house.bulk_thing("clients").deeds_for(request.user), COLUMNS.chosen(request.GET.get("columns", ""), request.user)
    grouping, groups = GROUPINGS.asked(request.GET.get("group", ""), chosen, request.user), None
    if grouping is None:
        settle = partial(SORTS.settled, sort, request.user, DEFAULT_SORT)
        found, sorting = list_page(request.user, chosen.q(), settle, request.GET.get("cursor", ""), columns)
    else:
        sorting = SORTS.stands(sort, request.user, DEFAULT_SORT)
        rows = Client.objects.visible_to(request.user).filter(chosen.q())
        groups, found = groups_of(grouping, rows, chosen, request.user, sort=sorting.kept), Page([], "")
    context = {
        "section": "clients",
        "view_bar": view_bar,
        "lines": lines_of(with_cells(found.rows, columns, request.user), columns, has_marks=bool(deeds)),
        **order_context(SORTS, sorting, columns, request.GET.get("widths", ""), lambda keys: chosen.url(sort=keys)),
        "columns_url": f"/clients/columns/{chosen.url()}",
        "foot_url": f"/clients/total/{chosen.url()}",
        "width": len(columns) + 2,
        "is_opened": request.GET.get("part") == "rows" and not request.GET.get("cursor"),
        "next_url": chosen.url(cursor=found.next_cursor, part="rows") if found.next_cursor else "",
        "groups": groups,
        "groups_url": f"/clients/groups/{chosen.url()}",
        "kinds": _kinds(chosen),
        "filters": _chips(chosen),
        "filter_url": f"/clients/filter/?{chosen.query()}",
        "words": request.GET.get("q", ""),
        "kept": {key: value for key, value in {**chosen.told(), **_kept(request)}.items() if key != "q"},
        "is_narrowed": bool(chosen.answers),
        "bulk_deeds": deeds,
        "bulk_query": chosen.query(),
        "may_export": request.user.reach("client", "export") != "none",
        "export_url": f"/clients/export/?{chosen.query()}",
    }
    return answer(request, "clients/list.html", context, fragment="clients/_list_rows.html" if request.GET.get("part") == "rows" else "")


@require_GET
def list_foot(request: HttpRequest) -> HttpResponse:
    """Below the columns: what all the pages of the list sum up to."""
    chosen, columns = client_filter(request), COLUMNS.chosen(request.GET.get("columns", ""), request.user)
    rows, known = Client.objects.visible_to(request.user).filter(chosen.q()), house.columns("client_foot")
    told = {column.key: known[column.key](request.user, rows) for column in columns if column.key in known}
    context = {"foot": foot_of(rows, columns, told), "bulk_deeds": house.bulk_thing("clients").deeds_for(request.user)}
    return render(request, "lists/_foot_rows.html", context)


@require_GET
def choose_columns(request: HttpRequest) -> HttpResponse:
    return lists.choose_columns(request, COLUMNS, "/clients/", "clients")


@require_GET
def choose_groups(request: HttpRequest) -> HttpResponse:
    return grouped_by(request, GROUPINGS, client_filter(request), "/clients/", "clients")


@require_GET
def client_filter_form(request: HttpRequest) -> HttpResponse:
    chosen = client_filter(request, whole=True)
    questions = [question for question in chosen.offered() if _is_offered(question)]
    groups = [
        group | {"questions": [question for question in group["questions"] if _is_offered(question)]} for group in chosen.offered_groups()
    ]
    return dialog(
        request,
        "clients/_filter_form.html",
        {"questions": questions, "groups": groups, "kept": _kept(request), "title": _("Which clients to show")},
    )


def _kept(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET[key] for key in KEPT if request.GET.get(key)}


def _is_offered(question: Mapping[str, Any]) -> bool:
    """Words have their own box above the list."""
    return str(question["key"]).rpartition(".")[2] != "q"


def client_filter(request: HttpRequest, *, whole: bool = False) -> Filter:
    """`whole`: with every question there is, for the dialog that offers them."""
    return read(request.GET, house.questions_for("client_list", request.user, None if whole else request.GET), request.user)


def _kinds(chosen: Filter) -> list[tuple[str, str, bool]]:
    named = ((Client.Kind.PERSON, _("People")), (Client.Kind.ORGANISATION, _("Organisations")))
    asked = chosen.answers.get("kind", "")
    return [
        (_("All clients"), chosen.url_without("kind"), not asked),
        *[(words, chosen.url_with("kind", kind), asked == kind) for kind, words in named],
    ]


def _chips(chosen: Filter) -> list[dict[str, object]]:
    """The kind stands in the switch and the words in their box: here is the rest."""
    chips: list[dict[str, object]] = [
        {"label": chip.label, "remove_url": chip.remove_url, "is_on": True} for chip in chosen.chips() if chip.key not in ("kind", "q")
    ]
    if "responsible" not in chosen.answers:
        chips.append({"label": _("Mine"), "url": chosen.url_with("responsible", "me"), "icon": "user", "is_on": False})
    return chips
