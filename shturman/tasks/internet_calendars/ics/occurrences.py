"""The times of a repeating event within the days that are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from shturman.tasks.internet_calendars.ics.lines import Component
from shturman.tasks.internet_calendars.ics.resources import Resource
from shturman.tasks.internet_calendars.ics.rules import LAST
from shturman.tasks.internet_calendars.ics.values import When, when_of

# Of one event in one reading; a day holds one time of each rule.
MOST = 1500
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occurrence:
    event: Component
    start: When
    length: timedelta

    def begins(self, zone: tzinfo) -> datetime:
        return self.start.moment(zone)

    def ends(self, zone: tzinfo) -> datetime:
        return self.begins(zone) + self.length


def occurrences(resource: Resource, first: datetime, last: datetime) -> list[Occurrence]:
    """Those that share a moment with the stretch, in their order; a time without a length is a moment of it."""
    zone = resource.zones.own
    found = [
        one for one in _all(resource, first, last) if one.begins(zone) < last and (one.ends(zone) > first or one.begins(zone) >= first)
    ]
    return sorted(found, key=lambda one: one.begins(zone))[:MOST]


def envelope(resource: Resource) -> tuple[datetime, datetime | None]:
    """From its first moment to its last one; None: it has no end that anybody will see."""
    zone = resource.zones.own
    starts = [resource.start_of(event) for event in resource.events] + list(resource.dates)
    moments = [start.moment(zone) for start in starts]
    longest = max(_length(resource, event) for event in resource.events)
    ends = [rule.ends_on(_day(resource.start)) for rule in resource.rules]
    first = min(moments).astimezone(UTC)
    if any(end is None for end in ends):
        return first, None
    moments += [datetime.combine(end, time(), zone) + 2 * DAY for end in ends if end]
    return first, (max(moments) + longest).astimezone(UTC)


def _all(resource: Resource, first: datetime, last: datetime) -> Iterator[Occurrence]:
    moved = {_key(when_of(line, resource.zones)) for event in resource.events if (line := event.line("RECURRENCE-ID"))}
    exceptions = [event for event in resource.events if event is not resource.main or not resource.is_main_whole]
    for event in exceptions:
        if event.value("STATUS").strip().upper() != "CANCELLED":
            yield Occurrence(event, resource.start_of(event), _length(resource, event))
    if resource.is_main_whole and not resource.is_cancelled:
        length = _length(resource, resource.main)
        left_out = moved | {_key(when) for when in resource.excluded}
        # Some leave a whole day out of an event with hours, and the other way round.
        days_out = {_day(when) for when in resource.excluded if bool(when.on) != bool(resource.start.on)}
        for start in _starts(resource, first - length, last):
            if _key(start) not in left_out and _day(start) not in days_out:
                yield Occurrence(resource.main, start, length)


def _starts(resource: Resource, first: datetime, last: datetime) -> Iterator[When]:
    start = resource.start
    seen = {_key(start)}
    yield start
    days: list[date] = []
    clock = start.at.time() if start.at else time()
    asked = (_within_years(first - 2 * DAY), _within_years(last + 2 * DAY))
    for rule in resource.rules:
        days += [day for day in rule.days(_day(start), *asked) if rule.fits(day, clock)]
    out = {day for rule in resource.excluding_rules for day in rule.days(_day(start), *asked)}
    on_days = [_on(start, day) for day in days if day not in out]
    for when in (*on_days, *resource.dates):
        if _key(when) not in seen:
            seen.add(_key(when))
            yield when


def _on(start: When, day: date) -> When:
    return When(at=datetime.combine(day, start.at.time(), start.at.tzinfo)) if start.at else When(on=day)


def _key(when: When) -> object:
    return when.on or (when.at.timestamp() if when.at else None)


def _day(when: When) -> date:
    return when.on or (when.at.date() if when.at else date.min)


def _within_years(moment: datetime) -> date:
    return min(max(moment.date(), date(1900, 1, 1)), LAST)


def _length(resource: Resource, event: Component) -> timedelta:
    length = resource.length_of(event)
    if length is None:
        return DAY if resource.start_of(event).on else timedelta()
    return min(length, timedelta(days=366))
