"""The dialog where a list is grouped; the answer goes into the address, where a view keeps it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse

from shturman.company.models import Member
from shturman.kit.answers import answer
from shturman.kit.filters import Filter
from shturman.lists.grouping import Groupings


def choose_groups(request: HttpRequest, groupings: Groupings, chosen: Filter, list_url: str, section: str) -> HttpResponse:
    member, sort, shown = cast("Member", request.user), request.GET.get("sort", ""), request.GET.get("group", "")

    def address(key: str) -> str:
        return f"{list_url}{chosen.url(group=key, sort=sort, view=request.GET.get('view') or '0')}"

    context = {
        "section": section,
        "choices": [(grouping.label, address(grouping.key), grouping.key == shown) for grouping in groupings.offered(chosen, member)],
        "off_url": address(""),
        "is_grouped": bool(shown),
    }
    return answer(request, "lists/choose_groups.html", context, fragment="lists/_choose_groups.html")
