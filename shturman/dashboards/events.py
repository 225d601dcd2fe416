from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.journal.events import Event

DEEDS = {
    "moved": gettext_lazy("“%(tile)s” is put elsewhere on the desktop"),
    "added": gettext_lazy("“%(tile)s” is put on the desktop"),
    "removed": gettext_lazy("“%(tile)s” is taken off the desktop"),
    "widened": gettext_lazy("“%(tile)s” takes two columns of the desktop"),
    "narrowed": gettext_lazy("“%(tile)s” takes one column of the desktop"),
    "returned": gettext_lazy("The desktop is as it is given"),
    "undone": gettext_lazy("The desktop is as it was"),
    "first": gettext_lazy("Work begins with the desktop"),
    "not_first": gettext_lazy("Work does not begin with the desktop"),
}


@dataclass(frozen=True)
class DesktopArranged(Event):
    """Of one's own desktop, or of that of a role; `before` and `after` are its places, None is what is given."""

    kind = "dashboards.desktop_arranged"
    icon = "desktop"
    deed: str
    tile: str
    role_id: int | None
    role: str
    before: list[list[Any]] | None
    after: list[list[Any]] | None
    was_first: bool = False
    is_first: bool = False

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return str(DEEDS[facts["deed"]]) % facts

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("role “%(role)s”") % facts if facts["role_id"] else ""
