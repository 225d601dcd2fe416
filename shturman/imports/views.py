from __future__ import annotations

import csv
from itertools import islice
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.actions.invitations import invite_member
from shturman.imports.access import can_import, can_undo_import
from shturman.imports.actions import ask_to_check, ask_to_load, ask_to_undo, choose_sheet, keep_table, map_table, stop_load
from shturman.imports.alike import told_together
from shturman.imports.forms import TableForm, typed_mapping, with_typed_values
from shturman.imports.inviting import newcomers_to_invite
from shturman.imports.kinds import KINDS
from shturman.imports.models import ImportRun, LoadedRow, Policy
from shturman.imports.queries import (
    columns_of,
    default_choices,
    figures_of,
    kinds_for,
    made_by,
    rows_of_file,
    runs_of,
    shown_rows,
    words_of,
)
from shturman.imports.reading import without_formulas
from shturman.imports.sources import NAMES
from shturman.imports.table import table_of
from shturman.imports.tally import MOST_SHOWN
from shturman.kit import house
from shturman.kit.answers import answer, go, is_part, part, toast
from shturman.kit.errors import Refused
from shturman.kit.keyset import Order, page
from shturman.kit.once import once
from shturman.kit.words import without_nul

LIST_SIZE = 50
PORTION = 1000
BEFORE_LOADING = (ImportRun.State.NEW, ImportRun.State.CHECKED, ImportRun.State.FAILED)


