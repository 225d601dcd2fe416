"""Who works where, and which organisation belongs to which."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shturman.clients.actions import change_client, link_clients, unlink_clients
from shturman.clients.forms import LinkForm
from shturman.clients.merging import family_of
from shturman.clients.models import Client, Employment
from shturman.clients.views.common import client_or_404, dialog
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused


@require_http_methods(["GET", "POST"])
def link_client(request: HttpRequest, client_id: int) -> HttpResponse:
    """From a person to his organisation, from an organisation to its person."""
    client = client_or_404(request, client_id)
    kind = Client.Kind.PERSON if client.is_organisation else Client.Kind.ORGANISATION
    form = LinkForm(request.POST or None, member=request.user, kind=kind)
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["other_id"]
        person, organisation = (other, client) if client.is_organisation else (client, other)
        refused = _tried(form, lambda: link_clients(person, organisation, form.cleaned_data["role"], by=request.user))
        if not refused:
            return go(request, client.get_absolute_url())
    title = _("Who speaks for the organisation?") if client.is_organisation else _("Where does the person work?")
    return _shown(request, form, kind, title)


@require_http_methods(["GET", "POST"])
def choose_parent(request: HttpRequest, client_id: int) -> HttpResponse:
    client = client_or_404(request, client_id)
    form = LinkForm(request.POST or None, member=request.user, kind=Client.Kind.ORGANISATION, with_role=False)
    if request.method == "POST" and form.is_valid():
        refused = _tried(form, lambda: change_client(client, {"parent": form.cleaned_data["other_id"]}, by=request.user))
        if not refused:
            return go(request, client.get_absolute_url())
    return _shown(request, form, Client.Kind.ORGANISATION, _("Which organisation does it belong to?"))


@require_POST
def forget_parent(request: HttpRequest, client_id: int) -> HttpResponse:
    client = client_or_404(request, client_id)
    try:
        change_client(client, {"parent": None}, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, client.get_absolute_url())


@require_POST
def unlink_client(request: HttpRequest, client_id: int, employment_id: int) -> HttpResponse:
    client = client_or_404(request, client_id)
    family = family_of(client.pk)
    rows = Employment.objects.filter(Q(person__in=family) | Q(organisation__in=family)).select_related("person", "organisation")
    try:
        unlink_clients(get_object_or_404(rows, pk=employment_id), by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, client.get_absolute_url())


def _tried(form: LinkForm, act: Any) -> bool:
    try:
        act()
    except Refused as refusal:
        form.add_error("other", str(refusal))
        return True
    return False


def _shown(request: HttpRequest, form: LinkForm, kind: str, title: str) -> HttpResponse:
    context = {"form": form, "kind": kind, "title": title, "verb": _("Link")}
    return dialog(request, "clients/_link_form.html", context, status=422 if form.errors else 200)
