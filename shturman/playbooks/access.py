from __future__ import annotations

from shturman.company.access import can_keep_house
from shturman.company.models import Department, Member


def can_edit_playbooks(member: Member) -> bool:
    return can_keep_house(member)


def can_see_playbooks(member: Member) -> bool:
    """Whoever works by them may read them; an outside agent follows the fate of his deals only."""
    return not member.role.is_outside


def leads_people(member: Member) -> bool:
    """Whoever edits tasks of others is their head."""
    return member.reach("task", "edit") not in ("none", "own")


def can_set_priorities(member: Member) -> bool:
    return leads_people(member)


def department_of_switch(member: Member) -> Department | None:
    """What the head's switch is for: his department; of who sees the whole house, everybody (None)."""
    return None if member.sees_whole_house else member.department
