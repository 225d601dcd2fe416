"""A quick look: the essence of a row in a panel beside its list. Each room draws its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shturman.kit.answers import is_part

# Of the timeline only the newest: the rest is on the card.
LINES = 3


def looked_at(request: HttpRequest, fragment: str, thing: Any, context: dict[str, Any]) -> HttpResponse:
    """A panel stands beside a list alone; whoever opens its address by itself is led to the card."""
    if not is_part(request):
        return redirect(thing.get_absolute_url())
    return render(request, fragment, {**context, "card_url": thing.get_absolute_url()})
