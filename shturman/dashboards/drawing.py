"""Tiles as the page shows them: light ones with it, heavy ones after it, a failed one with words."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from shturman.company.models import Member, Role
from shturman.dashboards.access import tiles_of_role, tiles_open_to
from shturman.dashboards.arrangement import Arrangement
from shturman.kit.house import Tile

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Drawn:
    tile: Tile
    width: int
    html: SafeString


def desk_drawn(places: Arrangement, member: Member) -> list[Drawn]:
    """Without tiles that he may not see, wherever they stand."""
    tiles = tiles_open_to(member)
    shown = [(tiles[place.key], place.width) for place in places if place.key in tiles]
    return [Drawn(tile, width, tile_awaited(tile, member) if tile.is_heavy else tile_drawn(tile, member)) for tile, width in shown]


def role_desk_drawn(places: Arrangement, role: Role) -> list[Drawn]:
    """A role has no figures of its own: each tile tells what it will show."""
    tiles = tiles_of_role(role)
    shown = [(tiles[place.key], place.width) for place in places if place.key in tiles]
    return [Drawn(tile, width, render_to_string("dashboards/_tile_told.html", {"tile": tile})) for tile, width in shown]


def spare(tiles: Iterable[Tile], places: Arrangement) -> list[Tile]:
    standing = {place.key for place in places}
    return [tile for tile in tiles if tile.key not in standing]


def tile_drawn(tile: Tile, member: Member) -> SafeString:
    # One tile that fails must not close the whole desktop: the fault is recorded, and the others stand.
    try:
        return render_to_string("dashboards/_tile.html", {**_frame(tile, member), **tile.read(member)})
    except Exception:
        logger.exception("The tile %s has failed for the member %s", tile.key, member.pk)
        return render_to_string("dashboards/_tile_failed.html", _frame(tile, member))


def tile_awaited(tile: Tile, member: Member) -> SafeString:
    return render_to_string("dashboards/_tile_awaited.html", _frame(tile, member))


def _frame(tile: Tile, member: Member) -> dict[str, object]:
    return {"tile": tile, "member": member, "hears": tile.hears.format(member=member.pk)}
