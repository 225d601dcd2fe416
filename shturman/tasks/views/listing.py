from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shturman.company.models import Member
from shturman.company.models.member import short_name
from shturman.kit import house
from shturman.kit.answers import answer
from shturman.kit.filters import Filter
from shturman.kit.keyset import Page, page
from shturman.lists import choosing_columns as lists
from shturman.lists.bar import ViewBar
from shturman.lists.choosing_groups import choose_groups as grouped_by
from shturman.lists.columns import fields_of, related_of
from shturman.lists.foot import foot_of
from shturman.lists.grouping import groups_of
from shturman.lists.heads import order_context
from shturman.lists.sorting import Sorting, page_in_order
from shturman.tasks.list_columns import COLUMNS, SORTS, lines_of
from shturman.tasks.list_groups import GROUPINGS
from shturman.tasks.list_questions import narrowed, state_of, task_filter, who_of
from shturman.tasks.models import Task
from shturman.tasks.rows import rows_of
from shturman.tasks.told import as_told_to
from shturman.tasks.views.common import assignable_people

LIST_SIZE = 25
ENDED = ("done", "late")
# What the dialog of conditions leaves as it stands in the address.
KEPT = ("sort", "view", "columns", "widths", "group")
# What every line of the list shows.
ROW = (
    *("title", "result", "is_important", "due_on", "deadline", "overdue_since", "completed_at", "cancelled_at", "deleted_at"),
    *("deal__title", "deal__responsible", "deal__client__name", "client__name"),
    *(f"assignee__{name}" for name in ("surname", "given_name", "patronymic", "login")),
)


@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    """Tasks by state and person; overdue facts stay visible after completion."""
    view_bar = ViewBar("tasks", request)
    if view_bar.opens_with:
        return redirect(f"/tasks/{view_bar.opens_with}")
    chosen, now = task_filter(request.GET, request.user), timezone.now()
    state, sort = state_of(chosen), request.GET.get("sort", "")
    default = "-done" if state in ENDED else "due"
    columns = COLUMNS.chosen(request.GET.get("columns", ""), request.user)
    deeds = house.bulk_thing("tasks").deeds_for(request.user)
    rows = Task.objects.visible_to(request.user).filter(narrowed(chosen))
    also = fields_of(columns)
    grouping, groups = GROUPINGS.asked(request.GET.get("group", ""), chosen, request.user), None
    if grouping is None:
        sorting = SORTS.settled(sort, request.user, default, lambda: rows)
        shown = rows.select_related("deal__client", "client", "assignee", *related_of(also)).only(*ROW, *also)
        found = _page(shown, sorting, request.user, request.GET.get("cursor", ""))
    else:
        sorting = SORTS.stands(sort, request.user, default)
        groups, found = groups_of(grouping, rows, chosen, request.user, sort=sorting.kept), Page([], "")
    here = quote(f"/tasks/{chosen.url()}", safe="/")
    context = {
        "section": "tasks",
        "view_bar": view_bar,
        "lines": lines_of(rows_of(as_told_to(request.user, found.rows), now), columns, here, has_marks=bool(deeds)),
        **order_context(SORTS, sorting, columns, request.GET.get("widths", ""), lambda keys: chosen.url(sort=keys)),
        "columns_url": f"/tasks/columns/{chosen.url()}",
        "foot_url": f"/tasks/total/{chosen.url()}",
        "groups": groups,
        "groups_url": f"/tasks/groups/{chosen.url()}",
        "width": len(columns) + 3,
        "is_opened": request.GET.get("part") == "rows" and not request.GET.get("cursor"),
        "next_url": chosen.url(cursor=found.next_cursor, part="rows") if found.next_cursor else "",
        "state": state,
        "states": _states(chosen, state),
        "who": who_of(chosen),
        "kept": [(key, value) for key, value in {**chosen.told(), **_kept(request)}.items() if key != "who"],
        "people": _options(assignable_people(request.user), who_of(chosen)),
        "filters": _chips(chosen),
        "filter_url": f"/tasks/filter/?{chosen.query()}",
        "here": here,
        "bulk_deeds": deeds,
        "bulk_query": chosen.query(),
    }
    return answer(request, "tasks/list.html", context, fragment="tasks/_list_rows.html" if request.GET.get("part") == "rows" else "")


def _options(people: QuerySet[Member], chosen: str) -> SafeString:
    """A thousand people in one field: drawn by code, they would cost more than the list itself. Of one there is no choice."""
    rows = people.values_list("pk", "surname", "given_name")
    drawn = [
        f'<option value="{pk}"{" selected" if str(pk) == chosen else ""}>{escape(short_name(surname, given_name))}</option>'
        for pk, surname, given_name in rows
    ]
    return SafeString("".join(drawn) if len(drawn) > 1 else "")


def _page(rows: QuerySet[Task], sorting: Sorting, member: Member, cursor: str) -> Page:
    if sorting.order is None:
        return page_in_order(rows, sorting, member, cursor, LIST_SIZE)
    return page(rows, sorting.order, cursor, LIST_SIZE, Task.objects.arms_of(member))


@require_GET
def list_foot(request: HttpRequest) -> HttpResponse:
    """Below the columns: how many tasks all the pages hold."""
    chosen, columns = task_filter(request.GET, request.user), COLUMNS.chosen(request.GET.get("columns", ""), request.user)
    foot = foot_of(Task.objects.visible_to(request.user).filter(narrowed(chosen)), columns)
    context = {"foot": foot, "bulk_deeds": house.bulk_thing("tasks").deeds_for(request.user), "has_acts": True}
    return render(request, "lists/_foot_rows.html", context)


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
    return [(word, chosen.url(state=key, sort=""), key == state) for key, word in words.items()]


def _chips(chosen: Filter) -> list[dict[str, Any]]:
    """The state stands in the switch and the person in his box: here is the rest."""
    return [
        {"label": chip.label, "remove_url": chip.remove_url, "is_on": True} for chip in chosen.chips() if chip.key not in ("state", "who")
    ]
