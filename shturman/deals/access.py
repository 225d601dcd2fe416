from __future__ import annotations

from shturman.company.models import Member
from shturman.company.sight import covers
from shturman.deals.models import Deal


def sees_deal(member: Member, deal: Deal) -> bool:
    return member.is_robot or Deal.objects.visible_to(member).filter(pk=deal.pk).exists()


def can_edit_deal(member: Member, deal: Deal) -> bool:
    """As far as the role reaches; an observer only watches."""
    return covers(member, "deal", "edit", deal)


def can_delete_deal(member: Member, deal: Deal) -> bool:
    return covers(member, "deal", "delete", deal)


def can_assign_deal(member: Member, deal: Deal) -> bool:
    """A deal changes hands by the head, never by the one who wants it."""
    return covers(member, "deal", "transfer", deal)


def can_keep_funnels(member: Member) -> bool:
    return member.sees_whole_house
