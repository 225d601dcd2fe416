"""The deals' part on other rooms' pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.deals.queries.board import tiles_of

SHOWN = 10


def client_deals(request: HttpRequest, client: Client) -> str:
    """The client's deals that this member sees; the whole list is one click away."""
    deals = list(
        Deal.objects.visible_to(request.user)
        .filter(client=client)
        .select_related("stage", "responsible", "client")
        .order_by("-changed_at")[: SHOWN + 1]
    )
    context = {"client": client, "tiles": tiles_of(deals[:SHOWN], request.user), "has_more": len(deals) > SHOWN}
    return render_to_string("deals/_client_deals.html", context, request)
