"""Setting, finishing, putting off and dropping tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.clients.access import sees_client
from shturman.clients.models import Client
from shturman.clients.queries import story_of
from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.deals.models import Deal, PresetTask
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.kit.once import once
from shturman.kit.smart_dates import Understood, understand
from shturman.tasks.access import can_close_task
from shturman.tasks.actions import (
    NewTask,
    cancel_task,
    complete_task,
    delete_task,
    log_touch,
    place_task,
    restore_task,
    set_task_reminding,
)
from shturman.tasks.actions.forming import suggested
from shturman.tasks.calendar.clashes import warn_of_clashes
from shturman.tasks.due import Due, due_in
from shturman.tasks.forms import NextStepForm, RescheduleForm, ResultForm, TaskForm, TouchForm, due_of
from shturman.tasks.last_step import is_last_step
from shturman.tasks.models import Task
from shturman.tasks.reminding import planned_for, words_of
from shturman.tasks.rows import rows_of
from shturman.tasks.views.common import assignable_people, back, task_or_404


@require_GET
def task_page(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    context = {
        "section": "tasks",
        "task": task,
        "row": rows_of([task], timezone.now())[0],
        "story": story_of("task", task.pk, reader=request.user),
        "can_close": can_close_task(request.user, task),
        "reminders": [words_of(reminder) for reminder in planned_for(task)],
        "sees_deal": task.deal and Deal.objects.visible_to(request.user).filter(pk=task.deal_id).exists(),
        "sees_client": task.client is not None and not task.deal_id and sees_client(request.user, task.client),
    }
    return render(request, "tasks/task.html", context)


@require_http_methods(["GET", "POST"])
@once
def set_task_view(request: HttpRequest) -> HttpResponse:
    deal, client = _card(request)
    presets = list(deal.stage.preset_tasks.all()) if deal else []
    form = TaskForm(
        request.POST or None,
        initial={"assignee": request.user.pk, "kind": request.GET.get("kind", Task.Kind.CALL), "due": _asked_moment(request)},
        people=assignable_people(request.user),
        deal=deal,
        presets=presets,
    )
    form.say_usual(request.user)
    if request.method == "POST" and form.is_valid():
        try:
            task = set_task_reminding(form.new_task(client), form.asked_reminders(), by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("Task: %(title)s, %(due)s") % {"title": task.title, "due": _due_words(task)})
            warn_of_clashes(request, task)
            return back(request, task)
    context = {
        "section": "tasks",
        "form": form,
        "deal": deal,
        "client": client,
        "presets": presets,
        "back": request.POST.get("back") or request.GET.get("back", ""),
    }
    return answer(request, "tasks/set_task.html", context, fragment="tasks/_task_form.html", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def complete_task_view(request: HttpRequest, task_id: int) -> HttpResponse:
    """«Готово и следующий шаг»: the result, and beside it the step that the stage suggests."""
    return _end(
        request,
        task_or_404(request, task_id),
        "complete",
        lambda task, words, step: complete_task(task, words, by=request.user, next_step=step),
    )


@require_http_methods(["GET", "POST"])
def cancel_task_view(request: HttpRequest, task_id: int) -> HttpResponse:
    return _end(
        request,
        task_or_404(request, task_id),
        "cancel",
        lambda task, words, step: cancel_task(task, words, by=request.user, next_step=step),
    )


def _end(request: HttpRequest, task: Task, way: str, act: Callable[[Task, str, NewTask | None], Entry]) -> HttpResponse:
    asks_step = is_last_step(task)
    result = ResultForm(request.POST or None)
    step = _step_form(request, task) if asks_step or request.POST.get("with_step") else None
    if request.method == "POST" and result.is_valid() and (step is None or step.is_valid()):
        try:
            entry = act(task, result.cleaned_data["result"], step.new_task() if step else None)
        except Refused as refusal:
            show_refusal(result, refusal)
        else:
            words = _("Done: %(title)s") if way == "complete" else _("Dropped: %(title)s")
            toast(request, words % {"title": task.title}, undo=entry.pk)
            return back(request, task)
    context = {
        "section": "tasks",
        "task": task,
        "row": rows_of([task], timezone.now())[0],
        "form": result,
        "step": step,
        "way": way,
        "asks_step": asks_step,
        "panels": _ways_to_end(request, task) if way == "complete" else [],
        "presets": step.presets if step else [],
        "back": request.POST.get("back") or request.GET.get("back", ""),
    }
    status = 422 if request.method == "POST" else 200
    return answer(request, "tasks/end_task.html", context, fragment="tasks/_end_form.html", status=status)


def _ways_to_end(request: HttpRequest, task: Task) -> list[str]:
    drawn = (panel.render(request, task) for panel in house.panels("complete_task"))
    return [html for html in drawn if html]


def _step_form(request: HttpRequest, task: Task) -> NextStepForm:
    deal = task.deal
    presets = list(deal.stage.preset_tasks.all()) if deal else []
    initial: dict[str, Any] = {"assignee": task.assignee_id}
    preset: PresetTask | None = suggested(deal, task.preset) if deal else None
    due = due_in(preset.due_in_days if preset else 1, work_week(), timezone.now(), request.user.zone)
    initial |= {"title": preset.title if preset else _("Agree on the next step"), "kind": preset.kind if preset else Task.Kind.CALL}
    if due.on is not None:
        initial["due"] = Understood(due.on)
    people = Member.objects.filter(Q(pk__in=assignable_people(request.user).values("pk")) | Q(pk=task.assignee_id))
    return NextStepForm(
        request.POST or None, initial=initial, people=people.order_by("surname", "given_name"), deal=deal, presets=presets, prefix="step"
    )


@require_http_methods(["GET", "POST"])
def reschedule_task_view(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    form = RescheduleForm(request.POST or None, initial={"minutes": task.minutes})
    if request.method == "POST" and form.is_valid():
        try:
            task, entry = place_task(task, due_of(form.cleaned_data["due"]), form.cleaned_data["minutes"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("%(title)s: %(due)s") % {"title": task.title, "due": _due_words(task)}, undo=entry.pk)
            warn_of_clashes(request, task)
            return back(request, task)
    context = {"section": "tasks", "task": task, "form": form, "back": request.POST.get("back") or request.GET.get("back", "")}
    return answer(request, "tasks/reschedule.html", context, fragment="tasks/_reschedule_form.html", status=422 if form.errors else 200)


@require_POST
def delete_task_view(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    try:
        entry = delete_task(task, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return back(request, task)
    toast(request, _("The task “%(title)s” is in the trash") % {"title": task.title}, undo=entry.pk)
    return go(request, task.deal.get_absolute_url() if task.deal else "/tasks/")


@require_POST
def restore_task_view(request: HttpRequest, task_id: int) -> HttpResponse:
    mine = Q() if request.user.is_owner else Q(assignee=request.user) | Q(author=request.user)
    task = get_object_or_404(Task.objects.everything().filter(mine, deleted_at__isnull=False), pk=task_id)
    try:
        restore_task(task, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, "/trash/")
    return go(request, task.get_absolute_url())


@require_http_methods(["GET", "POST"])
@once
def log_touch_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    """A call or meeting that was not planned."""
    deal = get_object_or_404(Deal.objects.inside_for(request.user).select_related("stage", "client", "responsible"), pk=deal_id)
    form = TouchForm(request.POST or None, initial={"kind": request.GET.get("kind", Task.Kind.CALL)})
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        title = _("Meeting") if kind == Task.Kind.MEETING else _("Call")
        touch = NewTask(title, Due(at=timezone.now()), request.user, kind=kind, deal=deal)
        try:
            log_touch(touch, form.cleaned_data["result"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, deal.get_absolute_url())
    context = {"section": "funnel", "deal": deal, "form": form}
    return answer(request, "tasks/log_touch.html", context, fragment="tasks/_touch_form.html", status=422 if form.errors else 200)


def _card(request: HttpRequest) -> tuple[Deal | None, Client | None]:
    asked = {**request.GET.dict(), **request.POST.dict()}
    deal = client = None
    if (deal_id := row_id(asked.get("deal"))) is not None:
        deal = get_object_or_404(Deal.objects.inside_for(request.user).select_related("stage", "client"), pk=deal_id)
    elif (client_id := row_id(asked.get("client"))) is not None:
        client = get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)
    return deal, client


def _asked_moment(request: HttpRequest) -> Understood | None:
    """Where the calendar was pressed: a moment or a whole day."""
    return understand(request.GET.get("at", ""), timezone.now(), request.user.zone)


def _due_words(task: Task) -> str:
    return rows_of([task], timezone.now())[0].chip.text.lower()
