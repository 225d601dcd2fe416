from __future__ import annotations

from collections.abc import Mapping

from shturman.company.models import Member, Role
from shturman.kit import house
from shturman.kit.house import Tile


def tiles_open_to(member: Member) -> Mapping[str, Tile]:
    """What he may have: of another tile he is not told."""
    return {key: tile for key, tile in house.tiles().items() if tile.is_for(member)}


def tiles_of_role(role: Role) -> Mapping[str, Tile]:
    """What a person of this role may have without single rights of his own."""
    return tiles_open_to(Member(role=role))
