"""The company's year, month by month: the calendar of the country and where the company differs from it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shturman.company.models import CalendarDay
from shturman.company.queries import work_week
from shturman.kit.working_time import russian_holidays


@dataclass(frozen=True)
class Day:
    day: date
    is_working: bool
    why: str
    is_own: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: Sequence[Sequence[Day | None]]
    working_days: int


@dataclass(frozen=True)
class Year:
    number: int
    months: Sequence[Month]
    holidays: Sequence[tuple[date, str]]
    own: Sequence[CalendarDay]
    working_days: int

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def year_of(number: int) -> Year:
    holidays = russian_holidays(number)
    own = {row.day: row for row in CalendarDay.objects.filter(day__year=number)}
    week = work_week()

    def told(day: date) -> Day:
        row = own.get(day)
        return Day(day, week.is_working(day), row.name if row else holidays.get(day, ""), row is not None)

    months = [_month(number, month, told) for month in range(1, 13)]
    return Year(number, months, sorted(holidays.items()), list(own.values()), sum(month.working_days for month in months))


def _month(year: int, month: int, told: object) -> Month:
    assert callable(told)
    weeks = [
        [told(date(year, month, number)) if number else None for number in week]
        for week in calendar.Calendar().monthdayscalendar(year, month)
    ]
    return Month(date(year, month, 1), weeks, sum(day.is_working for week in weeks for day in week if day))
