from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.clients.access import can_assign_client, can_edit_client
from shturman.clients.actions import add_note, assign_clients, delete_client, look_at_contacts, restore_client
from shturman.clients.facts import ABOUT, REQUISITES, label_of, messengers, rows_of
from shturman.clients.forms import AssignForm
from shturman.clients.linked import employments_of, staff_of
from shturman.clients.masking import HIDDEN_FIELDS, may_ask_for_contacts, reads_contacts
from shturman.clients.merging import can_merge, family_of
from shturman.clients.models import Client
from shturman.clients.note_entry import refuse_note
from shturman.clients.note_lines import pinned_notes
from shturman.clients.queries import old_values_of, story_of
from shturman.clients.trail import leave_trail
from shturman.clients.views.common import client_or_404, client_or_main, dialog, people_for
from shturman.company.access import can_keep_house
from shturman.company.sight import seen_by
from shturman.fields.known import fields_for, fields_on
from shturman.fields.models.rows import is_own
from shturman.fields.naming import facts_of, unfilled
from shturman.journal.queries import entries_about, lines_of
from shturman.kit import house
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.ids import row_id
from shturman.kit.once import once


@require_GET
def client_card(request: HttpRequest, client_id: int) -> HttpResponse:
    client = client_or_main(request, client_id)
    if client.pk != client_id:
        return go(request, client.get_absolute_url())
    leave_trail(request, client)
    seen = Client.objects.visible_to(request.user)
    story = story_of("client", client.pk, request.GET.get("group", ""), reader=request.user, takes_notes=True)
    context: dict[str, Any] = {
        "section": "clients",
        "client": client,
        "about": rows_of(client, ABOUT),
        "own": facts_of(client, fields := fields_on(client, request.user)),
        "unfilled": unfilled(client, fields),
        "requisites": rows_of(client, REQUISITES),
        "messengers": messengers(client),
        "tags": [{"name": tag.name, "colour": tag.colour, "url": f"/clients/?tag={tag.pk}"} for tag in client.tags.all()],
        "employments": [] if client.is_organisation else employments_of(family_of(client.pk), request.user),
        "staff": staff_of(family_of(client.pk), request.user) if client.is_organisation else [],
        "parent": client.parent if client.parent_id and seen.filter(pk=client.parent_id).exists() else None,
        "daughters": seen.filter(parent=client).order_by("folded_name")[:50],
        "can_edit": can_edit_client(request.user, client),
        "may_erase": can_keep_house(request.user) and not client.is_organisation,
        "sees_trail": request.user.right("journal.sees_trail"),
        "can_merge": can_merge(request.user),
        "may_look": may_ask_for_contacts(request.user),
        "can_assign": can_assign_client(request.user, client),
        "panels": [panel.render(request, client) for panel in house.panels("client_card")],
        "tools": [panel.render(request, client) for panel in house.panels("client_tools")],
        "pinned": pinned_notes("client", client.pk, reader=request.user, takes_notes=True) if story.has_pinned else (),
        "story": story,
    }
    return answer(request, "clients/client.html", context)


@require_POST
def look_at_contacts_view(request: HttpRequest, client_id: int) -> HttpResponse:
    try:
        client = look_at_contacts(client_or_404(request, client_id), by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, f"/clients/{client_id}/")
    context = {"section": "clients", "client": client, "messengers": messengers(client)}
    return answer(request, "clients/contacts.html", context, fragment="clients/_card_contacts.html")


@require_GET
def client_story(request: HttpRequest, client_id: int) -> HttpResponse:
    client = client_or_404(request, client_id)
    before = row_id(request.GET.get("before")) or 0
    story = story_of("client", client.pk, request.GET.get("group", ""), before, reader=request.user, takes_notes=True)
    return answer(request, "clients/_story.html", {"story": story})


@require_GET
def client_history(request: HttpRequest, client_id: int) -> HttpResponse:
    """What stood in a field, or in all of them: who changed it, when, from what to what."""
    client, field = client_or_404(request, client_id), request.GET.get("field", "")
    known = field if field in (*ABOUT, *REQUISITES, "name", "phones", "emails", "telegram", "whatsapp", "max_messenger") else ""
    hidden = () if reads_contacts(request.user) else HIDDEN_FIELDS
    own = {field.key: field.name for field in fields_for(request.user, "client")}
    known = field if field in own else known
    rows = [row for row in old_values_of(client, known) if row.field not in hidden and (row.field in own or not is_own(row.field))]
    changes = [{"label": own.get(row.field) or label_of(row.field), "row": row} for row in rows]
    handed = entries_about("client", *family_of(client.pk)).filter(kind__in=["clients.client_assigned", "clients.client_added"])
    lines = [] if known else lines_of(list(handed.select_related("by", "undone")[:50]), request.user)
    title = _("%(field)s: what stood before") % {"field": own.get(known) or label_of(known)} if known else _("What changed on the card")
    return dialog(request, "clients/_history.html", {"client": client, "changes": changes, "lines": lines, "title": title})


@require_http_methods(["GET", "POST"])
def assign_client(request: HttpRequest, client_id: int) -> HttpResponse:
    client = client_or_404(request, client_id)
    form = AssignForm(request.POST or None, people=people_for(request.user).exclude(pk=client.responsible_id))
    if request.method == "POST" and form.is_valid():
        try:
            assign_clients([client], form.cleaned_data["responsible"], by=request.user)
        except Refused as refusal:
            form.add_error("responsible", str(refusal))
        else:
            toast(request, _("The client is led by %(name)s now") % {"name": form.cleaned_data["responsible"].short_name})
            still_seen = Client.objects.visible_to(request.user).filter(pk=client.pk).exists()
            return go(request, client.get_absolute_url() if still_seen else "/clients/")
    context = {
        "form": form,
        "title": _("Who will lead the client?"),
        "verb": _("Hand over"),
        "lead": _("Deals and tasks stay with those who lead them"),
    }
    return dialog(request, "clients/_plain_form.html", context, status=422 if form.errors else 200)


@require_POST
def delete_client_view(request: HttpRequest, client_id: int) -> HttpResponse:
    client = client_or_404(request, client_id)
    try:
        entry = delete_client(client, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, client.get_absolute_url())
    toast(request, _("%(name)s is in the trash") % {"name": client.name}, undo=entry.pk)
    return go(request, "/clients/")


@require_POST
def restore_client_view(request: HttpRequest, client_id: int) -> HttpResponse:
    client = get_object_or_404(Client.objects.everything().filter(seen_by(request.user, "client", "delete")), pk=client_id)
    try:
        restore_client(client, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, "/trash/")
    toast(request, _("%(name)s is restored") % {"name": client.name})
    return go(request, client.get_absolute_url())


@require_POST
@once
def note_client(request: HttpRequest, client_id: int) -> HttpResponse:
    client = client_or_main(request, client_id)
    try:
        add_note(client, request.POST.get("text", ""), by=request.user)
    except Refused as refusal:
        return refuse_note(request, refusal, client.get_absolute_url(), card="client", card_id=client.pk, hint=_("A note on the client"))
    return go(request, client.get_absolute_url())
