"""From a draft to what leads deals: the question where it is doubtful, and running deals moved over."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.playbooks.access import can_edit_playbooks
from shturman.playbooks.actions.drafting import move_runs_over, older_runs, publish_draft
from shturman.playbooks.checking import faults_of
from shturman.playbooks.models import Playbook, Run, Step, Version
from shturman.playbooks.views.books import book_or_404, steps_of


@require_http_methods(["GET", "POST"])
def publish_draft_view(request: HttpRequest, playbook_id: int) -> HttpResponse:
    ask_to_edit(request)
    book = book_or_404(playbook_id)
    return publish(request, book) if request.method == "POST" else _ask(request, book, draft_of(book))


def publish_or_ask(request: HttpRequest, book: Playbook, step: Step) -> HttpResponse:
    """Warnings are asked about; what is graver the action refuses by itself."""
    draft = draft_of(book)
    faults = faults_of(steps_of(draft))
    if not faults or any(fault.is_grave for fault in faults):
        return publish(request, book)
    return _ask(request, book, draft, step)


def _ask(request: HttpRequest, book: Playbook, draft: Version, step: Step | None = None) -> HttpResponse:
    faults = faults_of(steps_of(draft))
    running = Run.objects.filter(version__playbook=book, ended_at=None).count()
    context = {"section": "playbooks", "book": book, "draft": draft, "step": step, "faults": faults, "running": running}
    return answer(request, "playbooks/publish.html", context, fragment="playbooks/_publish_form.html")


def publish(request: HttpRequest, book: Playbook) -> HttpResponse:
    try:
        version = publish_draft(book, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, f"/playbooks/{book.pk}/draft/")
    toast(request, _("Version %(number)d is published: new deals go by it") % {"number": version.number})
    return go(request, f"/playbooks/{book.pk}/move-over/" if older_runs(version).exists() else f"/playbooks/{book.pk}/")


@require_http_methods(["GET", "POST"])
def move_over(request: HttpRequest, playbook_id: int) -> HttpResponse:
    """Running deals go over to the new version by choice, with a look at who stands where."""
    ask_to_edit(request)
    book = book_or_404(playbook_id)
    version = get_object_or_404(Version.objects.filter(playbook=book, published_at__isnull=False).order_by("-number")[:1])
    if request.method == "POST":
        count = move_runs_over(version, by=request.user)
        toast(request, _("Deals moved over: %(count)d") % {"count": count})
        return go(request, f"/playbooks/{book.pk}/")
    keys = {step.key for step in version.steps.all()}
    runs = list(older_runs(version).select_related("step"))
    gone = sum(run.step is not None and run.step.key not in keys for run in runs)
    context = {"section": "playbooks", "book": book, "version": version, "count": len(runs), "gone": gone, "stay": len(runs) - gone}
    return answer(request, "playbooks/move_over.html", context)


def draft_of(book: Playbook) -> Version:
    return get_object_or_404(Version, playbook=book, published_at=None)


def ask_to_edit(request: HttpRequest) -> None:
    if not can_edit_playbooks(request.user):
        raise PermissionDenied(_("Algorithms are written by the owner: ask him"))
