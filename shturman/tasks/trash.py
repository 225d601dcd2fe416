from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.kit.trash import SHOWN, Discarded
from shturman.tasks.models import Task


def discarded_tasks(member: Member) -> list[Discarded]:
    """Without the tasks that went with their deal: those come back with it."""
    mine = Q() if member.is_owner else Q(assignee=member) | Q(author=member)
    rows = (
        Task.objects.everything()
        .filter(mine, deleted_at__isnull=False)
        .filter(Q(deal=None) | Q(deal__deleted_at=None))
        .select_related("assignee")
        .order_by("-deleted_at")[:SHOWN]
    )
    return [
        Discarded(_("task"), row.title, row.assignee.short_name, row.deleted_at, f"/tasks/{row.pk}/restore/")
        for row in rows
        if row.deleted_at
    ]
