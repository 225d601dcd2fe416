from __future__ import annotations

from shturman.company.models import Member
from shturman.company.sight import covers_person


def can_keep_house(member: Member) -> bool:
    """People, departments, funnels and the company itself are the owner's to change."""
    return member.sees_whole_house


def is_employee(member: Member) -> bool:
    """An agent, dealer or partner works with the company, is not of it."""
    return not member.role.is_outside


def can_assign_to(member: Member, assignee: Member, thing: str) -> bool:
    """To himself anybody; to others whoever may give things of this kind to the people of their department or of all."""
    if not assignee.is_active or assignee.is_robot:
        return False
    return member.pk == assignee.pk or covers_person(member, thing, "transfer", assignee)
