"""Desktops of people and of roles: each verb takes one as it stands now, so that two pages of one person do not undo each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.models import Member, Role
from shturman.dashboards import arrangement
from shturman.dashboards.access import tiles_of_role, tiles_open_to
from shturman.dashboards.arrangement import Arrangement
from shturman.dashboards.events import DesktopArranged
from shturman.dashboards.models import Desktop
from shturman.dashboards.queries import Desk, desk_of, desk_of_role
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_row
from shturman.kit.house import Tile


@transaction.atomic
def place_tile(key: str, before: str = "", *, by: Member, of: Role | None = None) -> Entry | None:
    """Before another tile, or last; one that was not on the desktop is added. None: it stands there already."""
    desk = _hold(by, of)
    deed = "moved" if any(place.key == key for place in desk.places) else "added"
    return _change(desk, deed, _tile(key, by, of), lambda places: arrangement.with_place(places, key, before), by=by, of=of)


@transaction.atomic
def size_tile(key: str, width: int, *, by: Member, of: Role | None = None) -> Entry | None:
    deed = "widened" if width > 1 else "narrowed"
    return _change(_hold(by, of), deed, _tile(key, by, of), lambda places: arrangement.with_width(places, key, width), by=by, of=of)


@transaction.atomic
def take_tile_off(key: str, *, by: Member, of: Role | None = None) -> Entry | None:
    return _change(_hold(by, of), "removed", _tile(key, by, of), lambda places: arrangement.without(places, key), by=by, of=of)


@transaction.atomic
def return_desktop(*, by: Member, of: Role | None = None) -> Entry | None:
    """A person follows his role again; a role has what its kind usually has."""
    desk = _hold(by, of)
    if not desk.is_own:
        return None
    _keep(None, desk.opens_first, by, of)
    return _told("returned", None, desk, None, desk.opens_first, by=by, of=of)


@transaction.atomic
def begin_with_desktop(role: Role, is_first: bool, *, by: Member) -> Entry | None:
    desk = _hold(by, role)
    if desk.opens_first == is_first:
        return None
    stored = _stored(desk)
    _keep(stored, is_first, by, role)
    return _told("first" if is_first else "not_first", None, desk, stored, is_first, by=by, of=role)


@transaction.atomic
def undo_arrangement(entry: Entry, *, by: Member) -> str:
    """Back to what stood before, unless it has been arranged anew since."""
    facts = entry.facts
    of = Role.objects.filter(pk=facts["role_id"]).first() if facts["role_id"] else None
    if facts["role_id"] and of is None:
        raise Refused(_("There is no such role any more"))
    desk = _hold(by, of)
    if _stored(desk) != facts["after"] or desk.opens_first != facts["is_first"] and of is not None:
        raise Refused(_("The desktop has been arranged anew since"))
    _keep(facts["before"], facts["was_first"], by, of)
    _told("undone", None, desk, facts["before"], facts["was_first"], by=by, of=of, undoes=entry)
    return _("The desktop is as it was")


def _hold(by: Member, of: Role | None) -> Desk:
    """Whose desktop it is decides between two presses at once."""
    if of is None:
        Member.objects.select_for_update(no_key=True, of=("self",)).get(pk=by.pk)
        return desk_of(by)
    if not can_keep_house(by):
        raise NotAllowed(_("Desktops of roles are arranged by the owner"))
    return desk_of_role(hold_row(Role.objects.select_for_update(no_key=True), of.pk))


def _change(
    desk: Desk, deed: str, tile: Tile, change: Callable[[Arrangement], Arrangement], *, by: Member, of: Role | None
) -> Entry | None:
    after = change(desk.places)
    if after == desk.places:
        return None
    _keep(arrangement.told(after), desk.opens_first, by, of)
    return _told(deed, tile, desk, arrangement.told(after), desk.opens_first, by=by, of=of)


def _tile(key: str, by: Member, of: Role | None) -> Tile:
    tiles: Mapping[str, Tile] = tiles_open_to(by) if of is None else tiles_of_role(of)
    if key not in tiles:
        raise NotAllowed(_("There is no such tile"))
    return tiles[key]


def _keep(places: list | None, is_first: bool, by: Member, of: Role | None) -> None:
    """Without places of its own and without a mark there is nothing to keep."""
    whose: dict[str, Any] = {"member": by} if of is None else {"role": of}
    is_first = is_first and of is not None
    if places is None and not is_first:
        Desktop.objects.filter(**whose).delete()
        return
    Desktop.objects.update_or_create(**whose, defaults={"places": places, "opens_first": is_first, "changed_at": timezone.now()})


def _stored(desk: Desk) -> list | None:
    return arrangement.told(desk.places) if desk.is_own else None


def _told(
    deed: str,
    tile: Tile | None,
    desk: Desk,
    after: list | None,
    is_first: bool,
    *,
    by: Member,
    of: Role | None,
    undoes: Entry | None = None,
) -> Entry:
    label = str(tile.label) if tile else ""
    was_first, is_first = (desk.opens_first, is_first) if of is not None else (False, False)
    event = DesktopArranged(deed, label, of.pk if of else None, of.name if of else "", _stored(desk), after, was_first, is_first)
    return record(event, by=by, undoes=undoes)
