"""Doubles that wait for a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from shturman.clients.duplicates import groups_page, last_search
from shturman.clients.merging import can_merge
from shturman.clients.models import DuplicatePair
from shturman.company.models import Member, Role
from shturman.kit.house import Tile

LINES = 4
DUPLICATES_URL = "/clients/duplicates/"


def duplicates(member: Member) -> Mapping[str, Any]:
    groups, following = groups_page(member, None)
    seen = DuplicatePair.objects.open().visible_to(member)
    count = len(groups) if following is None else seen.order_by().values("group").distinct().count()
    return {"count": count, "count_url": DUPLICATES_URL, "groups": groups[:LINES], "last_search": last_search()}


DUPLICATES = Tile(
    "duplicates",
    _("Duplicates"),
    _("Clients who look like one: merge them, or say that they are not one"),
    "merge",
    DUPLICATES_URL,
    "clients/tiles/duplicates.html",
    duplicates,
    kinds=(Role.Base.OWNER, Role.Base.HEAD_OF_SALES),
    hears="clients",
    is_heavy=True,
    is_for=can_merge,
)
