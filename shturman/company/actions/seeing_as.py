from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.actions.common import ask_to_keep_house
from shturman.company.events import SeeingAsBegun
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import Refused


@transaction.atomic
def begin_seeing_as(member: Member, *, by: Member) -> None:
    """Leaves its entry; the session of the owner keeps the rest."""
    ask_to_keep_house(by)
    if not member.is_active or member.is_robot:
        raise Refused(_("%(name)s does not work here any more") % {"name": member.short_name})
    record(SeeingAsBegun(member.pk), by=by, about=[member])
