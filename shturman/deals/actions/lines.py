"""Goods of a deal: written all at once, never over what a colleague has written meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.actions.changing import led
from shturman.deals.actions.opening import NewLine, line_row, sum_of
from shturman.deals.events import DealLinesSet
from shturman.deals.models import Deal, DealLine
from shturman.journal.actions import record
from shturman.journal.queries import who_changed_last
from shturman.kit.errors import Refused
from shturman.kit.money import LARGEST_AMOUNT


class LinesChanged(Refused):
    """A colleague has written other goods since the person began."""


@transaction.atomic
def set_lines(deal: Deal, lines: Sequence[NewLine], *, by: Member, seen: str | None = None) -> Deal:
    """Replaces the goods of a deal; the amount of the deal becomes their sum. `seen` is the print of what the person began with."""
    deal = led(deal, by)
    if seen is not None and seen != print_of_lines(deal):
        raise LinesChanged(_told(deal))
    amount = sum_of(lines)
    if amount > LARGEST_AMOUNT:
        raise Refused(_("The lines add up to more than 999 999 999 999 ₽: check quantities and prices"))
    DealLine.objects.filter(deal=deal).delete()
    DealLine.objects.bulk_create([line_row(deal, line, place) for place, line in enumerate(lines)])
    if lines:
        deal.amount = amount
    deal.changed_at = timezone.now()
    deal.save(update_fields=["amount", "changed_at"])
    record(DealLinesSet(deal.pk, len(lines), deal.amount), by=by, about=[deal])
    return deal


def print_of_lines(deal: Deal) -> str:
    """Lines that say the same have the same print, whichever rows hold them."""
    rows = deal.lines.order_by("position", "id").values_list("good", "name", "quantity", "price")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:32]


def _told(deal: Deal) -> str:
    words = _("While you were editing, %(name)s changed the goods of the deal: open it again to see them, or save once more to write yours")
    return words % {"name": who_changed_last("deal", deal.pk, DealLinesSet.kind)}
