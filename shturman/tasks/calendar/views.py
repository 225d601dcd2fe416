"""The calendar: a list of days that a script draws as a grid, the items it reads, and where an item is put."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shturman.company.queries import work_week
from shturman.kit.answers import part, toast
from shturman.kit.errors import Refused
from shturman.tasks.actions import place_task
from shturman.tasks.calendar import span as spans
from shturman.tasks.calendar.agenda import agenda, ask_result
from shturman.tasks.calendar.clashes import warn_of_clashes
from shturman.tasks.calendar.drawing import ICONS, REPEATS, drawn, drawn_day, drawn_time
from shturman.tasks.calendar.queries import days_of, own_items, own_times, waiting
from shturman.tasks.calendar.span import Span, span_of, stretch_of
from shturman.tasks.calendar.team import SHOWN_PEOPLE, leads_others, team_of
from shturman.tasks.due import Due
from shturman.tasks.internet_calendars.occurring import Occurring
from shturman.tasks.models import Task
from shturman.tasks.rows import rows_of
from shturman.tasks.views.common import task_or_404

NAMES = {
    spans.DAY: gettext_lazy("Day"),
    spans.WEEK: gettext_lazy("Week"),
    spans.MONTH: gettext_lazy("Month"),
    spans.TEAM: gettext_lazy("Team"),
}


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.now().astimezone(request.user.zone).date()
    span = span_of(request.GET, today)
    context = _frame(request, span, today)
    if span.view == spans.TEAM:
        if not leads_others(request.user):
            raise PermissionDenied(_("The calendar of others is for those who see their tasks"))
        team = team_of(request.user, span, now)
        return render(
            request, "tasks/calendar_team.html", {**context, "team": team, "days": span.days, "is_cut": len(team) == SHOWN_PEOPLE}
        )
    latest, count = waiting(request.user, now)
    days = days_of(span, own_items(request.user, span, now), request.user, _own_times(request, span))
    context |= {
        "days": agenda(days, request.user.zone, span.address),
        "waiting": [(task, ask_result(task, span.address)) for task in latest],
        "waiting_count": count,
        "week": work_week(),
        "icons": sorted(set(ICONS.values()) | {"done", "alert", "diamond", REPEATS}),
    }
    return render(request, "tasks/calendar.html", context)


def _frame(request: HttpRequest, span: Span, today: Any) -> dict[str, Any]:
    shown = [view for view in spans.VIEWS if view != spans.TEAM or leads_others(request.user)]
    return {
        "section": "calendar",
        "span": span,
        "today": today,
        "title": span.title(today),
        "views": [{"label": NAMES[view], "url": spans.address(view, span.day), "is_on": view == span.view} for view in shown],
        "today_url": spans.address(span.view, today),
    }


@require_GET
def calendar_items(request: HttpRequest) -> HttpResponse:
    """The events feed of the drawn calendar: days from `from` up to and with `to`."""
    now = timezone.now()
    span = stretch_of(request.GET, now.astimezone(request.user.zone).date())
    items = own_items(request.user, span, now)
    days = days_of(span, (), request.user)
    drawn_items = [drawn(item, request.user) for item in items] + [drawn_time(one) for one in _own_times(request, span)]
    return JsonResponse({"items": drawn_items, "days": [drawn_day(day) for day in days]})


@require_POST
def place_task_view(request: HttpRequest, task_id: int) -> HttpResponse:
    """Dragged, lengthened or moved by keys: answered by a toast that takes it back, or by words why not."""
    task = task_or_404(request, task_id)
    try:
        due, minutes = _asked_place(request, task)
        task, entry = place_task(task, due, minutes, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return part(request, "web/_nothing.html", {}, status=409)
    toast(request, _("%(title)s: %(due)s") % {"title": task.title, "due": _due_words(task)}, undo=entry.pk)
    warn_of_clashes(request, task)
    return part(request, "web/_nothing.html", {})


def _asked_place(request: HttpRequest, task: Task) -> tuple[Due, int | None]:
    told = request.POST.get("minutes", "")
    minutes = int(told) if told.isascii() and told.isdecimal() and len(told) < 5 else task.minutes
    if on := spans.day_of(request.POST.get("on", "")):
        return Due(on=on), task.minutes
    try:
        at = parse_datetime(request.POST.get("at", ""))
    except ValueError:
        at = None
    if at is None or not spans.FIRST <= at.date() <= spans.LAST:
        raise Refused(_("There is no such moment"))
    return Due(at=at if timezone.is_aware(at) else at.replace(tzinfo=request.user.zone)), minutes


def _due_words(task: Task) -> str:
    return rows_of([task], timezone.now())[0].chip.text.lower()


def _own_times(request: HttpRequest, span: Span) -> list[Occurring]:
    """What he keeps in his phone for himself the owner who looks as him does not read."""
    return [] if hasattr(request, "real_member") else own_times(request.user, span)
