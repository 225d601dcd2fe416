from __future__ import annotations

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.company.rights import Reach
from shturman.deals.events import DealsExported
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed


def record_export(count: int, conditions: str, *, by: Member) -> None:
    """Deals go out of the house as a table: who, how many, by which conditions."""
    if by.reach("deal", "export") == Reach.NONE:
        raise NotAllowed(_("Taking deals out as a table is closed to you: the right is given by the owner"))
    record(DealsExported(count, conditions[:500]), by=by, about=[by])
