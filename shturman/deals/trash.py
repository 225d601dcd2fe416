from __future__ import annotations

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.company.sight import seen_by
from shturman.deals.access import can_keep_funnels
from shturman.deals.models import Deal, DealFile, Funnel, Stage
from shturman.kit.trash import SHOWN, Discarded


def discarded_deals(member: Member) -> list[Discarded]:
    rows = (
        Deal.objects.everything()
        .filter(seen_by(member, "deal", "delete"), deleted_at__isnull=False)
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


def discarded_funnels(member: Member) -> list[Discarded]:
    if not can_keep_funnels(member):
        return []
    rows = Funnel.objects.filter(removed_at__isnull=False).order_by("-removed_at")[:SHOWN]
    return [Discarded(_("funnel"), row.name, "", row.removed_at, f"/deals/funnels/{row.pk}/restore/") for row in rows if row.removed_at]


def discarded_stages(member: Member) -> list[Discarded]:
    """Stages of funnels that stand; those of a removed funnel come back with it."""
    if not can_keep_funnels(member):
        return []
    rows = Stage.objects.filter(removed_at__isnull=False, funnel__removed_at=None).select_related("funnel").order_by("-removed_at")[:SHOWN]
    return [
        Discarded(_("stage"), row.name, row.funnel.name, row.removed_at, f"/deals/funnels/{row.funnel_id}/stages/{row.pk}/restore/")
        for row in rows
        if row.removed_at
    ]
