from __future__ import annotations

from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.imports.models import ImportRun

KINDS_OF_THE_HOUSE = ("departments", "members")


def can_import(member: Member, kind: str = "") -> bool:
    """Heads load clients, goods and deals of their people; the staff itself is the owner's."""
    return can_keep_house(member) if kind in KINDS_OF_THE_HOUSE else bool(member.right("imports.loads"))


def can_undo_import(member: Member, run: ImportRun) -> bool:
    return can_import(member, run.kind) and (member.is_owner or run.by_id == member.pk)
