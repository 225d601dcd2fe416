"""An order of tiles with their widths: changed as a whole, never in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shturman.kit import house

COLUMNS = 3
# A tile takes one column or two; all three would be a page of its own.
WIDEST = 2


@dataclass(frozen=True)
class Place:
    key: str
    width: int = 1


Arrangement = tuple[Place, ...]


def usual_for(base: str) -> Arrangement:
    """What a kind of role has until its owner arranges it."""
    return tuple(Place(tile.key, tile.width) for tile in house.tiles().values() if base in tile.kinds)


def read(stored: Iterable[Sequence]) -> Arrangement:
    """A tile that the house has no more is left out."""
    return tuple(Place(key, width) for key, width in stored if key in house.tiles())


def told(arrangement: Arrangement) -> list[list]:
    return [[place.key, place.width] for place in arrangement]


def with_place(arrangement: Arrangement, key: str, before: str) -> Arrangement:
    """Put before another one, or last; what was not there is added."""
    own = next((place for place in arrangement if place.key == key), Place(key, house.tiles()[key].width))
    others = [place for place in arrangement if place.key != key]
    keys = [place.key for place in others]
    at = keys.index(before) if before in keys else len(others)
    return (*others[:at], own, *others[at:])


def with_width(arrangement: Arrangement, key: str, width: int) -> Arrangement:
    width = min(max(width, 1), WIDEST)
    return tuple(replace(place, width=width) if place.key == key else place for place in arrangement)


def without(arrangement: Arrangement, key: str) -> Arrangement:
    return tuple(place for place in arrangement if place.key != key)


def shifted_before(keys: Sequence[str], key: str, step: int) -> str:
    """Before which of these it stands once it has gone a step earlier or later; nothing is the end."""
    if key not in keys:
        return ""
    others = [other for other in keys if other != key]
    at = max(keys.index(key) + step, 0)
    return others[at] if at < len(others) else ""
