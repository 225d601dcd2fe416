"""When a task is due, and in which words that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.kit.dates_in_words import day as day_in_words
from shturman.kit.errors import Refused
from shturman.kit.working_time import WorkWeek

FIRST_YEAR, LAST_YEAR = 1970, 2199


@dataclass(frozen=True)
class Due:
    """By a moment or by a day; exactly one is given."""

    at: datetime | None = None
    on: date | None = None

    def deadline(self, week: WorkWeek, zone: tzinfo) -> datetime:
        """Raises Refused where the year is a slip of the finger."""
        told = self.at or self.on
        if told is not None and not FIRST_YEAR <= told.year <= LAST_YEAR:
            raise Refused(_("There is no such term: the year is %(year)s") % {"year": told.year}, field="due")
        if self.at is not None:
            return self.at
        if self.on is None:
            raise ValueError("a due without moment and day")
        return week.end_of(self.on, zone)


def due_from(told: str) -> Due:
    """From the words in which the journal keeps it: a day, or a moment with its zone."""
    on = parse_date(told) if len(told) == len("2026-11-25") else None
    return Due(on=on) if on else Due(at=parse_datetime(told))


def due_in(working_days: int, week: WorkWeek, now: datetime, zone: tzinfo) -> Due:
    """The n-th working day after today; today itself only while its working day has not ended."""
    here = now.astimezone(zone)
    tomorrow = here.date() + timedelta(days=1)
    if working_days == 0:
        return Due(on=week.next_working_day(tomorrow if here.time() >= week.ends_at else here.date()))
    return Due(on=week.next_working_day(tomorrow, after=working_days - 1))


@dataclass(frozen=True)
class Chip:
    """The task chip: tone, words, and the whole words for a screen reader."""

    tone: str
    text: str
    title: str = ""


def chip(deadline: datetime, is_day: bool, now: datetime, week: WorkWeek) -> Chip:
    """Late in red, today in amber, later in blue; past one working day working days are counted."""
    zone = timezone.get_current_timezone()
    due, today = deadline.astimezone(zone), now.astimezone(zone).date()
    clock = "" if is_day else f", {due:%H:%M}"
    if deadline < now:
        return Chip("late", _late_for(due, now.astimezone(zone), week), f"{day_in_words(due.date(), today)}{clock}")
    if due.date() == today:
        return Chip("today", _("Today") + clock)
    if due.date() == today + timedelta(days=1):
        return Chip("later", _("Tomorrow") + clock)
    return Chip("later", day_in_words(due.date(), today) + clock)


NO_TASKS = "none"


def no_tasks_chip(stage_keeps_tasks: bool) -> Chip:
    return Chip(NO_TASKS, _("No tasks") if stage_keeps_tasks else _("Stage without tasks"))


def _late_for(due: datetime, now: datetime, week: WorkWeek) -> str:
    days = week.working_days_between(due.date(), now.date())
    if days:
        return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    minutes = int((now - due).total_seconds() // 60)
    if minutes < 60:
        return _("%(minutes)d min late") % {"minutes": max(minutes, 1)}
    return _("%(hours)d h late") % {"hours": minutes // 60}
