"""A repeating event time by time, for programs that cannot count themselves (RFC 4791 §9.6.5)."""

from __future__ import annotations

from datetime import datetime

from shturman.tasks.internet_calendars.entries import Entry
from shturman.tasks.internet_calendars.ics.lines import Component, Line, read_line
from shturman.tasks.internet_calendars.ics.occurrences import Occurrence, occurrences
from shturman.tasks.internet_calendars.ics.values import day, utc
from shturman.tasks.internet_calendars.writing import calendar_around, resource_kept

# A thick event told day by day would fill the memory: so much of it is told.
LONGEST_EXPANDED = 2_000_000
RULES = ("RRULE", "RDATE", "EXDATE", "EXRULE", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")


def text_expanded(entry: Entry, first: datetime, last: datetime) -> str:
    """Without zones: every time is told in UTC."""
    if entry.task is not None:
        return entry.text
    resource = resource_kept(entry.text, entry.member)
    times, size = [], 0
    for one in occurrences(resource, first, last):
        alone = _alone(one)
        size += len(str(alone))
        if size > LONGEST_EXPANDED:
            break
        times.append(alone)
    return str(calendar_around(*times))


def _alone(one: Occurrence) -> Component:
    kept = [part for part in one.event.parts if not isinstance(part, Line) or part.name not in RULES]
    start = one.start
    if start.at:
        lines = [f"DTSTART:{utc(start.at)}", f"DTEND:{utc(start.at + one.length)}", f"RECURRENCE-ID:{utc(start.at)}"]
    elif start.on:
        told = day(start.on)
        lines = [f"DTSTART;VALUE=DATE:{told}", f"DTEND;VALUE=DATE:{day(start.on + one.length)}", f"RECURRENCE-ID;VALUE=DATE:{told}"]
    else:
        lines = []
    return Component("VEVENT", [*(read_line(line) for line in lines), *kept])
