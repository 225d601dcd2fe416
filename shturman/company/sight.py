"""Whose rows a member sees: one condition for all kinds of rows that carry a responsible and his department."""

from __future__ import annotations

from django.db.models import Q

from shturman.company.models import Member


def seen_by(member: Member, *, responsible: str = "responsible", department: str = "department") -> Q:
    """Constant ids, so that the index on the responsible or the department answers it."""
    if member.is_owner or member.sees == Member.Sight.ALL:
        return Q()
    own = Q(**{f"{responsible}_id": member.pk})
    if member.sees == Member.Sight.DEPARTMENT and member.department_id:
        return Q(**{f"{department}_id": member.department_id})
    return own
