from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest

from shturman.journal.actions import look_at_card


def leave_trail(request: HttpRequest, thing: Model) -> None:
    """Not of an owner who looks as somebody else: his entry of that stands already."""
    if getattr(request, "real_member", None) is None:
        look_at_card(thing, by=request.user)
