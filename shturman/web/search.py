"""One question to every room that can be searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shturman.kit import house

SHORTEST = 2
ICONS = {"client": "people", "deal": "funnel", "task": "checkbox"}
TITLES = {"client": _("Clients"), "deal": _("Deals"), "task": _("Tasks")}


@dataclass(frozen=True)
class Shelf:
    """Hits of one kind, as one room found them."""

    kind: str
    hits: list[Any]

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, "search")

    @property
    def title(self) -> Any:
        return TITLES.get(self.kind, self.kind)


def found(member: Any, text: str, limit: int) -> list[Shelf]:
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    shelves: dict[str, list[Any]] = {}
    for search in house.searches():
        for hit in search(member, text, limit):
            shelves.setdefault(str(hit.kind), []).append(hit)
    return [Shelf(kind, hits) for kind, hits in shelves.items()]
