from __future__ import annotations

from shturman.company.models import Member


def can_keep_house(member: Member) -> bool:
    """People, departments, funnels and the company itself are the owner's to change."""
    return member.is_owner or member.is_robot


def can_assign_to(member: Member, assignee: Member) -> bool:
    """To himself anybody; a head to his department; an owner to all."""
    if not assignee.is_active or assignee.is_robot:
        return False
    if member.pk == assignee.pk or member.is_owner or member.is_robot:
        return True
    return member.leads and (member.sees == Member.Sight.ALL or member.department_id == assignee.department_id)
