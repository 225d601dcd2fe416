"""Which items a calendar-query asks for (RFC 4791 §9.7); the time is asked of the database first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from shturman.tasks.internet_calendars.entries import Entry
from shturman.tasks.internet_calendars.ics.lines import Component, Line, Malformed
from shturman.tasks.internet_calendars.ics.resources import Resource
from shturman.tasks.internet_calendars.ics.values import when_of, words_of
from shturman.tasks.internet_calendars.writing import resource_kept

CALDAV = "{urn:ietf:params:xml:ns:caldav}"
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    first: datetime | None
    last: datetime | None


def stretch_of(element: Element) -> Stretch:
    return Stretch(_moment(element.get("start")), _moment(element.get("end")))


def stretch_asked(filters: Sequence[Element]) -> Stretch:
    """The time that any item must share to be looked at further."""
    for element in filters:
        for inner in element.findall(f"{CALDAV}comp-filter/{CALDAV}comp-filter"):
            ranged = inner.find(f"{CALDAV}time-range")
            if ranged is not None and inner.get("name", "").upper() == "VEVENT":
                return stretch_of(ranged)
    return Stretch(None, None)


def matches(entry: Entry, filters: Sequence[Element]) -> bool:
    found = _Found(entry)
    return all(found.fits(found.calendar, child) for element in filters for child in element if child.tag == f"{CALDAV}comp-filter")


def is_by_time_alone(filters: Sequence[Element]) -> bool:
    """VCALENDAR, in it VEVENT, in it at most a time: no text needs to be read."""
    for element in filters:
        for inner in element.iter():
            if inner.tag == f"{CALDAV}comp-filter" and inner.get("name", "").upper() not in ("VCALENDAR", "VEVENT"):
                return False
            if inner.tag not in (f"{CALDAV}filter", f"{CALDAV}comp-filter", f"{CALDAV}time-range"):
                return False
    return True


class _Found:
    def __init__(self, entry: Entry):
        self.entry = entry
        self.resource: Resource = resource_kept(entry.text, entry.member)
        self.calendar = Component("", [self.resource.calendar])

    def fits(self, parent: Component, asked: Element) -> bool:
        components = parent.inner(asked.get("name", "").upper())
        if asked.find(f"{CALDAV}is-not-defined") is not None:
            return not components
        return any(all(self._fits_part(component, part) for part in asked) for component in components)

    def _fits_part(self, component: Component, part: Element) -> bool:
        if part.tag == f"{CALDAV}comp-filter":
            return self.fits(component, part)
        if part.tag == f"{CALDAV}time-range":
            return self._is_within(component, stretch_of(part))
        if part.tag == f"{CALDAV}prop-filter":
            return self._has(component.lines(part.get("name", "").upper()), part)
        raise ValueError(f"a filter that is not known: {part.tag}")

    def _is_within(self, component: Component, stretch: Stretch) -> bool:
        if component.name != "VALARM":
            return self.entry.stands_within(stretch.first, stretch.last)
        trigger = self.resource.trigger_of(component)
        if trigger is None or (self.resource.repeats and trigger.at is None):
            return trigger is not None
        start = self.resource.start.moment(self.entry.member.zone)
        rings = trigger.at or (start + trigger.offset if trigger.offset is not None else start)
        return (stretch.first or FIRST) <= rings < (stretch.last or LAST)

    def _has(self, lines: Sequence[Line], asked: Element) -> bool:
        if asked.find(f"{CALDAV}is-not-defined") is not None:
            return not lines
        return any(all(self._says(line, part) for part in asked) for line in lines)

    def _says(self, line: Line, part: Element) -> bool:
        if part.tag == f"{CALDAV}text-match":
            return _matches_text(words_of(line.value), part)
        if part.tag == f"{CALDAV}time-range":
            return self._line_within(line, stretch_of(part))
        if part.tag == f"{CALDAV}param-filter":
            value = line.params.get(part.get("name", "").upper())
            if part.find(f"{CALDAV}is-not-defined") is not None:
                return value is None
            return value is not None and all(_matches_text(value, inner) for inner in part)
        raise ValueError(f"a filter that is not known: {part.tag}")

    def _line_within(self, line: Line, stretch: Stretch) -> bool:
        try:
            moment = when_of(line, self.resource.zones).moment(self.entry.member.zone)
        except Malformed:
            return False
        return (stretch.first or FIRST) <= moment < (stretch.last or LAST)


def _matches_text(words: str, asked: Element) -> bool:
    wanted = asked.text or ""
    if asked.get("collation", "") != "i;octet":
        words, wanted = words.casefold(), wanted.casefold()
    return (wanted in words) != (asked.get("negate-condition", "no") == "yes")


def _moment(told: str | None) -> datetime | None:
    """Wrongly written is a ValueError, which the protocol answers by 400."""
    if not told:
        return None
    moment = datetime.strptime(told, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return min(max(moment, FIRST), LAST)
