"""The rights matrix: every role × row × way in against one declared expectation, over HTTP."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client as Browser

from shturman.company.models import Member, Role
from shturman.company.rights import Reach
from shturman.deals.models.sight import Sight
from shturman.tasks.queries import day_of
from shturman.world.story import Story
from tests.rights.ways import WAYS, Cell, Walk
from tests.rights.world import build

FEWEST_CELLS = 3000


def cells(story: Story, base: str, ways: list[str]) -> list[Cell]:
    world, browser = build(story, base), Browser()
    browser.force_login(world.actor)
    return [cell for way in ways for cell in WAYS[way](Walk(world, browser))]


@pytest.mark.parametrize("base", Role.Base.values)
def test_each_role_meets_exactly_what_is_his_by_every_way(story: Story, base: str) -> None:
    found = cells(story, base, list(WAYS))
    faults = [str(cell) for cell in found if not cell.is_right]
    assert not faults, "\n".join(faults[:40])
    assert len(found) >= FEWEST_CELLS / len(Role.Base)


# One filter dropped in each way in: the matrix must turn red, or it guards nothing.
EVERYTHING = [Q()]
FAULTS: dict[str, tuple[str, Any]] = {
    "list": ("shturman.deals.queries.listing.sight_of", lambda *arguments: Sight(EVERYTHING)),
    "board": ("shturman.deals.queries.board.sight_of", lambda *arguments: Sight(EVERYTHING)),
    "search": ("shturman.deals.models.Deal.objects._queryset_class.visible_to", lambda deals, *arguments: deals.kept()),
    "sum": ("shturman.deals.models.Deal.objects._queryset_class.visible_to", lambda deals, *arguments: deals.kept()),
    "export": ("shturman.company.models.Member.reach", lambda member, thing, deed: Reach.ALL),
    "card": ("shturman.clients.models.Client.objects._queryset_class.visible_to", lambda clients, member: clients.kept()),
    "timeline": ("shturman.deals.views.card.sees_fate_only", lambda *arguments: False),
    "notice": ("shturman.tasks.views.day.day_of", lambda member, now: day_of(Member.objects.get(login="boris"), now)),
    "form": ("shturman.deals.access.covers", lambda *arguments: True),
    "import": ("shturman.imports.views.can_import", lambda *arguments: True),
    "doubles": ("shturman.clients.models.Client.objects._queryset_class.visible_to", lambda clients, member: clients.kept()),
    "at hand": ("shturman.clients.models.Client.objects._queryset_class.visible_to", lambda clients, member: clients.kept()),
    "look": ("shturman.deals.models.Deal.objects._queryset_class.visible_to", lambda deals, member, *rest: deals.kept()),
    "desktop": ("shturman.deals.models.Deal.objects._queryset_class.visible_to", lambda deals, *arguments: deals.kept()),
    "common": ("shturman.deals.views.common_deals._employees_only", lambda request: None),
}


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_dropped_filter_turns_the_matrix_red(story: Story, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, fault = FAULTS[way]
    _plant(monkeypatch, place, fault)
    base = {"common": "agent", "timeline": "agent", "desktop": "head"}.get(way, "manager")
    assert any(not cell.is_right for cell in cells(story, base, [way]))


def _plant(monkeypatch: pytest.MonkeyPatch, place: str, fault: Any) -> None:
    path, name = place.rsplit(".", 1)
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing: Any = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            thing = getattr(thing, part)
        monkeypatch.setattr(thing, name, fault)
        return
    raise LookupError(place)
