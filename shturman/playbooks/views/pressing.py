"""A press on a result, wherever the result stands: on the navigator or in the dialog that finishes a task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.journal.models import Entry
from shturman.kit.answers import answer, toast
from shturman.kit.dates_in_words import day
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.playbooks.actions.answering import Answer, give_result
from shturman.playbooks.forms.navigator import LearnedForm, WordsForm
from shturman.playbooks.forms.pressing import learned_as_sent
from shturman.playbooks.hours import DECENT
from shturman.playbooks.models import Result
from shturman.playbooks.queries.sight import Sight, when_words
from shturman.playbooks.views.asking import AskForm, asks_of
from shturman.tasks.due import Due
from shturman.tasks.models import Task


@dataclass(frozen=True)
class Way:
    """Where a press comes from and where it leads: `again` shows what was wrong, `onward` what comes after it."""

    url: str
    # Where the answer to what was asked in the dialog goes.
    target: str
    swap: str
    again: Callable[[WordsForm, LearnedForm | None], HttpResponse]
    onward: Callable[[], HttpResponse]
    section: str
    # The words that were typed beside the results, kept until one of them is written.
    draft: str
    # By what the task stood first.
    why: str = ""


def press(request: HttpRequest, sight: Sight, position: int, way: Way) -> HttpResponse:
    now, task = timezone.now(), sight.task
    result = sight.course.result_at(position)
    learned, words = learned_as_sent(request.user, sight, request.POST), WordsForm(request.POST)
    if result is None:
        words.add_error(None, _("This result is offered no more: the algorithm has changed"))
        return way.again(words, learned)
    if learned is not None and (unsettled := learned.unsettled()):
        # On a phone the fields lie under the sheet of results.
        words.add_error(None, _("Look at it again: %(fields)s") % {"fields": ", ".join(unsettled)})
    if not words.is_valid():
        return way.again(words, learned)
    facts = learned.facts() if learned else {}
    asks = asks_of(request, sight, result, learned=facts)
    if asks.fields and not (request.POST.get("answered") and asks.is_valid()):
        return _ask(request, sight, result, way, asks)
    written = facts | asks.learned_facts()
    seen = {name: getattr(task.deal, name) for name in written}
    given = Answer(words.cleaned_data["words"], written, asks.due(), asks.given_facts(), way.why, seen)
    try:
        entry = give_result(task, result.position, given, by=request.user)
    except Refused as refusal:
        if refusal.missing:
            further = asks_of(request, sight, result, refusal.missing, facts)
            if further.fields.keys() != asks.fields.keys():
                return _ask(request, sight, result, way, further, refusal)
        if not Task.objects.open().filter(pk=task.pk).exists():
            toast(request, refusal.reason, level="late")
            return way.onward()
        show_refusal(words, refusal)
        return way.again(words, learned)
    toast(request, _told(entry, result, now), undo=entry.pk)
    return way.onward()


def _told(entry: Entry, result: Result, now: datetime) -> str:
    """What was pressed, and what it has formed."""
    following = Task.objects.kept().filter(pk=entry.facts.get("next_task_id")).first()
    if following is None:
        return result.name
    words = {"title": following.title, "when": when_words(Due(following.due_at, following.due_on), now)}
    return f"{result.name}. " + _("Next: %(title)s, %(when)s") % words


def _ask(request: HttpRequest, sight: Sight, result: Result, way: Way, asks: AskForm, refusal: Refused | None = None) -> HttpResponse:
    """Exactly what the press lacks, in a dialog; all that was typed goes along."""
    beside = {*asks.fields, "csrfmiddlewaretoken", "result", "answered"}
    typed = [(name, value) for name, values in request.POST.lists() if name not in beside for value in values]
    context = {
        "section": way.section,
        "sight": sight,
        "task": sight.task,
        "result": result,
        "way": way,
        "form": asks,
        "refusal": refusal,
        "typed": typed,
        "moments": NEAR[effect](timezone.localtime()) if (effect := Result.Effect(result.effect)) in NEAR else [],
    }
    response = answer(request, "playbooks/ask.html", context, fragment="playbooks/_ask_form.html", status=200)
    response["HX-Retarget"], response["HX-Reswap"], response["X-Asks"] = "#dialog-body", "innerHTML", "1"
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
