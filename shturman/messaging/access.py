from __future__ import annotations

from shturman.company.models import Member


def can_keep_mail(member: Member) -> bool:
    """Letters carry the keys of accounts: their server and the outbox are the owner's."""
    return member.is_owner


def can_read_reminded(member: Member) -> bool:
    """Whom reminders have reached is the heads' to see: of the people whose tasks they read."""
    return member.leads or member.sees_whole_house
