"""The algorithms' part on other rooms' pages."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.playbooks.access import can_set_priorities
from shturman.playbooks.forms.pressing import press_context
from shturman.playbooks.queries.sight import sight_of_task
from shturman.tasks.access import can_close_task
from shturman.tasks.models import Task


def course_of_work(request: HttpRequest, deal: Deal) -> str:
    """How warm the deal is and by what algorithm it goes: asked for after the card, which people wait for."""
    return render_to_string("playbooks/_deal_panel_place.html", {"deal": deal}, request) if deal.is_open else ""


def results_of(request: HttpRequest, task: Task) -> str:
    """The results of a touch as buttons: no typing, and the next step is formed by the press."""
    if not task.is_open or not can_close_task(request.user, task):
        return ""
    return render_to_string(
        "playbooks/_press_form.html", press_context(request, sight_of_task(task, request.user, timezone.now())), request
    )


WISHES = """
SELECT hours.since, hours.until, coalesce(hours.zone, ''), priority.id IS NOT NULL FROM (SELECT 1) AS one
LEFT JOIN playbooks_contacthours AS hours ON hours.client_id = %(client)s
LEFT JOIN playbooks_priorityclient AS priority ON priority.client_id = %(client)s"""


def wishes_of_client(request: HttpRequest, client: Client) -> str:
    """When he may be called, and whether he comes first."""
    with connection.cursor() as cursor:
        cursor.execute(WISHES, {"client": client.pk})
        since, until, zone, is_priority = cursor.fetchone()
    context = {"client": client, "since": since, "until": until, "zone": zone, "is_priority": is_priority}
    return render_to_string("playbooks/_client_panel.html", context | {"can_set": can_set_priorities(request.user)}, request)
