"""One resource of a calendar: an event, or a repeating one with all its exceptions, under one UID (RFC 4791 §4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property

from shturman.tasks.calendar.span import FIRST, LAST
from shturman.tasks.internet_calendars.ics.lines import Component, Malformed, read
from shturman.tasks.internet_calendars.ics.rules import Rule, rule_from
from shturman.tasks.internet_calendars.ics.values import LONGEST, When, length_from, when_of, whens_of, words_of
from shturman.tasks.internet_calendars.ics.zones import Zones

LONGEST_UID = 400
# So many single dates of one event are kept.
MOST_DATES = 1000
# What repeats may have begun with a person's birth; where its year is not known, phones write 1604.
EARLIEST = date(1600, 1, 1)
DONE = "✓"


class Unsupported(Malformed):
    """Well written, but nothing for this calendar; `condition` is its name in the protocol."""

    def __init__(self, condition: str):
        super().__init__(condition)
        self.condition = condition


@dataclass(frozen=True)
class Trigger:
    """An alarm: so long after the beginning (before it where negative), or at a moment of its own."""

    offset: timedelta | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Resource:
    calendar: Component
    zones: Zones

    @cached_property
    def events(self) -> Sequence[Component]:
        return self.calendar.inner("VEVENT")

    @cached_property
    def main(self) -> Component:
        """That which the exceptions are exceptions of; an exception that came alone stands for itself."""
        return next((event for event in self.events if event.line("RECURRENCE-ID") is None), self.events[0])

    @property
    def uid(self) -> str:
        return self.events[0].value("UID").strip()

    @property
    def repeats(self) -> bool:
        return len(self.events) > 1 or any(self.main.value(name).strip() for name in ("RRULE", "RDATE"))

    @property
    def is_cancelled(self) -> bool:
        return self.main.value("STATUS").strip().upper() == "CANCELLED"

    @property
    def start(self) -> When:
        return self.start_of(self.main)

    @property
    def length(self) -> timedelta | None:
        return self.length_of(self.main)

    @property
    def title(self) -> str:
        return title_of(self.main)

    @cached_property
    def rules(self) -> Sequence[Rule]:
        told = self.main.lines("RRULE") if self.is_main_whole else []
        return [rule_from(line.value, self._local_start, self._zone) for line in told if line.value.strip()]

    @cached_property
    def excluding_rules(self) -> Sequence[Rule]:
        return [rule_from(line.value, self._local_start, self._zone) for line in self.main.lines("EXRULE")]

    @property
    def is_main_whole(self) -> bool:
        return self.main.line("RECURRENCE-ID") is None

    @cached_property
    def dates(self) -> Sequence[When]:
        return whens_of(self.main.lines("RDATE"), self.zones)

    @cached_property
    def excluded(self) -> Sequence[When]:
        return whens_of(self.main.lines("EXDATE"), self.zones)

    @property
    def alarms(self) -> Sequence[Trigger]:
        return [trigger for alarm in self.main.inner("VALARM") if (trigger := self.trigger_of(alarm))]

    def start_of(self, event: Component) -> When:
        line = event.line("DTSTART")
        if line is None:
            raise Malformed("an event without its beginning")
        return when_of(line, self.zones)

    def length_of(self, event: Component) -> timedelta | None:
        """None where the event does not say it, or says that it ends before it begins."""
        start = self.start_of(event)
        if line := event.line("DTEND"):
            end = when_of(line, self.zones)
            lasts = end.on - start.on if end.on and start.on else end.moment(self.zones.own) - start.moment(self.zones.own)
            return min(lasts, LONGEST) if lasts >= timedelta() else None
        told = event.value("DURATION")
        length = length_from(told) if told else None
        return length if length is None or length >= timedelta() else None

    def trigger_of(self, alarm: Component) -> Trigger | None:
        """None: it rings by the phone alone, or is written so that nobody can say when."""
        line = alarm.line("TRIGGER")
        if line is None:
            return None
        try:
            if line.params.get("VALUE", "").upper() == "DATE-TIME" or line.value[:1].isdecimal():
                return Trigger(at=when_of(line, self.zones).at)
            offset = length_from(line.value)
        except Malformed:
            return None
        if line.params.get("RELATED", "").upper() == "END":
            offset += self.length or timedelta()
        return Trigger(offset=offset)

    @property
    def _zone(self) -> tzinfo | None:
        return self.start.at.tzinfo if self.start.at else None

    @property
    def _local_start(self) -> datetime:
        return self.start.moment(self.zones.own).replace(tzinfo=None)


def title_of(event: Component) -> str:
    return " ".join(words_of(event.value("SUMMARY")).split())


def resource_of(text: str, own: tzinfo) -> Resource:
    """`text` is unfolded. Says no in the words of the protocol to whatever this calendar does not keep."""
    calendar = read(text)
    if calendar.name != "VCALENDAR" or calendar.value("VERSION").strip() not in ("", "2.0"):
        raise Unsupported("supported-calendar-data")
    kinds = {component.name for component in calendar.inner()} - {"VTIMEZONE"}
    kinds = {kind for kind in kinds if not kind.startswith("X-")}
    if "VEVENT" not in kinds:
        raise Unsupported("supported-calendar-component" if kinds else "valid-calendar-object-resource")
    resource = Resource(calendar, Zones(calendar, own))
    uids = {event.value("UID").strip() for event in resource.events}
    whole = [event for event in resource.events if event.line("RECURRENCE-ID") is None]
    if kinds != {"VEVENT"} or len(uids) != 1 or len(whole) > 1:
        raise Unsupported("valid-calendar-object-resource")
    if not 0 < len(resource.uid) <= LONGEST_UID:
        raise Unsupported("valid-calendar-object-resource")
    _ask_times(resource)
    return resource


def _ask_times(resource: Resource) -> None:
    """All that will ever be read of it is read once before it is kept."""
    for event in resource.events:
        start = resource.start_of(event)
        ask_day(start, EARLIEST if resource.rules else FIRST)
        resource.length_of(event)
        if line := event.line("RECURRENCE-ID"):
            when_of(line, resource.zones)
    if len(resource.dates) + len(resource.excluded) > MOST_DATES:
        raise Unsupported("max-instances")
    for when in resource.dates:
        ask_day(when)
    _ = resource.rules, resource.excluding_rules


def ask_day(when: When, earliest: date = FIRST) -> None:
    day = when.on or (when.at.date() if when.at else earliest)
    if day < earliest:
        raise Unsupported("min-date-time")
    if day > LAST:
        raise Unsupported("max-date-time")
