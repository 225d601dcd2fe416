"""The cards that remind, and what was reminded to whom."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.kit.answers import answer, go, is_part, part, toast
from shturman.kit.dates_in_words import moment
from shturman.kit.errors import Refused
from shturman.messaging.access import can_read_reminded
from shturman.messaging.actions import close_card, see_delivery, snooze_card
from shturman.messaging.cards import cards_of
from shturman.messaging.models import Delivery
from shturman.messaging.reminded import FILTERS, reminded_page

# There the cards stand in the page itself.
NOTICES = "/notices/"


@require_GET
def reminder_list(request: HttpRequest) -> HttpResponse:
    """Of those whose tasks one reads."""
    if not can_read_reminded(request.user):
        raise PermissionDenied(_("Whom reminders have reached is seen by heads"))
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in FILTERS else ""
    rows, next_cursor = reminded_page(request.user, chosen, request.GET.get("cursor", ""))
    context = {
        "section": "reminders",
        "rows": rows,
        "filters": [
            {"label": label, "url": f"?show={key}", "remove_url": "/reminders/", "is_on": key == chosen} for key, label in FILTERS.items()
        ],
        "next_url": f"?show={chosen}&cursor={next_cursor}&part=rows" if next_cursor else "",
    }
    return answer(request, "messaging/reminders.html", context, fragment="messaging/_reminder_rows.html" if request.GET.get("part") else "")


@require_POST
def see_reminder(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The browser says that the card stands on a page that is looked at; an owner who looks as somebody else sees nothing for him."""
    if getattr(request, "real_member", None) is None:
        see_delivery(_own_or_404(request, delivery_id))
    return HttpResponse(status=204)


@require_POST
def snooze_reminder(request: HttpRequest, delivery_id: int) -> HttpResponse:
    until = "tomorrow" if request.POST.get("until") == "tomorrow" else "soon"
    try:
        at = snooze_card(_own_or_404(request, delivery_id), until, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        here = timezone.localtime(at)
        toast(request, _("Will remind: %(when)s") % {"when": moment(here, timezone.localdate())}, level="info")
    return _shelf(request)


@require_POST
def close_reminder(request: HttpRequest, delivery_id: int) -> HttpResponse:
    close_card(_own_or_404(request, delivery_id), by=request.user)
    return _shelf(request)


def shelf_of(request: HttpRequest) -> dict[str, Any]:
    """What the shelf of every page shows; results come back to where the person is."""
    if getattr(request, "real_member", None) is not None:
        return {"cards": [], "here": NOTICES}
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path or NOTICES
    return {"cards": cards_of(request.user), "here": here, "is_listed": here == NOTICES}


def _shelf(request: HttpRequest) -> HttpResponse:
    return part(request, "messaging/_shelf.html", shelf_of(request)) if is_part(request) else go(request, NOTICES)


def _own_or_404(request: HttpRequest, delivery_id: int) -> Delivery:
    return get_object_or_404(Delivery.objects.filter(to=request.user).select_related("task", "reminder"), pk=delivery_id)
