"""The essence of a deal beside the list that it stands in."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shturman.clients.queries import phones_for, story_of
from shturman.clients.trail import leave_trail
from shturman.deals.access import sees_client_of, sees_fate_only
from shturman.deals.queries.board import tiles_of
from shturman.deals.views.card import CARD, SHOWN
from shturman.deals.views.common import deal_or_its_fate
from shturman.fields.known import fields_on
from shturman.fields.naming import facts_of
from shturman.lists.looking import LINES, looked_at


@require_GET
def look_at_deal(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The same rights, masks and trail as of the card."""
    deal = deal_or_its_fate(request, deal_id, CARD, SHOWN)
    if sees_fate_only(request.user, deal):
        return looked_at(request, "deals/look_at_fate.html", deal, {"deal": deal})
    leave_trail(request, deal)
    prefetch_related_objects([deal], phones_for(request.user, "client__phones"))
    context = {
        "deal": deal,
        "tile": tiles_of([deal], request.user)[0],
        "sees_client": sees_client_of(request.user, deal),
        "own": facts_of(deal, fields_on(deal, request.user)),
        "lines": story_of("deal", deal.pk, reader=request.user).lines[:LINES],
    }
    return looked_at(request, "deals/look.html", deal, context)
