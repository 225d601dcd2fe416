"""One screen that leads through the day: a press saves, forms the next task and brings up the next one of the queue."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.access import is_employee
from shturman.deals.queries.course import course_of, stages_before
from shturman.journal.models import Entry
from shturman.kit.answers import answer, go, is_part, part, toast
from shturman.kit.dates_in_words import day
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.playbooks.access import can_set_priorities
from shturman.playbooks.actions.answering import Answer, give_result
from shturman.playbooks.actions.priority import switch_priority_first
from shturman.playbooks.actions.skipping import skip_task
from shturman.playbooks.forms.navigator import LearnedForm, SkipForm, WordsForm
from shturman.playbooks.hours import DECENT
from shturman.playbooks.models import Result, Skip
from shturman.playbooks.queries.own_task import own_task
from shturman.playbooks.queries.queue import Queue, queue_of
from shturman.playbooks.queries.sight import Sight, sight_of_task, when_words
from shturman.playbooks.views.asking import AskForm, asks_of
from shturman.tasks.due import Due
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
    sight = sight_of_task(task, request.user, now)
    result = sight.course.result_at(row_id(request.POST.get("result")) or 0)
    learned = _learned_form(request, sight, request.POST)
    words = WordsForm(request.POST)
    if result is None or not words.is_valid() or (learned is not None and not learned.is_valid()):
        return _screen(request, queue_of(request.user, now), task, now, status=422, learned=learned, words=words)
    asks = asks_of(request, sight, result)
    if asks.fields and not (request.POST.get("answered") and asks.is_valid()):
        return _ask(request, sight, result, asks)
    why = next((place.why for place in queue_of(request.user, now).places if place.waiting.id == task.pk), "")
    given = Answer(words.cleaned_data["words"], learned.facts() if learned else {}, asks.due(), asks.given_facts(), why)
    try:
        entry = give_result(task, result.position, given, by=request.user)
    except Refused as refusal:
        if refusal.missing:
            further = asks_of(request, sight, result, refusal.missing)
            if further.fields.keys() != asks.fields.keys():
                return _ask(request, sight, result, further, refusal)
        if not Task.objects.open().filter(pk=task.pk).exists():
            toast(request, refusal.reason, level="late")
            return _next(request)
        show_refusal(words, refusal)
        return _screen(request, queue_of(request.user, now), task, now, status=422, learned=learned, words=words)
    toast(request, _told(entry, result, now), undo=entry.pk)
    return _next(request)


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


def _told(entry: Entry, result: Result, now: datetime) -> str:
    """What was pressed, and what it has formed."""
    following = Task.objects.kept().filter(pk=entry.facts.get("next_task_id")).first()
    if following is None:
        return result.name
    words = {"title": following.title, "when": when_words(Due(following.due_at, following.due_on), now)}
    return f"{result.name}. " + _("Next: %(title)s, %(when)s") % words


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
            "learned": learned or _learned_form(request, sight),
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


def _learned_form(request: HttpRequest, sight: Sight, data: Any = None) -> LearnedForm | None:
    step, deal = sight.course.step, sight.task.deal
    names = list(dict.fromkeys([*step.needs, *step.asks])) if step is not None else []
    if deal is None or not names or not sight.sees_deal:
        return None
    return LearnedForm(data, names=names, deal=deal, member=request.user, own=sight.own)


def _ask(request: HttpRequest, sight: Sight, result: Result, asks: AskForm, refusal: Refused | None = None) -> HttpResponse:
    """Exactly what the press lacks, in a dialog over the screen; all that was typed goes along."""
    beside = {*asks.fields, "csrfmiddlewaretoken", "result", "answered"}
    typed = [(name, value) for name, values in request.POST.lists() if name not in beside for value in values]
    context = {
        "section": "navigator",
        "sight": sight,
        "task": sight.task,
        "result": result,
        "form": asks,
        "refusal": refusal,
        "typed": typed,
        "moments": NEAR[effect](timezone.localtime()) if (effect := Result.Effect(result.effect)) in NEAR else [],
    }
    response = answer(request, "playbooks/ask.html", context, fragment="playbooks/_ask_form.html", status=200)
    response["HX-Retarget"], response["HX-Reswap"] = "#dialog-body", "innerHTML"
    return response


def near_moments(here: datetime) -> list[tuple[str, str]]:
    """One press instead of typing: (what is written into the field, what the button says)."""
    hour = (here + timedelta(hours=1)).replace(second=0, microsecond=0)
    evening = here.replace(hour=17, minute=0, second=0, microsecond=0)
    tomorrow = datetime.combine(here.date() + timedelta(days=1), time(10), here.tzinfo)
    monday = datetime.combine(here.date() + timedelta(days=7 - here.weekday()), time(10), here.tzinfo)
    moments = [(hour, _("In an hour"))]
    if evening > hour:
        moments.append((evening, _("Today at 17:00")))
    moments += [(tomorrow, _("Tomorrow at 10:00")), (monday, _("%(day)s at 10:00") % {"day": day(monday.date(), here.date())})]
    offered = {moment: words for moment, words in reversed(moments) if DECENT[0] <= moment.time() < DECENT[1]}
    return [(f"{moment:%d.%m.%Y %H:%M}", offered[moment]) for moment in sorted(offered)]


def near_days(here: datetime) -> list[tuple[str, str]]:
    named = ((1, _("Tomorrow")), (7, _("In a week")), (14, _("In two weeks")), (30, _("In a month")))
    return [(f"{here + timedelta(days=days):%d.%m.%Y}", words) for days, words in named]


NEAR = {Result.Effect.CALL_BACK: near_moments, Result.Effect.PAUSE: near_days}
