from __future__ import annotations

from shturman.company.models import Member


def can_read_reports(member: Member) -> bool:
    """Of the deals that he sees; an outside agent follows his deals one by one."""
    return member.reach("deal", "see") != "none" and not member.role.is_outside
