"""A task as an event: anew, or put into what the phone wrote, of which everything else stays."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.tasks.internet_calendars.facts import Facts, minutes_before, offset_before
from shturman.tasks.internet_calendars.ics.lines import Component, decoded, read_line
from shturman.tasks.internet_calendars.ics.resources import Resource, resource_of
from shturman.tasks.internet_calendars.ics.values import When, escaped, length_in_words, utc
from shturman.tasks.internet_calendars.ics.values import day as day_in_ics
from shturman.tasks.models import Task

PROGRAM = "-//Shturman//Calendar//RU"
DAY = timedelta(days=1)


def uid_of(task_id: int) -> str:
    """Stable, and another one in each installation: a phone may hold calendars of two companies."""
    house = hashlib.sha256(f"shturman.calendar {settings.SECRET_KEY}".encode()).hexdigest()[:10]
    return f"task-{task_id}-{house}@shturman"


def calendar_around(*parts: Component) -> Component:
    calendar = Component("VCALENDAR")
    for line in ("VERSION:2.0", f"PRODID:{PROGRAM}", "CALSCALE:GREGORIAN"):
        calendar.put(line)
    calendar.parts += parts
    return calendar


def event_of(task: Task, facts: Facts, member: Member, site: str, *, rings: bool = True) -> Component:
    event = Component("VEVENT")
    lines = [
        f"UID:{uid_of(task.pk)}",
        f"DTSTAMP:{utc(task.created_at)}",
        f"CREATED:{utc(task.created_at)}",
        f"SUMMARY:{escaped(facts.summary)}",
        *_times(task),
        f"DESCRIPTION:{escaped(f'{task.get_kind_display()}. {site}{task.get_absolute_url()}')}",
        f"URL:{site}{task.get_absolute_url()}",
        f"CATEGORIES:{escaped(str(task.get_kind_display()))}",
        f"TRANSP:{'OPAQUE' if task.due_at else 'TRANSPARENT'}",
        "CLASS:PRIVATE",
    ]
    if task.is_important:
        lines.append("PRIORITY:1")
    event.parts += [read_line(line) for line in lines]
    if rings:
        _ring(event, facts, start_of(task), deadline_of(task, member))
    return event


def text_of_task(task: Task, facts: Facts, member: Member, site: str) -> str:
    return str(calendar_around(event_of(task, facts, member, site)))


def resource_kept(raw: str, member: Member) -> Resource:
    """What was taken once is read again by the same rules."""
    return resource_of(decoded(raw.encode()), member.zone)


def text_changed(raw: str, said: Facts, facts: Facts, task: Task, member: Member) -> str:
    """Only what the phone does not know yet is written over."""
    resource = resource_kept(raw, member)
    event = resource.main
    if said.summary != facts.summary:
        event.put(f"SUMMARY:{escaped(facts.summary)}")
    if (said.before, said.moments) != (facts.before, facts.moments) or said.is_done != facts.is_done:
        _ring_anew(resource, facts, start_of(task), deadline_of(task, member))
    if (said.when, said.minutes) != (facts.when, facts.minutes):
        length = resource.length if said.minutes == facts.minutes and bool(resource.start.on) == bool(task.due_on) else None
        event.drop("DTSTART", "DTEND", "DURATION")
        for line in _times(task, length):
            event.put(line)
    return str(resource.calendar)


def start_of(task: Task) -> When:
    return When(at=task.due_at) if task.due_at else When(on=task.due_on)


def deadline_of(task: Task, member: Member) -> datetime:
    """By the clock of who does it."""
    return task.deadline.astimezone(member.zone)


def _times(task: Task, length: timedelta | None = None) -> list[str]:
    if task.due_at:
        end = task.due_at + (length if length is not None else task.length)
        return [f"DTSTART:{utc(task.due_at)}", f"DTEND:{utc(end)}"]
    first = task.due_on or date.min
    return [f"DTSTART;VALUE=DATE:{day_in_ics(first)}", f"DTEND;VALUE=DATE:{day_in_ics(first + max(length or DAY, DAY))}"]


def _ring_anew(resource: Resource, facts: Facts, start: When, deadline: datetime) -> None:
    """Alarms that a task cannot have stay the phone's own, unless the task is done."""
    event, kept, heard = resource.main, [], set()
    for alarm in event.inner("VALARM"):
        trigger = resource.trigger_of(alarm)
        told: int | str | None = None
        if trigger is not None:
            told = utc(trigger.at) if trigger.at else minutes_before(trigger, resource.start, _deadline_before(resource, deadline))
        if told is None or told in facts.before or told in facts.moments:
            heard.add(told)
            kept.append(alarm)
    if facts.is_done:
        kept, heard = [], set()
    event.parts = [*(part for part in event.parts if not (isinstance(part, Component) and part.name == "VALARM")), *kept]
    _ring(event, facts, start, deadline, heard)


def _deadline_before(resource: Resource, deadline: datetime) -> datetime:
    """The alarms were written for the day on which the event stood."""
    if resource.start.at:
        return resource.start.at
    return datetime.combine(resource.start.on or deadline.date(), deadline.timetz())


def _ring(event: Component, facts: Facts, start: When, deadline: datetime, heard: set[int | str | None] | None = None) -> None:
    for minutes in facts.before:
        if minutes not in (heard or ()):
            event.parts.append(_alarm(facts, f"TRIGGER:{length_in_words(offset_before(minutes, start, deadline))}"))
    for moment in facts.moments:
        if moment not in (heard or ()):
            event.parts.append(_alarm(facts, f"TRIGGER;VALUE=DATE-TIME:{moment}"))


def _alarm(facts: Facts, trigger: str) -> Component:
    words = escaped(facts.title or _("Reminder"))
    return Component("VALARM", [read_line(line) for line in ("ACTION:DISPLAY", f"DESCRIPTION:{words}", trigger)])
