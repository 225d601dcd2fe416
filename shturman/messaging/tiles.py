"""What is new: notices that are not read yet, and what others did with one's own deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.clients.note_lines import with_words
from shturman.company.models import Member, Role
from shturman.deals.models import Deal
from shturman.journal.models import Entry
from shturman.journal.queries import Line, lines_of
from shturman.kit.house import Tile
from shturman.messaging.notices import unread_notices

LINES = 4
# What is older is no news.
FRESH = timedelta(days=2)


def news(member: Member) -> Mapping[str, Any]:
    unread = unread_notices(member)
    told = {row.notice.entry_id for row in unread}
    return {
        "count": len(unread),
        "count_url": "/notices/",
        "notices": unread[:LINES],
        "lines": [line for line in _done_by_others(member) if line.entry_id not in told][:LINES],
    }


def _done_by_others(member: Member) -> Sequence[Line]:
    """On deals that he leads and that are open, the newest first; what the system does by itself follows from his own work."""
    deals = {deal.pk: deal for deal in Deal.objects.inside_for(member).open().filter(responsible=member).only("title")}
    fresh = Entry.objects.filter(links__card="deal", links__card_id__in=list(deals), links__happened_at__gte=timezone.now() - FRESH)
    rows = fresh.filter(by__is_robot=False).exclude(by=member).annotate(deal_id=F("links__card_id")).select_related("by", "undone")
    entries: list[Any] = list(rows.order_by("-links__happened_at", "-pk")[: LINES * 2])
    lines = with_words(lines_of(entries, member), entries, member, takes_notes=False)
    return [
        replace(line, card_name=deals[entry.deal_id].title, card_url=deals[entry.deal_id].get_absolute_url())
        for line, entry in zip(lines, entries, strict=True)
    ]


NEWS = Tile(
    "news",
    _("What is new"),
    _("Notices not read yet, and what others did with your deals in two days"),
    "bell",
    "/notices/",
    "messaging/tiles/news.html",
    news,
    kinds=tuple(Role.Base.values),
    hears="deals tasks notices:{member}",
    is_heavy=True,
)
