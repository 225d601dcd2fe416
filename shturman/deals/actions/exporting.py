from __future__ import annotations

from shturman.company.models import Member
from shturman.deals.events import DealsExported
from shturman.journal.actions import record


def record_export(count: int, conditions: str, *, by: Member) -> None:
    """Deals went out of the house as a table: who, how many, by which conditions."""
    record(DealsExported(count, conditions[:500]), by=by, about=[by])
