from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shturman.clients.actions import add_client, ask_about_twins, change_client, link_clients, set_tags
from shturman.clients.duplicates import namesakes
from shturman.clients.forms import ClientForm, lines_of, typed_in
from shturman.clients.models import Client
from shturman.clients.signatures import read_signature
from shturman.clients.views.common import client_or_main, dialog, people_for
from shturman.company.models import Member
from shturman.journal.queries import who_changed_last
from shturman.kit.answers import go, part, toast
from shturman.kit.conflicts import met
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.kit.once import once


@require_http_methods(["GET", "POST"])
@once
def add_client_view(request: HttpRequest) -> HttpResponse:
    form = ClientForm(
        request.POST or None, request.FILES or None, initial=_initial(request), member=request.user, people=people_for(request.user)
    )
    if request.method == "POST" and "read_signature" in request.POST:
        # Nothing is saved yet: 422 keeps the draft of the form.
        return _shown(request, _filled_from_signature(request), status=422)
    if request.method == "POST" and form.is_valid():
        if "anyway" not in request.POST and (found := _alike(form, request.user)):
            return _shown(request, form, twins=found, status=422)
        try:
            client = _add(form, request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("%(name)s is in the base") % {"name": client.name})
            return go(request, client.get_absolute_url())
    return _shown(request, form)


@require_http_methods(["GET", "POST"])
def change_client_view(request: HttpRequest, client_id: int) -> HttpResponse:
    client = client_or_main(request, client_id)
    now = ClientForm(initial=typed_in(client), member=request.user, people=people_for(request.user), client=client)
    data, conflicts = met(request.POST, now) if request.POST else (None, [])
    form = ClientForm(
        data, request.FILES or None, initial=typed_in(client), member=request.user, people=people_for(request.user), client=client
    )
    if conflicts:
        colleague = who_changed_last("client", client.pk)
        return _shown(request, form, client, status=422, conflicts=conflicts, untouched=now, colleague=colleague)
    if client.pk != client_id and form.is_bound:
        words = _("Meanwhile this client was merged into “%(name)s”: save what you have typed if it is true of him")
        form.add_error(None, words % {"name": client.name})
    if request.method == "POST" and form.is_valid():
        try:
            _change(client, form, request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, client.get_absolute_url())
    return _shown(request, form, client)


@require_GET
def client_twins(request: HttpRequest) -> HttpResponse:
    """Is such a client there already? Of one whom the viewer may not see only the responsible is named."""
    asked = request.GET
    apart_from = row_id(asked.get("apart_from"))
    phones, emails = lines_of(asked.get("phones") or asked.get("phone", "")), lines_of(asked.get("emails", ""))
    found = ask_about_twins(phones, emails, asked.get("inn", ""), by=request.user, apart_from=apart_from)
    return part(request, "clients/_twins.html", {"twins": found})


def _alike(form: ClientForm, member: Member) -> list[tuple[Client, bool]]:
    """Who may be the same client: by what is exact whoever leads him, by the name among those who are seen."""
    facts = form.cleaned_data
    found = ask_about_twins(facts["phones"], facts["emails"], facts["inn"], by=member)
    known = {client.pk for client, _is_seen in found}
    return [*found, *[(client, True) for client in namesakes(member, facts["name"]) if client.pk not in known]]


def _shown(
    request: HttpRequest,
    form: ClientForm,
    client: Client | None = None,
    *,
    twins: Sequence[tuple[Client, bool]] = (),
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "client": client, "twins": twins, "title": client.name if client else _("New client"), **more}
    return dialog(request, "clients/_client_form.html", context, status=422 if form.errors else status)


@transaction.atomic
def _add(form: ClientForm, by: Member) -> Client:
    facts, given = form.cleaned_data, form.facts()
    files = {name: value for name, value in given.items() if isinstance(value, UploadedFile)}
    first = {name: value for name, value in given.items() if value is not None and name not in files}
    client = add_client({**first, "kind": facts["kind"], "responsible": facts["responsible"]}, by=by)
    if files:
        # A file lies by the number of its card.
        client = change_client(client, files, by=by)
    if facts["tags"]:
        set_tags(client, facts["tags"], by=by)
    if facts["employer"] and facts["kind"] == Client.Kind.PERSON:
        employer = facts["employer_id"] or add_client(
            {"kind": Client.Kind.ORGANISATION, "name": facts["employer"], "responsible": facts["responsible"]}, by=by
        )
        link_clients(client, employer, facts["job_title"], by=by)
    return client


@transaction.atomic
def _change(client: Client, form: ClientForm, by: Member) -> None:
    """Only what was touched is handed on: a name kept as it is keeps its parts."""
    changes = form.facts()
    if changes["name"] == client.name:
        del changes["name"]
    change_client(client, changes, by=by)
    set_tags(client, form.cleaned_data["tags"], by=by)


def _filled_from_signature(request: HttpRequest) -> ClientForm:
    """What was typed stays; what the signature tells goes to the empty fields, contacts are added to those there."""
    found = read_signature(request.POST.get("signature", ""))
    typed: dict[str, Any] = {name: value for name, value in request.POST.items() if value}
    for name in ("phones", "emails"):
        lines = lines_of(typed.get(name, "")) + lines_of(found.pop(name, ""))
        found[name] = "\n".join(dict.fromkeys(lines))
    told = {"phones": found.pop("phones"), "emails": found.pop("emails")}
    if "name" not in typed and "kind" in found:
        told["kind"] = found["kind"]
    initial = {**found, **typed, **told, "signature": ""}
    return ClientForm(initial=initial, member=request.user, people=people_for(request.user))


def _initial(request: HttpRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {"responsible": request.user.pk, "kind": request.GET.get("kind") or Client.Kind.PERSON}
    employer_id = row_id(request.GET.get("employer"))
    employer = Client.objects.visible_to(request.user).filter(pk=employer_id).first() if employer_id is not None else None
    return {**initial, "employer": employer.name, "employer_id": employer.pk} if employer else initial
