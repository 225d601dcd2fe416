"""Own repeating events as the pages of the calendar show them: one's own by name, a colleague's only as busy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from shturman.company.models import Member
from shturman.tasks.internet_calendars.ics.occurrences import occurrences
from shturman.tasks.internet_calendars.ics.resources import title_of
from shturman.tasks.internet_calendars.ics.values import words_of
from shturman.tasks.internet_calendars.writing import resource_kept
from shturman.tasks.models import PhoneItem

# A page shows no more of them, however many a phone has written.
MOST_SHOWN = 1000
TIMES_SHOWN = 5


@dataclass(frozen=True)
class Occurring:
    """One time of it, by the clock of its person."""

    item_id: int
    title: str
    place: str
    on: date
    begins_at: datetime | None
    ends_at: datetime
    last_on: date

    @property
    def url(self) -> str:
        return f"/calendar/events/{self.item_id}/"


def occurring(people: Collection[Member], first: datetime, last: datetime) -> Mapping[int, list[Occurring]]:
    """Of each of these people within the stretch: one statement, whoever they are and whatever they keep."""
    zones = {member.pk: member for member in people}
    rows = PhoneItem.objects.own_events().filter(member__in=zones, first_at__lt=last).filter(Q(last_at=None) | Q(last_at__gt=first))
    found: dict[int, list[Occurring]] = {}
    for item in rows.order_by("member_id", "first_at", "pk")[:MOST_SHOWN]:
        times = found.setdefault(item.member_id, [])
        times += _times(item, zones[item.member_id], first, last)
    for times in found.values():
        times.sort(key=lambda one: (one.begins_at is not None, one.begins_at or one.ends_at, one.title))
        del times[MOST_SHOWN:]
    return found


def coming_times(item: PhoneItem, now: datetime) -> list[Occurring]:
    """The next few, looked for in a year and then in all the years that there are."""
    for days in (31, 366, 366 * 30):
        times = _times(item, item.member, now, now + timedelta(days=days))
        if len(times) >= TIMES_SHOWN:
            break
    return times[:TIMES_SHOWN]


def _times(item: PhoneItem, member: Member, first: datetime, last: datetime) -> list[Occurring]:
    zone, times = member.zone, []
    for one in occurrences(resource_kept(item.raw, member), first, last):
        begins, ends = one.begins(zone).astimezone(zone), one.ends(zone).astimezone(zone)
        last_on = max((ends - timedelta(seconds=1)).date(), begins.date())
        place = words_of(one.event.value("LOCATION"))[:100]
        begins_at = begins if one.start.at else None
        times.append(Occurring(item.pk, title_of(one.event), place, begins.date(), begins_at, ends, last_on))
    return times
