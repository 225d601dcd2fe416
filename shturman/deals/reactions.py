"""The deals' part in what happens to people: true at commit."""

from __future__ import annotations

from collections.abc import Sequence

from shturman.company.events import DepartmentRemoved, MemberChanged
from shturman.deals.actions import follow_responsible, leave_department


def take_deals_along(changed: Sequence[MemberChanged]) -> None:
    follow_responsible([event.member_id for event in changed if "department" in event.fields])


def place_elsewhere(removed: Sequence[DepartmentRemoved]) -> None:
    for event in removed:
        leave_department(event.department_id, event.move_to_id)
