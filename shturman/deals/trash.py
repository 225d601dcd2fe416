from __future__ import annotations

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.company.sight import seen_by
from shturman.deals.models import Deal, DealFile
from shturman.kit.trash import SHOWN, Discarded


def discarded_deals(member: Member) -> list[Discarded]:
    rows = (
        Deal.objects.everything()
        .filter(seen_by(member), deleted_at__isnull=False)
        .select_related("responsible")
        .order_by("-deleted_at")[:SHOWN]
    )
    return [
        Discarded(_("deal"), f"{row.title}, {row.number}", row.responsible.short_name, row.deleted_at, f"/deals/{row.pk}/restore/")
        for row in rows
        if row.deleted_at
    ]


def discarded_files(member: Member) -> list[Discarded]:
    seen = Deal.objects.visible_to(member)
    rows = DealFile.objects.filter(deal__in=seen, deleted_at__isnull=False).select_related("deal").order_by("-deleted_at")[:SHOWN]
    return [
        Discarded(_("file"), row.name, row.deal.title, row.deleted_at, f"/deals/{row.deal_id}/files/{row.pk}/restore/")
        for row in rows
        if row.deleted_at
    ]
