from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shturman.kit import house
from shturman.kit.answers import answer
from shturman.kit.filters import Filter
from shturman.kit.keyset import Order, Page, page
from shturman.lists import choosing_columns as lists
from shturman.lists.bar import ViewBar
from shturman.lists.choosing_groups import choose_groups as grouped_by
from shturman.lists.columns import fields_of, heads_of, related_of
from shturman.lists.grouping import groups_of
from shturman.tasks.list_columns import COLUMNS, lines_of
from shturman.tasks.list_groups import GROUPINGS
from shturman.tasks.list_questions import narrowed, state_of, task_filter, who_of
from shturman.tasks.models import Task
from shturman.tasks.rows import rows_of
from shturman.tasks.views.common import assignable_people

LIST_SIZE = 25
ENDED = ("done", "late")
ORDERS = {
    "due": Order("deadline"),
    "-due": Order("deadline", descending=True),
    "-done": Order("completed_at", descending=True, nullable=True),
    "done": Order("completed_at", nullable=True),
}
# What the dialog of conditions leaves as it stands in the address.
KEPT = ("sort", "view", "columns", "widths", "group")
# What every line of the list shows.
ROW = (
    *("title", "result", "is_important", "due_on", "deadline", "overdue_since", "completed_at", "cancelled_at", "deleted_at"),
    *("deal__title", "deal__client__name", "client__name"),
    *(f"assignee__{name}" for name in ("surname", "given_name", "patronymic", "login")),
)


@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    """Tasks by state and person; overdue facts stay visible after completion."""
    view_bar = ViewBar("tasks", request)
    if view_bar.opens_with:
        return redirect(f"/tasks/{view_bar.opens_with}")
    chosen, now = task_filter(request.GET, request.user), timezone.now()
    state = state_of(chosen)
    sort = request.GET.get("sort", "")
    sort = sort if sort in ORDERS else "-done" if state in ENDED else "due"
    columns = COLUMNS.chosen(request.GET.get("columns", ""), request.user)
    deeds = house.bulk_thing("tasks").deeds_for(request.user)
    rows = Task.objects.visible_to(request.user).filter(narrowed(chosen))
    also = fields_of(columns)
    grouping, groups = GROUPINGS.asked(request.GET.get("group", ""), chosen, request.user), None
    if grouping is None:
        shown = rows.select_related("deal__client", "client", "assignee", *related_of(also)).only(*ROW, *also)
        found = page(shown, ORDERS[sort], request.GET.get("cursor", ""), LIST_SIZE, Task.objects.arms_of(request.user))
    else:
        groups, found = groups_of(grouping, rows, chosen, request.user, sort=sort), Page([], "")
    here = quote(f"/tasks/{chosen.url(sort=sort)}", safe="/")
    context = {
        "section": "tasks",
        "view_bar": view_bar,
        "lines": lines_of(rows_of(found.rows, now), columns, here, has_marks=bool(deeds)),
        "heads": heads_of(columns, sort, request.GET.get("widths", ""), lambda key: chosen.url(sort=key)),
        "columns_url": f"/tasks/columns/{chosen.url(sort=sort)}",
        "groups": groups,
        "groups_url": f"/tasks/groups/{chosen.url(sort=sort)}",
        "width": len(columns) + 3,
        "next_url": chosen.url(sort=sort, cursor=found.next_cursor, part="rows") if found.next_cursor else "",
        "state": state,
        "states": _states(chosen, state),
        "who": who_of(chosen),
        "kept": [(key, value) for key, value in {**chosen.told(), **_kept(request)}.items() if key != "who"],
        "people": assignable_people(request.user).only("surname", "given_name"),
        "filters": _chips(chosen),
        "filter_url": f"/tasks/filter/?{chosen.query()}",
        "here": here,
        "bulk_deeds": deeds,
        "bulk_query": chosen.query(),
    }
    return answer(request, "tasks/list.html", context, fragment="tasks/_list_rows.html" if request.GET.get("part") == "rows" else "")


@require_GET
def choose_columns(request: HttpRequest) -> HttpResponse:
    return lists.choose_columns(request, COLUMNS, "/tasks/", "tasks")


@require_GET
def choose_groups(request: HttpRequest) -> HttpResponse:
    return grouped_by(request, GROUPINGS, task_filter(request.GET, request.user), "/tasks/", "tasks")


@require_GET
def task_filter_form(request: HttpRequest) -> HttpResponse:
    chosen = task_filter(request.GET, request.user)
    context = {
        "section": "tasks",
        "questions": chosen.offered(),
        "groups": chosen.offered_groups(),
        "kept": _kept(request),
    }
    return answer(request, "tasks/filter.html", context, fragment="tasks/_filter_form.html")


def _kept(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET[key] for key in KEPT if request.GET.get(key)}


def _states(chosen: Filter, state: str) -> list[tuple[str, str, bool]]:
    """Another state has another order of its own; who does them stays chosen."""
    words = {"open": _("Open"), "overdue": _("Overdue"), "done": _("Done tasks"), "late": _("Done late")}
    return [(word, chosen.url_with("state", key), key == state) for key, word in words.items()]


def _chips(chosen: Filter) -> list[dict[str, Any]]:
    """The state stands in the switch and the person in his box: here is the rest."""
    return [
        {"label": chip.label, "remove_url": chip.remove_url, "is_on": True} for chip in chosen.chips() if chip.key not in ("state", "who")
    ]
