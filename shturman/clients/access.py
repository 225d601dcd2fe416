from __future__ import annotations

from shturman.clients.models import Client, Note
from shturman.company.models import Member


def can_edit_client(member: Member, client: Client) -> bool:
    """The responsible, the heads of those whose rows they see, the owner."""
    if member.is_robot or member.is_owner or client.responsible_id == member.pk:
        return True
    if not member.leads:
        return False
    return member.sees == Member.Sight.ALL or (member.sees == Member.Sight.DEPARTMENT and client.department_id == member.department_id)


def sees_client(member: Member, client: Client) -> bool:
    return member.is_robot or Client.objects.visible_to(member).filter(pk=client.pk).exists()


def can_assign_client(member: Member, client: Client) -> bool:
    return member.is_robot or (member.leads and can_edit_client(member, client))


def can_change_note(member: Member, note: Note) -> bool:
    """Words are their author's; the owner may remove them."""
    return note.by_id == member.pk or member.is_owner
