"""Who follows a card: on the card itself and among its tools."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.journal.actions import card_of
from shturman.messaging.notices import Following, followers_of
from shturman.messaging.ways import wishes_of


def followers(request: HttpRequest, thing: Client | Deal) -> str:
    context = {"followers": [row for row in _read(request, thing) if row.is_active]}
    return render_to_string("messaging/_followers.html", context, request) if context["followers"] else ""


def follow_tool(request: HttpRequest, thing: Client | Deal) -> str:
    is_followed = any(row.member_id == request.user.pk for row in _read(request, thing))
    context = {"card": card_of(thing), "card_id": thing.pk, "is_followed": is_followed}
    return render_to_string("messaging/_follow.html", context, request)


def own_reminders(request: HttpRequest, member: Member) -> str:
    return render_to_string("messaging/_own_reminders.html", {"wishes": wishes_of(member)}, request)


def _read(request: HttpRequest, thing: Client | Deal) -> list[Following]:
    """Both parts of one page ask once."""
    known: list[Following] | None = getattr(request, "followers", None)
    if known is None:
        known = request.followers = followers_of(card_of(thing), thing.pk)  # type: ignore[attr-defined]
    return known
