from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.access import can_delete_deal
from shturman.deals.actions.moving import locked
from shturman.deals.events import DealDeleted, DealRestored
from shturman.deals.models import Deal
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused


@transaction.atomic
def delete_deal(deal: Deal, *, by: Member) -> Entry:
    """To the trash; its tasks go along and come back with it."""
    deal = locked(deal)
    if not can_delete_deal(by, deal):
        raise NotAllowed(_("This deal is led by %(name)s: only he or his head deletes it") % {"name": deal.responsible.short_name})
    deal.deleted_at = timezone.now()
    deal.save(update_fields=["deleted_at"])
    return record(DealDeleted(deal.pk, deal.deleted_at), by=by, about=[deal])


@transaction.atomic
def restore_deal(deal: Deal, *, by: Member, undoes: Entry | None = None) -> Deal:
    deal = Deal.objects.everything().select_for_update(no_key=True).get(pk=deal.pk)
    if not can_delete_deal(by, deal):
        raise NotAllowed(_("A deal is restored by the one who leads it or his head"))
    if deal.deleted_at is None:
        raise Refused(_("The deal is restored already"))
    deleted_at = deal.deleted_at
    deal.deleted_at, deal.changed_at = None, timezone.now()
    deal.save(update_fields=["deleted_at", "changed_at"])
    record(DealRestored(deal.pk, deleted_at), by=by, about=[deal], undoes=undoes)
    return deal


def undo_delete_deal(entry: Entry, *, by: Member) -> str:
    deal = restore_deal(Deal.objects.everything().get(pk=entry.facts["deal_id"]), by=by, undoes=entry)
    return _("The deal %(number)s is restored") % {"number": deal.number}
