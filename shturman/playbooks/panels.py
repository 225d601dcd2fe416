"""The algorithms' part on other rooms' pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.playbooks.access import can_set_priorities
from shturman.playbooks.models import ContactHours, PriorityClient


def course_of_work(request: HttpRequest, deal: Deal) -> str:
    """How warm the deal is and by what algorithm it goes: asked for after the card, which people wait for."""
    return render_to_string("playbooks/_deal_panel_place.html", {"deal": deal}, request) if deal.is_open else ""


def wishes_of_client(request: HttpRequest, client: Client) -> str:
    """When he may be called, and whether he comes first."""
    context = {
        "client": client,
        "hours": ContactHours.objects.filter(client=client).first(),
        "is_priority": PriorityClient.objects.filter(client=client).exists(),
        "can_set": can_set_priorities(request.user),
    }
    return render_to_string("playbooks/_client_panel.html", context, request)
