"""One screen that leads through the day: a press saves, forms the next task and brings up the next one of the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.access import is_employee
from shturman.deals.queries.course import course_of, stages_before
from shturman.kit.answers import answer, go, is_part, part, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.playbooks.access import can_set_priorities
from shturman.playbooks.actions.priority import switch_priority_first
from shturman.playbooks.actions.skipping import skip_task
from shturman.playbooks.forms.navigator import LearnedForm, SkipForm, WordsForm
from shturman.playbooks.forms.pressing import learned_form
from shturman.playbooks.models import Skip
from shturman.playbooks.queries.own_task import own_task
from shturman.playbooks.queries.queue import Queue, queue_of
from shturman.playbooks.queries.sight import sight_of_task
from shturman.playbooks.views.pressing import Way, press
from shturman.tasks.models import Task
from shturman.tasks.queries import KnownDay, known_day

SHOWN, PROMISES = 9, 3


@require_GET
def navigator(request: HttpRequest) -> HttpResponse:
    if not is_employee(request.user):
        raise PermissionDenied(_("The navigator leads employees of the company"))
    now = timezone.now()
    queue = queue_of(request.user, now)
    return _screen(request, queue, _asked_task(request, queue), now)


@require_GET
def navigator_queue(request: HttpRequest) -> HttpResponse:
    """The instruments on the right, read anew when something happens elsewhere."""
    now = timezone.now()
    queue = queue_of(request.user, now)
    return part(request, "playbooks/_queue.html", _queue_context(request, queue, row_id(request.GET.get("task")), now))


@require_POST
def give_result_view(request: HttpRequest, task_id: int) -> HttpResponse:
    task = own_task(request.user, task_id)
    if task is None or not task.is_open:
        toast(request, _("This task is closed already: here is the next one"), level="info")
        return _next(request)
    now = timezone.now()

    def again(words: WordsForm, learned: LearnedForm | None) -> HttpResponse:
        return _screen(request, queue_of(request.user, now), task, now, status=422, learned=learned, words=words)

    why = next((place.why for place in queue_of(request.user, now).places if place.waiting.id == task.pk), "")
    way = Way(request.path, "#navigator", "outerHTML", again, lambda: _next(request), "navigator", f"navigator:{task_id}", why)
    return press(request, sight_of_task(task, request.user, now), row_id(request.POST.get("result")) or 0, way)


@require_http_methods(["GET", "POST"])
def skip_task_view(request: HttpRequest, task_id: int) -> HttpResponse:
    task = own_task(request.user, task_id)
    if task is None:
        return _next(request)
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            skip_task(task, form.cleaned_data["why"], form.cleaned_data["words"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("It comes back in an hour: %(title)s") % {"title": task.title}, level="info")
            return _next(request)
    context = {"section": "navigator", "task": task, "form": form, "count": Skip.objects.filter(task=task).count()}
    return answer(request, "playbooks/skip.html", context, fragment="playbooks/_skip_form.html", status=422 if form.errors else 200)


@require_POST
def switch_priority_first_view(request: HttpRequest) -> HttpResponse:
    is_on = request.POST.get("is_on") == "1"
    try:
        switch_priority_first(is_on, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, _("Priority clients go first") if is_on else _("The usual order of the queue again"))
    return go(request, "/navigator/")


def _asked_task(request: HttpRequest, queue: Queue) -> Task | None:
    """The first of the queue; another one only where a link of the house leads to it."""
    asked = row_id(request.GET.get("task"))
    found = own_task(request.user, asked) if asked is not None else None
    if found is not None and found.is_open:
        return found
    return own_task(request.user, queue.first.waiting.id) if queue.first else None


def _next(request: HttpRequest) -> HttpResponse:
    if not is_part(request):
        return go(request, "/navigator/")
    now = timezone.now()
    queue = queue_of(request.user, now)
    response = _screen(request, queue, own_task(request.user, queue.first.waiting.id) if queue.first else None, now)
    response["HX-Retarget"], response["HX-Reswap"], response["HX-Trigger"] = "#navigator", "outerHTML", "dialog:close, navigator:next"
    response["HX-Push-Url"] = "/navigator/"
    return response


def _screen(
    request: HttpRequest,
    queue: Queue,
    task: Task | None,
    now: datetime,
    *,
    status: int = 200,
    learned: LearnedForm | None = None,
    words: WordsForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"section": "navigator", **_queue_context(request, queue, task.pk if task else None, now)}
    if task is not None:
        place = next((place for place in queue.places if place.waiting.id == task.pk), None)
        deal = task.deal
        stages = stages_before(request.user, deal) if deal is not None else []
        sight = sight_of_task(task, request.user, now)
        course = course_of(deal, stages) if deal is not None and sight.sees_deal else []
        context |= {
            "sight": sight,
            "task": task,
            "place": place,
            "waiting": place.waiting if place else None,
            "stages": course,
            "used_percent": next((point.used_percent for point in course if point.tone == "current"), 0),
            "learned": learned or learned_form(request.user, sight),
            "words": words or WordsForm(),
        }
    return answer(request, "playbooks/navigator.html", context, fragment="playbooks/_navigator.html", status=status)


def _queue_context(request: HttpRequest, queue: Queue, shown_id: int | None, now: datetime) -> dict[str, Any]:
    known: KnownDay = known_day(request.user, now)
    request.__dict__["known_day"] = known
    done = sum(mark.tone == "done" for mark in known.marks)
    ahead = [place for place in queue.places if place.waiting.id != shown_id]
    promises = [place for place in queue.places if place.waiting.is_fixed and (place.waiting.due_at or now) > now]
    return {
        "queue": queue,
        "ahead": ahead[:SHOWN],
        "more_count": max(0, len(ahead) - SHOWN),
        "ahead_count": len(ahead),
        "done_count": done,
        "whole_count": done + len(queue.places) + len(queue.later),
        "promises": promises[:PROMISES],
        "to_promise": _until(promises[0].waiting.due_at, now) if promises and promises[0].waiting.due_at else None,
        "now": now,
        "can_switch": can_set_priorities(request.user),
        "shown_id": shown_id,
    }


def _until(moment: datetime, now: datetime) -> dict[str, Any]:
    """For the dial: minutes left, and the share of an hour that they are."""
    left = moment - now
    minutes = int(left / timedelta(minutes=1))
    return {"minutes": minutes, "hours": minutes // 60, "rest": minutes % 60, "share": min(100, round(minutes * 100 / 60)), "at": moment}
