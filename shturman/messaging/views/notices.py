from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.clients.merging import living
from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.kit.answers import answer, go, part, toast
from shturman.kit.errors import Refused
from shturman.kit.ids import row_id
from shturman.messaging.actions import follow, read_all_notices, read_notice, unfollow
from shturman.messaging.notices import by_day, notice_for, read_notices, unread_count, unread_notices
from shturman.messaging.views.reminders import shelf_of


@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """The unread first; then those that were read, page by page."""
    read, next_cursor = read_notices(request.user, request.GET.get("cursor", ""))
    is_part = bool(request.GET.get("part"))
    unread = [] if is_part else unread_notices(request.user)
    context = {
        "section": "notices",
        "cards": [] if is_part else shelf_of(request)["cards"],
        "unread": by_day(unread),
        "newest": max((told.notice.pk for told in unread), default=0),
        "unread_count": len(unread),
        "read": by_day(read),
        "next_url": f"?cursor={next_cursor}&part=rows" if next_cursor else "",
    }
    return answer(request, "messaging/notices.html", context, fragment="messaging/_read_notices.html" if is_part else "")


@require_GET
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """To its place on the card; opened, it is read. An owner who looks as somebody else reads nothing for him."""
    found = notice_for(request.user, notice_id)
    if found is None:
        raise Http404
    notice, address = found
    if getattr(request, "real_member", None) is None:
        read_notice(notice, by=request.user)
    return redirect(address)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    read_all_notices(row_id(request.POST.get("newest")) or 0, by=request.user)
    return go(request, "/notices/")


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The count, and beside it the shelf of cards that remind: one question of each page."""
    shelf = shelf_of(request)
    count = unread_count(request.user) + len(shelf["cards"])
    return part(request, "messaging/_bell.html", {"count": count, "place": request.GET.get("place", ""), "out_of_band": True, **shelf})


@require_POST
def follow_card(request: HttpRequest, card: str, card_id: int) -> HttpResponse:
    return _followed(request, _card_or_404(request, card, card_id), follow, _("You will be told what happens here"))


@require_POST
def unfollow_card(request: HttpRequest, card: str, card_id: int) -> HttpResponse:
    return _followed(request, _card_or_404(request, card, card_id), unfollow, _("You follow it no more"))


def _followed(request: HttpRequest, thing: Client | Deal, act: Callable[..., None], words: str) -> HttpResponse:
    try:
        act(thing, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, words)
    return go(request, thing.get_absolute_url())


def _card_or_404(request: HttpRequest, card: str, card_id: int) -> Client | Deal:
    rows: dict[str, Any] = {"client": Client.objects.visible_to(request.user), "deal": Deal.objects.inside_for(request.user)}
    if card not in rows:
        raise Http404
    # Sent from a page that was opened before a merge.
    main = living(card_id) if card == "client" else None
    return get_object_or_404(rows[card], pk=main.pk if main else card_id)
