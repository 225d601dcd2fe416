"""What was reminded to whom, by which channel, and whether it is done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member
from shturman.company.sight import people_reached
from shturman.kit.keyset import Order, page
from shturman.messaging.models import Delivery
from shturman.messaging.models.deliveries import ARRIVED
from shturman.tasks.models import Task

AT_ONCE = 50
OPEN = Q(task__completed_at=None, task__cancelled_at=None, task__deleted_at=None)
LOST = (Delivery.State.FAILED, Delivery.State.UNKNOWN)
FILTERS = {"undone": _("Reminded, not done"), "lost": _("Has not arrived"), "waiting": _("Waits")}
CONDITIONS = {"undone": OPEN & Q(state__in=ARRIVED), "lost": Q(state__in=LOST), "waiting": Q(state=Delivery.State.QUEUED), "": Q()}


@dataclass(frozen=True)
class Reminded:
    delivery: Delivery
    # Of a task that the reader does not see its name is not told.
    is_seen: bool

    @property
    def task(self) -> Task | None:
        return self.delivery.task

    @property
    def fate(self) -> str:
        task = self.task
        if task is None or task.deleted_at or task.cancelled_at:
            return "dropped"
        return "done" if task.completed_at else "open"


def reminded_page(member: Member, chosen: str, cursor: str) -> tuple[Sequence[Reminded], str]:
    people = Member.objects.filter(people_reached(member, "task", "see"))
    rows = Delivery.objects.filter(CONDITIONS[chosen], why=Delivery.Why.REMINDER, to__in=people.values("pk"))
    found = page(rows.select_related("to", "task__deal__client", "task__client"), Order("id", descending=True), cursor, AT_ONCE)
    seen = set(Task.objects.visible_to(member).filter(pk__in=[row.task_id for row in found.rows]).values_list("pk", flat=True))
    return [Reminded(row, row.task_id in seen) for row in found.rows], found.next_cursor


def last_checks(member: Member) -> dict[str, Delivery]:
    rows = Delivery.objects.filter(to=member, why=Delivery.Why.CHECK).order_by("channel", "-id").distinct("channel")
    return {row.channel: row for row in rows}
