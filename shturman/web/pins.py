"""Pinned cards: the list beside the sections, and the mark on a card."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.clients.merging import living
from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.kit.answers import is_part, part, toast
from shturman.kit.errors import Refused
from shturman.web.actions import pin_card, unpin_card
from shturman.web.records import pinned_records


@require_GET
def pins(request: HttpRequest) -> HttpResponse:
    return part(request, "web/_pins.html", {"pins": pinned_records(request.user)})


@require_POST
def pin(request: HttpRequest, card: str, card_id: int) -> HttpResponse:
    thing = _card_or_404(request, card, card_id)
    try:
        pin_card(thing, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, _("Pinned"))
    return _marked(request, card, thing)


@require_POST
def unpin(request: HttpRequest, card: str, card_id: int) -> HttpResponse:
    thing = _card_or_404(request, card, card_id)
    unpin_card(thing, by=request.user)
    toast(request, _("Pinned no more"), level="info")
    return _marked(request, card, thing)


def _card_or_404(request: HttpRequest, card: str, card_id: int) -> Client | Deal:
    rows: dict[str, Any] = {"client": Client.objects.visible_to(request.user), "deal": Deal.objects.visible_to(request.user)}
    if card not in rows:
        raise Http404
    # Sent from a page that was opened before a merge.
    main = living(card_id) if card == "client" else None
    return get_object_or_404(rows[card], pk=main.pk if main else card_id)


def _marked(request: HttpRequest, card: str, thing: Client | Deal) -> HttpResponse:
    if not is_part(request):
        return HttpResponseRedirect(thing.get_absolute_url())
    response = part(request, "web/ui/_pin.html", {"card": card, "card_id": thing.pk, "is_fresh": True})
    response["HX-Trigger"] = "pins:changed"
    return response
