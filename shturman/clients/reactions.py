"""The clients' part in what happens to people: true at commit."""

from __future__ import annotations

from collections.abc import Sequence

from shturman.clients.actions.cards import follow_responsible, leave_department
from shturman.company.events import DepartmentRemoved, MemberChanged


def take_clients_along(changed: Sequence[MemberChanged]) -> None:
    follow_responsible([event.member_id for event in changed if "department" in event.fields])


def place_elsewhere(removed: Sequence[DepartmentRemoved]) -> None:
    for event in removed:
        leave_department(event.department_id, event.move_to_id)
