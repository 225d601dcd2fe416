"""A merge before it is made, those that were made, and the way back."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.clients.access import can_edit_client
from shturman.clients.actions import merge_clients, undo_merge
from shturman.clients.actions.unmerging import told
from shturman.clients.duplicates import why_not
from shturman.clients.facts import label_of
from shturman.clients.forms import LinkForm
from shturman.clients.masking import reads_contacts
from shturman.clients.merging import MOST_AT_ONCE, can_merge, differences, main_of, merges_seen_by
from shturman.clients.models import Client, Merge
from shturman.clients.queries import emails_for, phones_for
from shturman.clients.views.common import main_client_of
from shturman.clients.views.duplicates import ask_to_see_clients
from shturman.company.models import Member
from shturman.fields.models.rows import is_own
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.ids import row_id
from shturman.kit.keyset import Order, page
from shturman.kit.once import once

PAGE = 25
KEEP = "keep-"


@require_http_methods(["GET", "POST"])
@once
def merge_clients_view(request: HttpRequest) -> HttpResponse:
    """Field by field: which value stays. Who sees one of them alone sees nothing here."""
    clients = _chosen(request)
    if not clients:
        toast(request, _("They are merged already"), level="info")
        return go(request, reverse("clients:merges"))
    asked = request.POST if request.method == "POST" else request.GET
    main_id = row_id(asked.get("main"))
    main = next((client for client in clients if client.pk == main_id), None) or main_of(clients)
    others = [client for client in clients if client.pk != main.pk]
    chosen = _values(request.POST)
    refusal = ""
    if request.method == "POST":
        try:
            merge = merge_clients(main, others, by=request.user, chosen=chosen)
        except Refused as refused:
            refusal = str(refused)
        else:
            toast(request, _("Merged into “%(name)s”") % {"name": main.name}, undo=merge.entry_id)
            return go(request, main.get_absolute_url())
    context = {
        "section": "clients",
        "main": main,
        "clients": [main, *others],
        "others": others,
        "rows": differences(main, others, chosen, reader=request.user),
        "refusal": refusal,
        "why_not": why_not(request.user) or _cannot_edit(clients, request.user),
        "picker": LinkForm(member=request.user, kind=main.kind, with_role=False, is_needed=False),
        "most": MOST_AT_ONCE,
    }
    return answer(request, "clients/merge.html", context, status=422 if refusal else 200)


@require_GET
def merges(request: HttpRequest) -> HttpResponse:
    """«Объединения»: each can be taken back whole."""
    ask_to_see_clients(request.user)
    rows = merges_seen_by(request.user).select_related("main", "by", "undone_by").prefetch_related("away__client", "moved")
    found = page(rows, Order("id", descending=True), request.GET.get("cursor", ""), PAGE)
    context = {
        "section": "clients",
        "merges": [(merge, _left(merge)) for merge in found.rows],
        "can_merge": can_merge(request.user),
        "next_url": f"?cursor={found.next_cursor}" if found.next_cursor else "",
    }
    return answer(request, "clients/merges.html", context)


@require_POST
def undo_merge_view(request: HttpRequest, merge_id: int) -> HttpResponse:
    merge = get_object_or_404(Merge.objects.filter(main__in=Client.objects.visible_to(request.user)), pk=merge_id)
    try:
        toast(request, told(undo_merge(merge, by=request.user)), level="info")
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, reverse("clients:merges"))


def _chosen(request: HttpRequest) -> list[Client]:
    """Nobody, where somebody has merged them meanwhile."""
    asked = request.POST if request.method == "POST" else request.GET
    ids = {pk for typed in [*asked.getlist("id"), asked.get("other_id")] if (pk := row_id(typed)) is not None}
    seen = Client.objects.visible_to(request.user).select_related("responsible", "parent")
    clients = list(seen.prefetch_related(phones_for(request.user), emails_for(request.user), "tags").filter(pk__in=ids).order_by("pk"))
    missing = ids - {client.pk for client in clients}
    if missing and all(main_client_of(request.user, pk) for pk in missing):
        return []
    if missing or not clients:
        raise Http404
    if not reads_contacts(request.user):
        for client in clients:
            client.mask()
    return clients


def _values(posted: Mapping[str, str]) -> dict[str, int]:
    asked = {name.removeprefix(KEEP): row_id(value) for name, value in posted.items() if name.startswith(KEEP)}
    return {unit: pk for unit, pk in asked.items() if pk is not None}


def _cannot_edit(clients: list[Client], member: Member) -> str:
    foreign = next((client for client in clients if not can_edit_client(member, client)), None)
    if foreign is None:
        return ""
    return _("“%(client)s” is led by %(name)s: ask him or his head") % {"client": foreign.name, "name": foreign.responsible.short_name}


def _left(merge: Merge) -> str:
    """What the undo has left with the main client."""
    kept = [row for row in merge.moved.all() if row.kept]
    fields = {
        _("an own field") if is_own(row.field) else str(label_of(row.field))
        for row in kept
        if row.model == Client._meta.label and row.row_id == merge.main_id and row.field != "parent_id"
    }
    count = len(kept) - sum(row.row_id == merge.main_id and row.model == Client._meta.label for row in kept)
    return ", ".join([*sorted(fields), *([_("rows: %(count)d") % {"count": count}] if count else [])])
