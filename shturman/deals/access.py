from __future__ import annotations

from shturman.company.models import Member
from shturman.company.sight import covers
from shturman.deals.models import Deal


def sees_deal(member: Member, deal: Deal) -> bool:
    return member.is_robot or Deal.objects.visible_to(member).filter(pk=deal.pk).exists()


def is_handed_over(member: Member, deal: Deal) -> bool:
    """It stands on a stage that is not for managers: read-only to an ordinary employee, shown as «передано»."""
    return member.role.is_ordinary and not member.is_robot and not deal.stage.is_for_managers


def is_handed_over_now(member: Member, deal: Deal) -> bool:
    """The same by the row as it stands in the base, whatever the caller has read before."""
    if not member.role.is_ordinary or member.is_robot:
        return False
    return Deal.objects.kept().filter(pk=deal.pk, stage__is_for_managers=False).exists()


def sees_fate_only(member: Member, deal: Deal) -> bool:
    """An agent follows what becomes of the deal that he registered; its inside is of those who lead it."""
    return member.role.is_outside and deal.responsible_id != member.pk


def sees_client_of(member: Member, deal: Deal) -> bool:
    return deal.client is not None and covers(member, "client", "see", deal.client)


def can_edit_deal(member: Member, deal: Deal) -> bool:
    """As far as the role reaches, and everybody on a stage open to all; an observer only watches."""
    if is_handed_over(member, deal):
        return False
    return covers(member, "deal", "edit", deal) or (deal.stage.is_open_to_all and not member.role.is_outside)


def can_open_deals(member: Member) -> bool:
    return member.reach("deal", "edit") != "none"


def can_delete_deal(member: Member, deal: Deal) -> bool:
    return covers(member, "deal", "delete", deal) and not is_handed_over(member, deal)


def can_assign_deal(member: Member, deal: Deal) -> bool:
    """A deal changes hands by the head, never by the one who wants it."""
    return covers(member, "deal", "transfer", deal)


def can_take_deal(member: Member, deal: Deal) -> bool:
    """«Забрать себе» from the common deals; what was given to somebody on this very stage is his until it moves."""
    if not deal.stage.is_open_to_all or deal.stage.removed_at is not None or deal.responsible_id == member.pk:
        return False
    return not member.role.is_outside and can_open_deals(member) and not is_received_here(deal)


def is_received_here(deal: Deal) -> bool:
    return deal.received_at is not None and deal.received_at >= deal.entered_stage_at


def can_keep_funnels(member: Member) -> bool:
    return member.sees_whole_house
