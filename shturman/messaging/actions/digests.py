"""Digests are queued by each person's own clock and working days; whether there is something to tell is seen then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.company.queries import work_week_of
from shturman.messaging.digests import digest_of
from shturman.messaging.models import Delivery
from shturman.messaging.ways import Ways

# The evening one comes while there is time to do what is left.
BEFORE_THE_END = timedelta(minutes=30)
# A worker that was down so long would tell of the morning at dinner.
LATEST = timedelta(hours=2)
Why = Delivery.Why


@transaction.atomic
def queue_digests(now: datetime) -> int:
    members = list(Member.objects.active())
    ways, known = Ways({member.pk for member in members}), _known(now)
    rows = []
    for member in members:
        for why, moment in _due(member, ways, now):
            if (member.pk, why, moment) not in known and (channel := ways.digest_channel(member)):
                rows.append(_row(member, why, moment, channel, now))
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _due(member: Member, ways: Ways, now: datetime) -> Iterator[tuple[str, datetime]]:
    """On his working days: none on an absence, on a day off, in another part of the world's night."""
    wishes, day = ways.wishes_of(member), now.astimezone(member.zone).date()
    week = work_week_of(member)
    if not week.is_working(day):
        return
    morning = datetime.combine(day, week.starts_at, member.zone)
    evening = datetime.combine(day, week.ends_at, member.zone) - BEFORE_THE_END
    for is_wanted, why, moment in ((wishes.morning_digest, Why.MORNING, morning), (wishes.evening_digest, Why.EVENING, evening)):
        if is_wanted and moment <= now < moment + LATEST:
            yield why, moment


def _row(member: Member, why: str, moment: datetime, channel: str, now: datetime) -> Delivery:
    row = Delivery(to=member, why=why, moment=moment, channel=channel, due_at=now)
    _head, lines = digest_of(member, why, now)
    if not lines:
        # Kept, so that it is not looked for again.
        row.state, row.answer = Delivery.State.DROPPED, _("There is nothing to tell")
    return row


def _known(now: datetime) -> set[tuple[int, str, datetime]]:
    rows = Delivery.objects.filter(why__in=(Why.MORNING, Why.EVENING), created_at__gt=now - timedelta(days=2))
    return set(rows.values_list("to_id", "why", "moment"))
