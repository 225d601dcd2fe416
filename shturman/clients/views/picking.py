from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shturman.clients.models import Client
from shturman.clients.search import find_clients

SHOWN = 8


@require_GET
def client_options(request: HttpRequest) -> HttpResponse:
    """What the picker offers under its field: the word typed so far stands in the parameter of the field's name."""
    text = request.GET.get(request.GET.get("picker", ""), "").strip()
    found = find_clients(request.user, text, SHOWN * 2) if len(text) >= 2 else []
    if request.GET.get("kind") in Client.Kind.values:
        found = [client for client in found if client.kind == request.GET["kind"]]
    return render(request, "clients/_client_options.html", {"clients": found[:SHOWN], "text": text})
