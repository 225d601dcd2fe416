"""A person's own tasks on his desktop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shturman.company.access import is_employee
from shturman.company.models import Member, Role
from shturman.kit.house import Tile
from shturman.kit.pages import url_of
from shturman.tasks.calendar.queries import Item, day_of_task, has_ended, names_seen, own_items
from shturman.tasks.calendar.span import DAY, Span, address
from shturman.tasks.due import Chip
from shturman.tasks.models import Task
from shturman.tasks.queries import day_read_once
from shturman.tasks.rows import rows_of

# A tile is read at a glance: the rest is one click away.
LINES, SHOWN_A_DAY = 5, 4


@dataclass(frozen=True)
class Line:
    task: Task
    chip: Chip
    # Whom it is about, as far as the doer may know; and the card, unless it is closed to him.
    about: str
    url: str


def my_day(member: Member) -> Mapping[str, Any]:
    """What is ahead, in order of time; the figure is of today alone."""
    now, day = day_read_once(member)
    return {
        "count": len(day.today),
        "count_url": "/tasks/?who=me&due=today",
        "count_words": gettext("today"),
        "lines": _lines([*day.today, *day.tomorrow], member, now),
        "overdue_count": len(day.overdue),
        "navigator_url": url_of("navigator:navigator") if is_employee(member) else "",
    }


def overdue(member: Member) -> Mapping[str, Any]:
    now, day = day_read_once(member)
    nearest = next(iter([*day.today, *day.tomorrow]), None)
    return {
        "count": len(day.overdue),
        "count_url": "/tasks/?state=overdue&who=me",
        "is_late": bool(day.overdue),
        "lines": _lines(day.overdue, member, now),
        "nearest": rows_of([nearest], now)[0] if nearest else None,
    }


def waiting(member: Member) -> Mapping[str, Any]:
    """The latest first: what came of it is remembered while it is fresh."""
    now, day = day_read_once(member)
    ended = [task for task in reversed(day.overdue) if has_ended(task, now)]
    return {"count": len(ended), "count_url": "/tasks/?who=me&waits=1", "lines": _lines(ended, member, now)}


@dataclass(frozen=True)
class CalendarDay:
    on: date
    url: str
    items: list[Item]
    has_more: bool


def calendar(member: Member) -> Mapping[str, Any]:
    now = timezone.now()
    today = now.astimezone(member.zone).date()
    span = Span(DAY, today, today, today + timedelta(days=1))
    items = own_items(member, span, now)
    return {"days": [_calendar_day(day, items, member) for day in span.days], "today": today}


def _calendar_day(day: date, items: Iterable[Item], member: Member) -> CalendarDay:
    """What is done already stands in the calendar itself."""
    left = [item for item in items if day_of_task(item.task, member) == day and not item.is_done]
    return CalendarDay(day, address(DAY, day), left[:SHOWN_A_DAY], len(left) > SHOWN_A_DAY)


def _lines(tasks: list[Task], member: Member, now: datetime) -> list[Line]:
    shown = tasks[:LINES]
    names = names_seen(shown, member)
    return [Line(row.task, row.chip, names.get(row.task.pk, ""), _url(row.task, names)) for row in rows_of(shown, now)]


def _url(task: Task, names: Mapping[int, str]) -> str:
    return task.card_url if task.pk in names else task.get_absolute_url()


EVERYBODY = tuple(Role.Base.values)
ORDINARY = tuple(base for base in EVERYBODY if base not in Role.LEADING)
MY_DAY = Tile(
    "my_day",
    _("My day"),
    _("What is next, by its time, and with whom; the result is given from here"),
    "sun",
    "/tasks/day/",
    "tasks/tiles/my_day.html",
    my_day,
    kinds=EVERYBODY,
    hears="tasks",
    width=2,
)
OVERDUE = Tile(
    "overdue",
    _("Overdue"),
    _("Your tasks whose time has passed, the oldest first: give the result or put off"),
    "alert",
    "/tasks/?state=overdue&who=me",
    "tasks/tiles/overdue.html",
    overdue,
    kinds=EVERYBODY,
    hears="tasks",
)
CALENDAR = Tile(
    "calendar",
    _("Calendar"),
    _("Calls, meetings and other tasks of today and tomorrow by the hour"),
    "calendar",
    "/tasks/calendar/",
    "tasks/tiles/calendar.html",
    calendar,
    kinds=EVERYBODY,
    hears="tasks",
)
WAITING = Tile(
    "waiting",
    _("Wait for a result"),
    _("Calls and meetings that are over and of which nothing is said yet"),
    "flag",
    "/tasks/?who=me&waits=1",
    "tasks/tiles/waiting.html",
    waiting,
    kinds=ORDINARY,
    hears="tasks",
)