@require_http_methods(["GET", "POST"])
@once
def import_list(request: HttpRequest) -> HttpResponse:
    if not can_import(request.user):
        return render(request, "imports/closed.html", {"section": "imports"}, status=403)
    form = TableForm(request.POST or None, request.FILES or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = keep_table(form.cleaned_data["kind"], upload.name, upload, by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return go(request, run.get_absolute_url())
    found = page(runs_of(request.user), Order("id", descending=True), request.GET.get("cursor", ""), LIST_SIZE)
    context = {
        "section": "imports",
        "form": form,
        "kinds": kinds_for(request.user),
        "runs": [(run, KINDS[run.kind].label) for run in found.rows],
        "next_url": f"?cursor={found.next_cursor}" if found.next_cursor else "",
    }
    return answer(request, "imports/list.html", context, status=422 if form.errors else 200)


@require_GET
def show_run(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    if run.state == ImportRun.State.NEW or (run.state in BEFORE_LOADING and not run.done_rows and "columns" in request.GET):
        return render(request, "imports/columns.html", _columns(request, run))
    context = {
        **_about(run),
        "figures": figures_of(run),
        "made": made_by(run) if run.done_rows and run.state != ImportRun.State.UNDONE else [],
        "changing": run.new_count + run.updated_count,
        "reasons": told_together(run.findings.get("refused", [])),
        "doubts": told_together(run.findings.get("warned", [])),
        "words": words_of(run, request.user) if run.state == ImportRun.State.CHECKED else [],
        "to_invite": newcomers_to_invite(run).count() if run.kind == "members" and run.state == ImportRun.State.DONE else 0,
        "can_undo": run.is_withdrawable and can_undo_import(request.user, run),
    }
    return render(request, "imports/run.html", context)


@require_POST
def map_columns(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    table = table_of(run)
    mapping = typed_mapping(_typed(request), table.headers, run)
    try:
        ask_to_check(map_table(run, mapping, request.POST.get("policy", ""), by=request.user), by=request.user)
    except Refused as refusal:
        run.mapping = mapping
        return render(request, "imports/columns.html", {**_columns(request, run), "refusal": refusal.reason}, status=422)
    return go(request, run.get_absolute_url())


@require_POST
def take_sheet(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    try:
        choose_sheet(run, request.POST.get("sheet", ""), by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, run.get_absolute_url())


@require_POST
def map_values(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    try:
        ask_to_check(map_table(run, with_typed_values(_typed(request), run), by=request.user), by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, run.get_absolute_url())


@require_POST
def load(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    try:
        ask_to_load(run, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, run.get_absolute_url())


@require_POST
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    try:
        stop_load(run, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, run.get_absolute_url())


@require_POST
def invite_loaded(request: HttpRequest, run_id: int) -> HttpResponse:
    """Each gets his letter; where no letter can leave it is said once and nobody is invited."""
    run = _run(request, run_id)
    people = list(newcomers_to_invite(run))
    obstacles = [gate(person, None, request.user) for person in people[:1] for gate in house.gates("invite_by_mail")]
    if said := next((obstacle for obstacle in obstacles if obstacle), None):
        toast(request, said, level="late")
        return go(request, run.get_absolute_url())
    with transaction.atomic():
        for person in people:
            invite_member(person, by=request.user)
    toast(request, _("Invitations sent: %(count)d") % {"count": len(people)})
    return go(request, run.get_absolute_url())


@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    try:
        ask_to_undo(run, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, run.get_absolute_url())


@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Asked every second while the load goes on; then the page shows what came of it."""
    run = _run(request, run_id)
    if not (run.is_working and is_part(request)):
        return go(request, run.get_absolute_url())
    return part(request, "imports/_progress.html", {"run": run})


@require_GET
def rows(request: HttpRequest, run_id: int) -> HttpResponse:
    """What the load will make or has made, has changed or passed over; after its undo, what has become of each row."""
    run, what = _run(request, run_id), request.GET.get("what", "new")
    context = {**_about(run), "what": what, "figures": figures_of(run), "most": MOST_SHOWN}
    if what == "same" or run.state == ImportRun.State.CHECKED:
        return answer(request, "imports/rows.html", {**context, "file_rows": rows_of_file(run, what)})
    found = page(_rows_of_fate(run, what), Order("id"), request.GET.get("cursor", ""), LIST_SIZE)
    context |= {
        "rows": shown_rows(found.rows),
        "next_url": f"?what={what}&cursor={found.next_cursor}" if found.next_cursor else "",
    }
    return answer(request, "imports/rows.html", context)


@require_GET
def rows_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """The same list as a table: what it is, where it stands, why it is left."""
    run, what = _run(request, run_id), request.GET.get("what", "new")
    answer_file, lines = _csv(f"{what if what in LoadedRow.Fate or what == 'changed' else 'new'}-{run.pk}.csv")
    lines.writerow([_("What"), _("Name"), _("Address"), _("Why it is left")])
    rows = _rows_of_fate(run, what).order_by("id").iterator(PORTION)
    while portion := list(islice(rows, PORTION)):
        for row in shown_rows(portion):
            lines.writerow(
                [row.title, without_formulas(row.name), request.build_absolute_uri(row.url) if row.url else "", row.kept_because]
            )
    return answer_file


@require_GET
def refused(request: HttpRequest, run_id: int) -> HttpResponse:
    """The same columns and the reason: mended, it is loaded again as it is."""
    run = _run(request, run_id)
    answer_file, lines = _csv(f"refused-{run.pk}.csv")
    lines.writerow([*map(without_formulas, table_of(run).headers), _("Why it is not loaded")])
    for row in run.refused_rows.iterator():
        lines.writerow([*map(without_formulas, row.cells), row.reason])
    return answer_file


def _csv(name: str) -> tuple[HttpResponse, Any]:
    answer_file = HttpResponse(content_type="text/csv; charset=utf-8")
    answer_file.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer_file.write("\ufeff")
    return answer_file, csv.writer(answer_file, delimiter=";")


def _rows_of_fate(run: ImportRun, what: str) -> Any:
    if what in LoadedRow.Fate:
        return run.loaded_rows.filter(fate=what)
    return run.loaded_rows.filter(was_changed=what == "changed")


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: without_nul(value) for name, value in request.POST.items()}


def _run(request: HttpRequest, run_id: int) -> ImportRun:
    return get_object_or_404(runs_of(request.user), pk=run_id)


def _about(run: ImportRun) -> dict[str, Any]:
    return {"section": "imports", "run": run, "kind_label": KINDS[run.kind].label, "back_url": reverse("imports:import_list")}


def _columns(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    table = table_of(run)
    kind = KINDS[run.kind]
    return {
        **_about(run),
        "columns": columns_of(run, table),
        "fields": [(field.name, field.label, field.is_required) for field in kind.all_fields(request.user)],
        "defaults": default_choices(run, request.user),
        "policies": [(policy, Policy(policy).label) for policy in kind.policies],
        "source": NAMES.get(run.source, ""),
    }
