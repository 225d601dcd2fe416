"""The editor: the chain as a picture, the chosen step beside it, warnings, a trial run."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.kit.answers import answer, go, is_part, part, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.kit.once import once
from shturman.playbooks.access import can_edit_playbooks
from shturman.playbooks.actions.drafting import (
    add_playbook,
    add_step,
    change_playbook,
    discard_draft,
    move_step,
    open_draft,
    remove_step,
    write_step,
)
from shturman.playbooks.checking import faults_of
from shturman.playbooks.drawing import picture_of
from shturman.playbooks.forms.editor import MOST_RESULTS, BookForm, StepForm, is_arranged, result_forms
from shturman.playbooks.models import Playbook, Step, Version
from shturman.playbooks.trial import turns_of
from shturman.playbooks.views.books import book_or_404, steps_of
from shturman.playbooks.views.publishing import ask_to_edit, draft_of, publish_or_ask


@require_http_methods(["GET", "POST"])
@once
def add_playbook_view(request: HttpRequest) -> HttpResponse:
    ask_to_edit(request)
    form = BookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            book = add_playbook(form.cleaned_data["name"], form.cleaned_data["purpose"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, f"/playbooks/{book.pk}/draft/")
    context = {"section": "playbooks", "form": form, "book": None}
    return answer(request, "playbooks/name.html", context, fragment="playbooks/_name_form.html", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change_playbook_view(request: HttpRequest, playbook_id: int) -> HttpResponse:
    ask_to_edit(request)
    book = book_or_404(playbook_id)
    form = BookForm(request.POST or None, initial={"name": book.name, "purpose": book.purpose})
    if request.method == "POST" and form.is_valid():
        try:
            change_playbook(book, form.cleaned_data["name"], form.cleaned_data["purpose"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, f"/playbooks/{book.pk}/")
    context = {"section": "playbooks", "form": form, "book": book}
    return answer(request, "playbooks/name.html", context, fragment="playbooks/_name_form.html", status=422 if form.errors else 200)


@require_POST
def open_draft_view(request: HttpRequest, playbook_id: int) -> HttpResponse:
    return _done(request, playbook_id, lambda book: open_draft(book, by=request.user) and "")


@require_http_methods(["GET", "POST"])
def edit_draft(request: HttpRequest, playbook_id: int) -> HttpResponse:
    """`?step=`: which one is open beside the picture; the first one at the beginning."""
    ask_to_edit(request)
    book = book_or_404(playbook_id)
    draft = get_object_or_404(Version, playbook=book, published_at=None)
    steps = steps_of(draft)
    key = row_id(request.GET.get("step"))
    step = next((step for step in steps if step.key == key), steps[0])
    form = StepForm(request.POST or None, instance=step, member=request.user, book=book)
    results = result_forms(step, steps, book, request.POST or None)
    arranged = is_arranged(request.POST)
    rows: dict[str, Any] = {"book": book, "step": step, "results": results}
    rows |= {"has_room": len(results) < MOST_RESULTS, "is_dropped": "drop" in request.POST}
    if arranged and is_part(request):
        return part(request, "playbooks/_result_rows.html", rows)
    # Each row is asked, so that all of them say what is wrong with them at once.
    are_said = [result.is_valid() for result in results]
    is_valid = request.method == "POST" and not arranged and form.is_valid() and all(are_said)
    if is_valid:
        try:
            write_step(draft, step.key, form.cleaned_data, [result.given() for result in results if result.is_said], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return _go_on(request, book, draft, step)
    stands = steps_of(draft)
    context: dict[str, Any] = {
        **rows,
        "section": "playbooks",
        "draft": draft,
        "steps": stands,
        "picture": picture_of(stands),
        "faults": faults_of(stands),
        "place": [other.key for other in stands].index(step.key) + 1,
        "form": form,
        "is_draft": True,
        "can_discard": book.versions.filter(published_at__isnull=False).exists(),
    }
    status = 422 if request.method == "POST" and not arranged else 200
    response = answer(request, "playbooks/draft.html", context, status=status)
    # Asked for in a dialog, a wrong step comes back to its own place.
    response["HX-Retarget"] = response["HX-Reselect"] = "#step-form"
    response["HX-Reswap"] = "outerHTML"
    return response


def _go_on(request: HttpRequest, book: Playbook, draft: Version, step: Step) -> HttpResponse:
    """`then`: what was pressed in the same breath. The step is saved by now."""
    then, here = request.POST.get("then", ""), f"/playbooks/{book.pk}/draft/"
    if then == "publish":
        return publish_or_ask(request, book, step)
    if then == "try":
        return go(request, f"/playbooks/{book.pk}/trial/?draft=1")
    if then == "add":
        return _done(request, book.pk, lambda _book: f"?step={add_step(draft, by=request.user).key}#step-form")
    if then in ("up", "down"):
        return _done(request, book.pk, lambda _book: move_step(draft, step.key, then == "up", by=request.user) or f"?step={step.key}")
    if other := row_id(then):
        return go(request, f"{here}?step={other}#step-form")
    toast(request, _("The step is saved in the draft"))
    return go(request, f"{here}?step={step.key}#step-form")


@require_POST
def remove_step_view(request: HttpRequest, playbook_id: int, key: int) -> HttpResponse:
    return _done(request, playbook_id, lambda book: remove_step(draft_of(book), key, by=request.user) or "")


@require_POST
def discard_draft_view(request: HttpRequest, playbook_id: int) -> HttpResponse:
    book = book_or_404(playbook_id)
    try:
        discard_draft(book, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, f"/playbooks/{book.pk}/draft/")
    toast(request, _("The draft is thrown away"))
    return go(request, f"/playbooks/{book.pk}/")


@require_GET
def trial(request: HttpRequest, playbook_id: int) -> HttpResponse:
    """`?path=1.3.2`: the results that were chosen, turn by turn."""
    ask_to_edit(request)
    book = book_or_404(playbook_id)
    version = book.versions.first() if request.GET.get("draft") else book.versions.filter(published_at__isnull=False).first()
    steps = steps_of(version) if version else []
    path = [place for word in request.GET.get("path", "").split(".") if (place := row_id(word))]
    turns, ends = turns_of(steps, path, request.user, timezone.localtime())
    context = {
        "section": "playbooks",
        "book": book,
        "version": version,
        "turns": turns,
        "ends": ends,
        "draft": "1" if request.GET.get("draft") else "",
        "back": ".".join(str(place) for place in path[:-1]),
    }
    return answer(request, "playbooks/trial.html", context)


def _done(request: HttpRequest, playbook_id: int, act: Any) -> HttpResponse:
    book = book_or_404(playbook_id)
    where = ""
    try:
        where = act(book) or ""
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        if not can_edit_playbooks(request.user):
            return go(request, f"/playbooks/{book.pk}/")
    return go(request, f"/playbooks/{book.pk}/draft/{where}")
