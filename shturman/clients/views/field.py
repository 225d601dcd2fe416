from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shturman.clients.access import can_edit_client
from shturman.clients.actions import change_client
from shturman.clients.facts import ABOUT, REQUISITES
from shturman.clients.forms import ClientForm, typed_in
from shturman.clients.models import Client
from shturman.clients.views.common import client_or_404
from shturman.fields.models.rows import is_own
from shturman.fields.naming import words_in
from shturman.kit.editing_in_place import edit_in_place


@require_http_methods(["GET", "POST"])
def change_field(request: HttpRequest, client_id: int, name: str) -> HttpResponse:
    client = client_or_404(request, client_id)
    if name not in (*ABOUT, *REQUISITES) and not is_own(name):
        raise Http404
    if not can_edit_client(request.user, client):
        raise PermissionDenied(_("This client is led by %(name)s: ask him or his head") % {"name": client.responsible.short_name})

    def form_of(data: Any, files: Any) -> ClientForm:
        return ClientForm(data, files, initial=typed_in(client), member=request.user, people=None, client=client)

    def save(form: Any) -> None:
        change_client(client, form.facts(), by=request.user)

    def words() -> str:
        fresh = Client.objects.get(pk=client.pk)
        return words_in(fresh, name, request.user) if is_own(name) else str(getattr(fresh, name))

    return edit_in_place(request, name, form_of, save, words, card_url=client.get_absolute_url(), section="clients")
