"""Working days: which days count, how many lie between two, where the n-th falls."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import holidays

MONDAY_TO_FRIDAY = frozenset(range(5))
# Two years are looked up day by day.
MOST_LOOKED_UP = 730


@lru_cache(maxsize=16)
def russian_days_off(year: int) -> frozenset[date]:
    """Public holidays of the Russian Federation with the days that the government moved."""
    return frozenset(holidays.country_holidays("RU", years=year))


@lru_cache(maxsize=16)
def russian_holidays(year: int) -> Mapping[date, str]:
    """The same with their names, in Russian: they are names of days of the Russian calendar."""
    return dict(holidays.country_holidays("RU", years=year, language="ru").items())


@dataclass(frozen=True)
class WorkWeek:
    """Working weekdays (Monday is 0), hours of the day, and the days by which a company differs from the RF calendar."""

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    starts_at: time = time(9)
    ends_at: time = time(18)
    extra_days_off: Collection[date] = field(default_factory=frozenset)
    extra_working_days: Collection[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        if day in self.extra_working_days:
            return True
        if day in self.extra_days_off or day in russian_days_off(day.year):
            return False
        return day.weekday() in self.weekdays

    def next_working_day(self, day: date, after: int = 0) -> date:
        """The first working day not before `day`, then `after` working days further on."""
        while not self.is_working(day):
            day += timedelta(days=1)
        for _step in range(after):
            day += timedelta(days=1)
            while not self.is_working(day):
                day += timedelta(days=1)
        return day

    def working_days_between(self, earlier: date, later: date) -> int:
        """Working days after `earlier` up to and with `later`; 0 when `later` is not later. Of what lies years apart whole weeks
        are counted without their holidays."""
        days = (later - earlier).days
        if days > MOST_LOOKED_UP:
            weeks = (days - MOST_LOOKED_UP) // 7 + 1
            return weeks * len(self.weekdays) + self.working_days_between(earlier + timedelta(weeks=weeks), later)
        return sum(self.is_working(earlier + timedelta(days=step)) for step in range(1, days + 1))

    def end_of(self, day: date, zone: tzinfo) -> datetime:
        return datetime.combine(day, self.ends_at, zone)

    def moment_after(self, start: datetime, minutes: int, zone: tzinfo) -> datetime:
        """The moment when so many working minutes have passed; nights and days off do not count."""
        here, left = start.astimezone(zone), timedelta(minutes=minutes)
        day = here.date()
        while True:
            if self.is_working(day):
                opens = max(datetime.combine(day, self.starts_at, zone), here)
                room = self.end_of(day, zone) - opens
                if room >= left and room > timedelta(0):
                    return opens + left
                left -= max(room, timedelta(0))
            day += timedelta(days=1)
