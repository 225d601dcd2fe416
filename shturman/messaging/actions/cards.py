"""What a person does with the card that reminds him, on the page or in the notice of his browser."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from shturman.company.models import Member
from shturman.company.queries import work_week_of
from shturman.messaging.actions.notices import tell_bells
from shturman.messaging.models import Channel, Delivery
from shturman.tasks.actions import snooze_task

SOON = timedelta(minutes=15)
SHOWABLE = (Delivery.State.SENT, Delivery.State.ACCEPTED, Delivery.State.UNKNOWN)


@transaction.atomic
def see_delivery(delivery: Delivery) -> None:
    """Before his eyes: no other channel is needed."""
    now = timezone.now()
    rows = Delivery.objects.filter(pk=delivery.pk, state__in=SHOWABLE)
    if rows.update(state=Delivery.State.SHOWN, shown_at=now, sent_at=delivery.sent_at or now) and delivery.reminder_id:
        _beside(delivery).update(next_at=None)


@transaction.atomic
def close_card(delivery: Delivery, *, by: Member) -> None:
    """Answered or taken away: on whatever device, the card goes everywhere."""
    if _beside(delivery).filter(closed_at=None).update(closed_at=timezone.now(), next_at=None):
        tell_bells([by.pk])


@transaction.atomic
def snooze_card(delivery: Delivery, until: str, *, by: Member) -> datetime:
    at = moment_of(until, by)
    if delivery.task is not None:
        snooze_task(delivery.task, at, by=by)
    close_card(delivery, by=by)
    return at


@transaction.atomic
def snooze_once(delivery: Delivery) -> bool:
    """A press on the browser's notice: its token is good once."""
    kept = Delivery.objects.select_for_update(of=("self",)).select_related("to", "task", "reminder").get(pk=delivery.pk)
    if kept.closed_at is not None or kept.task is None:
        return False
    snooze_card(kept, "soon", by=kept.to)
    return True


def moment_of(until: str, member: Member) -> datetime:
    """«Завтра» is the beginning of his next working day, by his clock."""
    now = timezone.now()
    if until != "tomorrow":
        return (now + SOON).replace(microsecond=0)
    week = work_week_of(member)
    day = week.next_working_day(now.astimezone(member.zone).date() + timedelta(days=1))
    return datetime.combine(day, week.starts_at, member.zone)


def _beside(delivery: Delivery) -> QuerySet[Delivery]:
    """The same occasion on his screens: a card and a notice of the browser."""
    return Delivery.objects.filter(
        reminder=delivery.reminder_id,
        reminder__isnull=False,
        moment=delivery.moment,
        to=delivery.to_id,
        channel__in=(Channel.PAGE, Channel.PUSH),
    )
