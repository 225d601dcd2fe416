"""The door's part in what happens to people: true at commit."""

from __future__ import annotations

from collections.abc import Sequence

from shturman.company.events import MemberChanged
from shturman.company.models import Member
from shturman.web.door.actions import end_all_sessions


def close_the_door(changed: Sequence[MemberChanged]) -> None:
    """Who does not work here any more is signed out everywhere."""
    ids = [event.member_id for event in changed if "is_active" in event.fields]
    for member in Member.objects.filter(pk__in=ids, is_active=False):
        end_all_sessions(member)
