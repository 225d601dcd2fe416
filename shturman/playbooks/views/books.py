"""Algorithms: the list, one of them as a picture, taking a ready one, switching on and off."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.once import once
from shturman.playbooks.access import can_edit_playbooks, can_see_playbooks
from shturman.playbooks.actions.editing import remove_playbook, switch_playbook, take_ready_made
from shturman.playbooks.checking import faults_of
from shturman.playbooks.drawing import picture_of
from shturman.playbooks.forms.navigator import SwitchForm
from shturman.playbooks.models import Playbook, Step, Version
from shturman.playbooks.ready_made import READY


@require_GET
def playbook_list(request: HttpRequest) -> HttpResponse:
    _ask_to_see(request)
    running = Count("versions__runs", filter=Q(versions__runs__ended_at=None))
    books = Playbook.objects.kept().select_related("funnel", "deal_kind").annotate(run_count=running)
    context = {
        "section": "playbooks",
        "books": books,
        "ready": [(ready, len(ready.steps)) for ready in READY],
        "can_edit": can_edit_playbooks(request.user),
    }
    return answer(request, "playbooks/list.html", context)


@require_GET
def playbook(request: HttpRequest, playbook_id: int) -> HttpResponse:
    """The published version, or the draft where nothing is published yet."""
    _ask_to_see(request)
    book = book_or_404(playbook_id)
    version = book.versions.filter(published_at__isnull=False).first() or book.versions.first()
    steps = steps_of(version) if version else []
    context = {
        "section": "playbooks",
        "book": book,
        "version": version,
        "steps": steps,
        "picture": picture_of(steps),
        "faults": faults_of(steps),
        "has_draft": book.versions.filter(published_at=None).exists(),
        "can_edit": can_edit_playbooks(request.user),
    }
    return answer(request, "playbooks/playbook.html", context)


@require_POST
@once
def take_ready_made_view(request: HttpRequest, key: str) -> HttpResponse:
    try:
        book = take_ready_made(key, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, "/playbooks/")
    toast(request, _("The algorithm is yours: choose whose deals go by it"))
    return go(request, f"/playbooks/{book.pk}/")


@require_http_methods(["GET", "POST"])
def switch_playbook_view(request: HttpRequest, playbook_id: int) -> HttpResponse:
    book = book_or_404(playbook_id)
    if request.method == "POST" and request.POST.get("is_on") == "0":
        return _switched_off(request, book)
    form = SwitchForm(request.POST or None, initial={"funnel": book.funnel_id, "deal_kind": book.deal_kind_id})
    if request.method == "POST" and form.is_valid():
        try:
            switch_playbook(book, True, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("New deals go by “%(name)s”") % {"name": book.name})
            return go(request, f"/playbooks/{book.pk}/")
    context = {"section": "playbooks", "book": book, "form": form}
    return answer(request, "playbooks/switch.html", context, fragment="playbooks/_switch_form.html", status=422 if form.errors else 200)


def _switched_off(request: HttpRequest, book: Playbook) -> HttpResponse:
    try:
        switch_playbook(book, False, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, _("New deals go by “%(name)s” no more") % {"name": book.name})
    return go(request, f"/playbooks/{book.pk}/")


@require_POST
def remove_playbook_view(request: HttpRequest, playbook_id: int) -> HttpResponse:
    book = book_or_404(playbook_id)
    try:
        remove_playbook(book, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, f"/playbooks/{book.pk}/")
    toast(request, _("The algorithm “%(name)s” is removed; deals that go by it finish their way") % {"name": book.name})
    return go(request, "/playbooks/")


def book_or_404(playbook_id: int) -> Playbook:
    return get_object_or_404(Playbook.objects.kept().select_related("funnel", "deal_kind"), pk=playbook_id)


def _ask_to_see(request: HttpRequest) -> None:
    if not can_see_playbooks(request.user):
        raise PermissionDenied(_("Algorithms are for employees of the company"))


def steps_of(version: Version) -> list[Step]:
    return list(version.steps.select_related("stage").prefetch_related("results__following", "results__stage"))
