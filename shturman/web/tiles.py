"""Cards at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member, Role
from shturman.kit.house import Tile
from shturman.web.records import pinned_and_recent

LINES = 6


def favourites(member: Member) -> Mapping[str, Any]:
    """All that is pinned, and as many of the recent as there is room for."""
    pinned, recent = pinned_and_recent(member)
    return {"pinned": pinned, "recent": recent[: max(LINES - len(pinned), 2)]}


FAVOURITES = Tile(
    "favourites",
    _("Favourites"),
    _("Pinned clients and deals, and those that you opened lately"),
    "star",
    "",
    "web/tiles/favourites.html",
    favourites,
    kinds=tuple(Role.Base.values),
)
