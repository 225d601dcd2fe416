"""Many rows at once: chosen in a list, looked through, carried out by a job, undone as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.kit import house
from shturman.kit.answers import answer, go, is_part, part, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.kit.keyset import Order, page
from shturman.lists.actions import ask_to_undo_bulk, choose_filtered, choose_rows, prepare_bulk, start_bulk, stop_bulk
from shturman.lists.actions.carrying import said
from shturman.lists.bulk import BulkDeed
from shturman.lists.models import BulkRow, BulkRun
from shturman.lists.queries import named_rows, runs_of, tally_of

LIST_SIZE = 50


@require_GET
def bulk_runs(request: HttpRequest) -> HttpResponse:
    runs = runs_of(request.user).exclude(state__in=[BulkRun.State.CHOSEN, BulkRun.State.PREPARED])
    found = page(runs.select_related("by"), Order("id", descending=True), request.GET.get("cursor", ""), LIST_SIZE)
    context = {
        "section": "bulk",
        "runs": [(run, said(run), house.bulk_thing(run.thing).label) for run in found.rows],
        "next_url": f"?cursor={found.next_cursor}" if found.next_cursor else "",
    }
    return render(request, "lists/runs.html", context)


@require_POST
def choose(request: HttpRequest, thing: str) -> HttpResponse:
    """The rows marked in a list, or everything that its filter selects."""
    known = house.bulk_things().get(thing)
    if known is None or not known.deeds_for(request.user):
        raise Http404
    try:
        if request.POST.get("all"):
            run = choose_filtered(thing, QueryDict(request.POST.get("query", "")), by=request.user)
        else:
            ids = [pk for typed in request.POST.getlist("ids") if (pk := row_id(typed)) is not None]
            run = choose_rows(thing, ids, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, f"{known.list_url}?{request.POST.get('query', '')}")
    return go(request, f"{run.get_absolute_url()}?deed={request.POST.get('deed', '')}")


@require_http_methods(["GET", "POST"])
def bulk_run(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    thing = house.bulk_thing(run.thing)
    deeds = thing.deeds_for(request.user)
    deed = _deed(deeds, request.POST.get("deed") or request.GET.get("deed") or run.deed)
    is_open = run.state in (BulkRun.State.CHOSEN, BulkRun.State.PREPARED) and run.by_id == request.user.pk
    given = run.facts if deed and deed.key == run.deed else {}
    form = deed.form(request.POST or None, initial=given, by=request.user) if deed and is_open else None
    if request.method == "POST" and form is not None and deed is not None and form.is_valid():
        try:
            run = prepare_bulk(run, deed, form.facts(), by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, run.get_absolute_url())
    context = _about(run) | {"deeds": deeds, "deed": deed, "form": form, "is_open": is_open, "is_his": run.by_id == request.user.pk}
    return render(request, "lists/run.html", context, status=422 if form is not None and form.errors else 200)


@require_POST
def start(request: HttpRequest, run_id: int) -> HttpResponse:
    return _tried(request, run_id, lambda run: start_bulk(run, by=request.user))


@require_POST
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    return _tried(request, run_id, lambda run: stop_bulk(run, by=request.user))


@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    return _tried(request, run_id, lambda run: ask_to_undo_bulk(run, by=request.user))


@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Asked every second while it is being done; the ended one is shown whole."""
    run = _run(request, run_id)
    if not is_part(request) or not run.is_working:
        return go(request, run.get_absolute_url())
    return part(request, "lists/_progress.html", _about(run))


@require_GET
def rows(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    state = request.GET.get("state", BulkRow.State.REFUSED)
    if state not in BulkRow.State.values:
        raise Http404
    found = page(run.rows.filter(state=state), Order("id"), request.GET.get("cursor", ""), LIST_SIZE)
    context = _about(run) | {
        "rows": named_rows(run, found.rows, request.user),
        "state_label": BulkRow.State(state).label,
        "next_url": f"?state={state}&cursor={found.next_cursor}&part=rows" if found.next_cursor else "",
    }
    return answer(request, "lists/rows.html", context, fragment="lists/_rows.html" if request.GET.get("part") == "rows" else "")


def _tried(request: HttpRequest, run_id: int, act: Callable[[BulkRun], Any]) -> HttpResponse:
    run = _run(request, run_id)
    try:
        act(run)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, run.get_absolute_url())


def _run(request: HttpRequest, run_id: int) -> BulkRun:
    return get_object_or_404(runs_of(request.user).select_related("by"), pk=run_id)


def _deed(deeds: list[BulkDeed], key: str) -> BulkDeed | None:
    return next((deed for deed in deeds if deed.key == key), None)


def _about(run: BulkRun) -> dict[str, Any]:
    thing = house.bulk_thing(run.thing)
    return {
        "section": thing.section,
        "run": run,
        "thing": thing,
        "tally": tally_of(run),
        "said": said(run) if run.deed else _("Many rows at once"),
    }
