"""Which days a calendar shows: the state stands in the address."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shturman.kit.dates_in_words import day as day_in_words

DAY, WEEK, MONTH, TEAM = "day", "week", "month", "team"
VIEWS = (DAY, WEEK, MONTH, TEAM)
# The grid of a month with the days of its neighbours.
LONGEST = 42
# Beyond these no calendar is asked: arithmetic of days must not leave the years that exist.
FIRST, LAST = date(1990, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Span:
    view: str
    # The day that was asked for; its week or month is shown.
    day: date
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1)]

    @property
    def address(self) -> str:
        return address(self.view, self.day)

    @property
    def earlier(self) -> str:
        return address(self.view, self.first - timedelta(days=1))

    @property
    def later(self) -> str:
        return address(self.view, self.last + timedelta(days=1))

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        return start_of(self.first, zone), start_of(self.last + timedelta(days=1), zone)

    def title(self, today: date) -> str:
        if self.view == DAY:
            words = f"{date_format(self.day, 'l')}, {day_in_words(self.day, today)}"
        elif self.view == MONTH:
            words = date_format(self.day, "F Y")
        else:
            words = _("%(first)s – %(last)s") % {"first": day_in_words(self.first, today), "last": day_in_words(self.last, today)}
        return words[:1].upper() + words[1:]


def address(view: str, day: date) -> str:
    return f"/tasks/calendar/?view={view}&day={day.isoformat()}"


def start_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def span_of(asked: Mapping[str, str], today: date) -> Span:
    """What cannot be understood is this week."""
    view = asked.get("view", WEEK)
    return _around(view if view in VIEWS else WEEK, day_of(asked.get("day", "")) or today)


def stretch_of(asked: Mapping[str, str], today: date) -> Span:
    """The days that a drawn calendar asks for, no more than a month has."""
    first = day_of(asked.get("from", "")) or today
    last = day_of(asked.get("to", "")) or first
    return Span(DAY, first, first, min(max(last, first), first + timedelta(days=LONGEST - 1)))


def day_of(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and FIRST <= day <= LAST else None


def _around(view: str, day: date) -> Span:
    if view == DAY:
        return Span(view, day, day, day)
    if view == MONTH:
        return Span(view, day, day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))
    monday = day - timedelta(days=day.weekday())
    return Span(view, day, monday, monday + timedelta(days=6))
