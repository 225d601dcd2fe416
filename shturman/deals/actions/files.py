from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.access import can_edit_deal
from shturman.deals.actions.moving import locked
from shturman.deals.events import DealFileAttached, DealFileDeleted, DealFileRestored
from shturman.deals.models import Deal, DealFile
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed
from shturman.kit.uploads import checked_name


@transaction.atomic
def attach_file(deal: Deal, upload: UploadedFile, *, by: Member) -> DealFile:
    deal = locked(deal)
    _ask(deal, by)
    name = checked_name(upload, "file")
    kept = DealFile.objects.create(deal=deal, file=upload, name=name, size=upload.size or 0, by=by)
    record(DealFileAttached(deal.pk, kept.pk, name), by=by, about=[deal])
    return kept


@transaction.atomic
def delete_file(kept: DealFile, *, by: Member) -> Entry:
    _ask(kept.deal, by)
    kept.deleted_at = timezone.now()
    kept.save(update_fields=["deleted_at"])
    return record(DealFileDeleted(kept.deal_id, kept.pk, kept.name), by=by, about=[kept.deal])


@transaction.atomic
def restore_file(kept: DealFile, *, by: Member, undoes: Entry | None = None) -> DealFile:
    _ask(kept.deal, by)
    kept.deleted_at = None
    kept.save(update_fields=["deleted_at"])
    record(DealFileRestored(kept.deal_id, kept.pk, kept.name), by=by, about=[kept.deal], undoes=undoes)
    return kept


def undo_delete_file(entry: Entry, *, by: Member) -> str:
    kept = restore_file(DealFile.objects.get(pk=entry.facts["file_id"]), by=by, undoes=entry)
    return _("The file “%(name)s” is restored") % {"name": kept.name}


def _ask(deal: Deal, by: Member) -> None:
    if not can_edit_deal(by, deal):
        raise NotAllowed(_("Files of a deal are kept by those who lead it"))
