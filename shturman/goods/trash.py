from __future__ import annotations

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.goods.models import Good
from shturman.kit.money import roubles
from shturman.kit.trash import SHOWN, Discarded


def discarded_goods(member: Member) -> list[Discarded]:
    if not member.leads:
        return []
    rows = Good.objects.filter(deleted_at__isnull=False).order_by("-deleted_at")[:SHOWN]
    return [
        Discarded(_("good"), row.name, roubles(row.price), row.deleted_at, f"/goods/{row.pk}/restore/") for row in rows if row.deleted_at
    ]
