"""The clients' part in what happens to people: true at commit."""

from __future__ import annotations

from collections.abc import Sequence

from shturman.clients.actions.cards import follow_responsible
from shturman.company.events import MemberChanged


def take_clients_along(changed: Sequence[MemberChanged]) -> None:
    follow_responsible([event.member_id for event in changed if "department" in event.fields])
