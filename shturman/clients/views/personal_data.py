"""«Персональные данные»: what is held of a person, handed out or erased on his request."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.clients.actions import erase_personal_data, export_personal_data
from shturman.clients.forms import EraseForm
from shturman.clients.models import Client
from shturman.clients.views.common import client_or_404, dialog
from shturman.company.access import can_keep_house
from shturman.kit import house
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal


def _owner_only(request: HttpRequest) -> None:
    if not can_keep_house(request.user):
        raise PermissionDenied(_("Personal data are given out and erased by the owner of the company"))


@require_GET
def personal_data(request: HttpRequest, client_id: int) -> HttpResponse:
    _owner_only(request)
    client = client_or_404(request, client_id)
    held = [(_shelf(entry.model), len(entry.held(client.pk))) for entry in house.personal_data() if entry.held is not None]
    context = {"section": "clients", "client": client, "held": [(name, count) for name, count in held if count]}
    return render(request, "clients/personal_data.html", context)


@require_POST
def export_personal_data_view(request: HttpRequest, client_id: int) -> HttpResponse:
    """A file that the person can read: what is held, by what it is."""
    _owner_only(request)
    client = client_or_404(request, client_id)
    held = export_personal_data(client, by=request.user)
    told: dict[str, Any] = {_shelf(model): rows for model, rows in held.items()}
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="personal-data-{client.pk}.json"'
    return response


@require_http_methods(["GET", "POST"])
def erase_personal_data_view(request: HttpRequest, client_id: int) -> HttpResponse:
    _owner_only(request)
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_personal_data(client, form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("Personal data are erased; deals, sums and counts stay"))
            return go(request, client.get_absolute_url())
    lead = _("Names, contacts, notes, files and typed words go for good, from backups within a week. Deals, sums and dates stay.")
    context = {"form": form, "title": _("Erase the personal data of %(name)s?") % {"name": client.name}, "verb": _("Erase"), "lead": lead}
    return dialog(request, "clients/_plain_form.html", context, status=422 if form.errors else 200)


def _shelf(model: str) -> str:
    named = {
        "clients.Client": _("Card"),
        "clients.Phone": _("Phones"),
        "clients.Email": _("E-mails"),
        "clients.Note": _("Notes"),
        "deals.Deal": _("Deals"),
        "deals.DealFile": _("Files of deals"),
        "deals.DealContact": _("Notes on deals"),
        "tasks.Task": _("Tasks"),
    }
    return named.get(model, model)
