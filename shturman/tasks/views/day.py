from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from shturman.company.actions import hide_guide, show_guide
from shturman.company.queries import work_week
from shturman.kit.answers import go, toast
from shturman.tasks.guide import guide_for
from shturman.tasks.models import Task
from shturman.tasks.queries import Day, KnownDay, day_of, marks_of
from shturman.tasks.rows import rows_of
from shturman.tasks.told import as_told_to

LIST_SIZE = 25
# More than one screen of burning tasks does not make the day clearer: the rest is one click away.
SHOWN_OVERDUE, SHOWN_TOMORROW, SHOWN_DONE = 8, 5, 10


@require_GET
def my_day(request: HttpRequest) -> HttpResponse:
    """What burns, the day in order of time, and the one next step."""
    now, week = timezone.now(), work_week()
    day = day_of(request.user, now)
    as_told_to(request.user, [*day.overdue, *day.today, *day.tomorrow])
    # The frame shows the same day: what is read here is not asked again.
    request.__dict__["known_day"] = KnownDay(len(day.overdue), marks_of(day, request.user, now))
    step = rows_of([day.next_step], now, week)[0] if day.next_step else None
    context: dict[str, Any] = {
        "section": "day",
        "today": timezone.localdate(),
        "now": now,
        "step": step,
        "step_words": _step_words(day.next_step, now),
        "overdue": rows_of(day.overdue[:SHOWN_OVERDUE], now, week),
        "overdue_count": len(day.overdue),
        "more_overdue": max(len(day.overdue) - SHOWN_OVERDUE, 0),
        "agenda": rows_of(day.today, now, week),
        "done": day.done[-SHOWN_DONE:],
        "done_count": len(day.done),
        "more_done": max(len(day.done) - SHOWN_DONE, 0),
        "tomorrow": rows_of(day.tomorrow[:SHOWN_TOMORROW], now, week),
        "tomorrow_count": len(day.tomorrow),
        "more_tomorrow": max(len(day.tomorrow) - SHOWN_TOMORROW, 0),
        "tomorrow_url": f"/tasks/?who=me&day={timezone.localdate() + timedelta(days=1)}",
        "summary": _summary(day),
        "guide": guide_for(request.user),
    }
    return render(request, "tasks/my_day.html", context)


def _step_words(task: Task | None, now: Any) -> str:
    if task is None:
        return ""
    if task.deadline < now:
        return _("Next step · it is late")
    minutes = int((task.deadline - now) / timedelta(minutes=1))
    if task.due_at is None:
        return _("Next step · today")
    if minutes < 60:
        return _("Next step · in %(minutes)s min") % {"minutes": minutes}
    return _("Next step · at %(time)s") % {"time": f"{timezone.localtime(task.due_at):%H:%M}"}


def _summary(day: Day) -> str:
    done, whole = len(day.done), len(day.done) + len(day.today) + len(day.overdue)
    if not whole:
        return _("Nothing is planned for today")
    promises = sum(task.is_important for task in day.today)
    words = _("Done %(done)d of %(whole)d") % {"done": done, "whole": whole}
    if promises:
        words += " · " + ngettext("%(count)d promise ahead", "%(count)d promises ahead", promises) % {"count": promises}
    return words


@require_POST
def hide_guide_view(request: HttpRequest) -> HttpResponse:
    hide_guide(request.user)
    toast(request, _("The guide is hidden. It comes back from the company's card"))
    return go(request, "/tasks/day/")


@require_POST
def show_guide_view(request: HttpRequest) -> HttpResponse:
    show_guide(request.user)
    return go(request, "/tasks/day/")
