from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.kit.errors import NotAllowed


def ask_to_keep_house(by: Member) -> None:
    if not can_keep_house(by):
        raise NotAllowed(_("The settings of the company are changed by its owner"))


def set_fields(row: Any, changes: dict[str, Any]) -> list[str]:
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, changes[name])
    return changed
