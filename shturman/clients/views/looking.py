"""The essence of a client beside the list where he stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shturman.clients.facts import ABOUT, rows_of
from shturman.clients.queries import story_of
from shturman.clients.trail import leave_trail
from shturman.clients.views.common import client_or_404
from shturman.fields.known import fields_on
from shturman.fields.naming import facts_of
from shturman.kit import house
from shturman.lists.looking import LINES, looked_at

TOLD = ("open_deals", "next_step", "last_touch")


@require_GET
def look_at_client(request: HttpRequest, client_id: int) -> HttpResponse:
    """The same rights, masks and trail as of the card."""
    client, columns = client_or_404(request, client_id), house.columns("client_list")
    leave_trail(request, client)
    context = {
        "client": client,
        "about": rows_of(client, ABOUT),
        "own": facts_of(client, fields_on(client, request.user)),
        "tags": [{"name": tag.name, "colour": tag.colour} for tag in client.tags.all()],
        "told": {key: columns[key](request.user, [client.pk]).get(client.pk, "") for key in TOLD if key in columns},
        "lines": story_of("client", client.pk, reader=request.user).lines[:LINES],
    }
    return looked_at(request, "clients/look.html", client, context)
