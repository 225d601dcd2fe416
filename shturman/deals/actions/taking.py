"""«Забрать себе»: a deal of a stage open to all goes to whoever came first; and how many deals a person may receive."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.company.holding import hold_departments
from shturman.company.models import Member
from shturman.deals.access import can_take_deal, is_received_here
from shturman.deals.actions.moving import locked
from shturman.deals.events import DealTaken
from shturman.deals.models import Deal
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused


@transaction.atomic
def take_deal(deal: Deal, *, by: Member) -> Deal:
    """The first of two takers has it; the other is told who does. Its tasks go along, as with any new responsible."""
    deal = locked(deal)
    if deal.responsible_id == by.pk:
        raise Refused(_("This deal is yours already"))
    if is_received_here(deal):
        raise Refused(_("%(name)s has taken this deal first") % {"name": deal.responsible.short_name})
    if not can_take_deal(by, deal):
        raise NotAllowed(_("This deal is not common any more: it is led by %(name)s") % {"name": deal.responsible.short_name})
    ask_caps(by, 1)
    former = deal.responsible
    deal.responsible, deal.department_id, deal.received_at = by, hold_departments([by.pk])[by.pk], timezone.now()
    deal.changed_at = deal.received_at
    deal.save(update_fields=["responsible", "department", "received_at", "changed_at"])
    record(DealTaken(deal.pk, former.pk, former.short_name, by.pk, by.short_name), by=by, about=[deal])
    return deal


def ask_caps(receiver: Member, more: int) -> None:
    """Holds the person's row, so that two givers at once do not both fit under one limit."""
    caps = {"day": receiver.right("deal.day_cap"), "month": receiver.right("deal.month_cap")}
    if not any(isinstance(cap, int) for cap in caps.values()):
        return
    Member.objects.select_for_update(no_key=True).get(pk=receiver.pk)
    for period, since in _periods(receiver).items():
        cap = caps[period]
        if isinstance(cap, int) and received_since(receiver, since) + more > cap:
            raise Refused(_cap_words(receiver, period, cap), field="responsible")


def received_since(member: Member, since: datetime) -> int:
    return Deal.objects.everything().filter(responsible=member, received_at__gte=since).count()


def _periods(member: Member) -> dict[str, datetime]:
    today = timezone.localdate(timezone=member.zone)
    return {period: datetime.combine(day, time.min, member.zone) for period, day in (("day", today), ("month", today.replace(day=1)))}


def _cap_words(member: Member, period: str, cap: int) -> str:
    if period == "day":
        words = ngettext("%(name)s receives at most %(cap)d deal a day", "%(name)s receives at most %(cap)d deals a day", cap)
    else:
        words = ngettext("%(name)s receives at most %(cap)d deal a month", "%(name)s receives at most %(cap)d deals a month", cap)
    return words % {"name": member.short_name, "cap": cap}
