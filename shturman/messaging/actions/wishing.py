"""What a person chooses for his own reminders, and the check of his channels."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from shturman.company.models import Member
from shturman.kit.errors import Refused
from shturman.messaging.actions.carrying import carriers
from shturman.messaging.actions.delivering import begin, settle
from shturman.messaging.actions.notices import tell_bells
from shturman.messaging.models import Channel, Delivery, Wishes
from shturman.messaging.ways import obstacle_of


@transaction.atomic
def change_wishes(facts: dict[str, Any], *, by: Member) -> Wishes:
    """His own taste: no fact of the business, so it leaves no entry."""
    wishes, _is_new = Wishes.objects.update_or_create(member=by, defaults=facts)
    return wishes


def check_channel(channel: str, *, by: Member) -> Delivery:
    """A real sending to himself, now, so that its fate is seen beside the button."""
    if reason := obstacle_of(by, channel):
        raise Refused(reason)
    now = timezone.now()
    facts = {"to": by, "why": Delivery.Why.CHECK, "channel": channel, "moment": now, "due_at": now}
    if channel == Channel.PAGE:
        row = Delivery.objects.create(**facts, state=Delivery.State.SENT, sent_at=now, attempts=1)
        tell_bells([by.pk])
        return row
    row = Delivery.objects.create(**facts, state=Delivery.State.TAKEN, claimed_at=now)
    begin(row)
    with carriers()[channel]() as carrier:
        settle(row, carrier.carry(row), is_final=True)
    row.refresh_from_db()
    return row
