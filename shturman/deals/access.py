from __future__ import annotations

from shturman.company.models import Member
from shturman.deals.models import Deal


def sees_deal(member: Member, deal: Deal) -> bool:
    return member.is_robot or Deal.objects.visible_to(member).filter(pk=deal.pk).exists()


def can_edit_deal(member: Member, deal: Deal) -> bool:
    """The responsible, the heads of those whose rows they see, the owner; an observer only watches."""
    if member.is_robot or member.is_owner or deal.responsible_id == member.pk:
        return True
    if not member.leads:
        return False
    return member.sees == Member.Sight.ALL or (member.sees == Member.Sight.DEPARTMENT and deal.department_id == member.department_id)


def can_delete_deal(member: Member, deal: Deal) -> bool:
    return can_edit_deal(member, deal)


def can_assign_deal(member: Member, deal: Deal) -> bool:
    """A deal changes hands by the head, never by the one who wants it."""
    return member.is_robot or (member.leads and can_edit_deal(member, deal))


def can_keep_funnels(member: Member) -> bool:
    return member.is_owner or member.is_robot
