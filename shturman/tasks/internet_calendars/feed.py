"""The read-only calendar by its secret address: a month back, a year ahead, nothing that a program could take for an invitation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.models import Link
from shturman.tasks.events import TaskRescheduled
from shturman.tasks.internet_calendars.entries import DAYS_BACK, Entry, entries_within
from shturman.tasks.internet_calendars.ics.lines import Component, read_line
from shturman.tasks.internet_calendars.ics.occurrences import Occurrence, occurrences
from shturman.tasks.internet_calendars.ics.resources import title_of
from shturman.tasks.internet_calendars.ics.values import day, escaped, utc, words_of
from shturman.tasks.internet_calendars.writing import calendar_around, event_of, resource_kept

DAYS_AHEAD = 366
# Programs read no more than a megabyte: tasks come first, what repeats after them as far as there is room.
MOST_BYTES = 900_000
LONGEST_PLACE = 300


def feed_of(member: Member, site: str, now: datetime) -> str:
    first, last = now - timedelta(days=DAYS_BACK), now + timedelta(days=DAYS_AHEAD)
    entries = entries_within(member, site, first, last, now)
    moved = _moved([entry.task.pk for entry in entries if entry.task])
    calendar = calendar_around(*_as_many_as_fit(event for entry in entries for event in _events(entry, moved, first, last)))
    name = _("Shturman: %(name)s") % {"name": member.short_name}
    for line in (
        *("METHOD:PUBLISH", f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}", f"X-WR-TIMEZONE:{member.time_zone}"),
        *("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "COLOR:royalblue"),
    ):
        calendar.put(line)
    return str(calendar)


def _as_many_as_fit(events: Iterator[Component]) -> Iterator[Component]:
    size = 0
    for event in events:
        size += len(str(event).encode())
        if size > MOST_BYTES:
            return
        yield event


def _events(entry: Entry, moved: Mapping[int, int], first: datetime, last: datetime) -> Iterator[Component]:
    if entry.task is not None and entry.facts is not None:
        event = event_of(entry.task, entry.facts, entry.member, entry.site)
        event.put(f"SEQUENCE:{moved.get(entry.task.pk, 0)}")
        yield event
    elif entry.item is not None:
        resource = resource_kept(entry.item.raw, entry.member)
        for one in occurrences(resource, first, last):
            yield _alone(one, entry)


def _alone(one: Occurrence, entry: Entry) -> Component:
    """Each time by itself: a program that only looks need not know the rule."""
    start = one.start
    told = utc(start.at) if start.at else day(start.on) if start.on else ""
    stamp = utc(entry.item.changed_at) if entry.item else told
    lines = [f"UID:{told}-{entry.item.pk if entry.item else 0}@shturman", f"DTSTAMP:{stamp}", f"SUMMARY:{escaped(title_of(one.event))}"]
    if start.at:
        lines += [f"DTSTART:{told}", f"DTEND:{utc(start.at + one.length)}"]
    elif start.on:
        lines += [f"DTSTART;VALUE=DATE:{told}", f"DTEND;VALUE=DATE:{day(start.on + one.length)}"]
    place = words_of(one.event.value("LOCATION"))[:LONGEST_PLACE]
    lines += [f"LOCATION:{escaped(place)}"] if place else []
    return Component("VEVENT", [read_line(line) for line in (*lines, "CLASS:PRIVATE")])


def _moved(task_ids: Sequence[int]) -> dict[int, int]:
    """How often each was put elsewhere: programs take a higher number for the newer word."""
    rows = Link.objects.filter(card="task", card_id__in=task_ids, entry__kind=TaskRescheduled.kind)
    return dict(rows.values_list("card_id").annotate(times=Count("pk")).order_by()) if task_ids else {}
