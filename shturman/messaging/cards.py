"""The cards that remind a person while he works, newest first; of one task one card."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from shturman.company.models import Member
from shturman.messaging.messages import Message, message_of
from shturman.messaging.models import Delivery

MOST = 20


@dataclass(frozen=True)
class Card:
    delivery: Delivery
    message: Message

    @property
    def is_new(self) -> bool:
        return self.delivery.state == Delivery.State.SENT


def cards_of(member: Member) -> list[Card]:
    rows = Delivery.objects.on_page(member).select_related("task__assignee", "task__deal__client", "task__client")
    newest: dict[int, Delivery] = {}
    for row in rows.order_by("-id")[:MOST]:
        newest.setdefault(row.task_id or 0, row)
    now = timezone.now()
    return [Card(row, message_of(row, now)) for row in newest.values()]
