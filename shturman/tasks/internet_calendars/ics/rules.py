"""RRULE, day by day (RFC 5545 §3.3.10).

Only the periods that meet the asked days are looked at, wherever the rule began and whether it ever ends: no rule can hang a
page. What repeats within a day is refused, since nothing bounds it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from shturman.tasks.internet_calendars.ics.lines import Malformed

DAILY, WEEKLY, MONTHLY, YEARLY = "DAILY", "WEEKLY", "MONTHLY", "YEARLY"
FREQUENCIES = (DAILY, WEEKLY, MONTHLY, YEARLY)
WITHIN_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAY = re.compile(rf"([+-]?\d{{1,2}})?({'|'.join(WEEKDAYS)})", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
CLOCK = {"BYHOUR": "hour", "BYMINUTE": "minute", "BYSECOND": "second"}
# Beyond this nobody asks: see calendar.span.
LAST = date(2200, 1, 1)
# A rule that brings nothing for so long brings nothing any more: 29 February of a certain weekday comes in 40 years at the latest.
BARREN = timedelta(days=366 * 50)


class Unbounded(Malformed):
    """Well written, but with more times than a calendar can hold."""


@dataclass(frozen=True)
class Rule:
    frequency: str
    interval: int = 1
    count: int | None = None
    # By the clock of the event.
    until: datetime | None = None
    week_start: int = 0
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_week: tuple[int, ...] = ()
    # (0, weekday) is each of them, (-1, weekday) the last one of its month or year.
    by_day: tuple[tuple[int, int], ...] = ()
    by_position: tuple[int, ...] = ()

    def days(self, start: date, first: date, last: date) -> list[date]:
        """From `first` to `last`, both among them; `start` is the day of the event's own beginning."""
        if self.count is not None:
            last = min(last, _last_of_count(self, start))
        return list(self.days_between(start, max(first, start), min(last, LAST)))

    def ends_on(self, start: date) -> date | None:
        """None: it goes on for longer than anybody asks."""
        ends = [self.until.date()] if self.until else []
        if self.count is not None:
            ends.append(_last_of_count(self, start))
        end = min(ends, default=LAST)
        return None if end >= LAST else end

    def fits(self, day: date, clock: time) -> bool:
        return self.until is None or datetime.combine(day, clock) <= self.until

    def days_between(self, start: date, first: date, last: date) -> Iterator[date]:
        if self.until is not None:
            last = min(last, self.until.date())
        if first > last:
            return
        for period in self._periods(start, first, last):
            for day in self._chosen(period, start):
                if first <= day <= last:
                    yield day

    def _periods(self, start: date, first: date, last: date) -> Iterator[list[date]]:
        index = self._index(first) - self._index(start)
        step = index - index % self.interval
        end = self._index(last) - self._index(start)
        while step <= end:
            yield self._period(self._index(start) + step)
            step += self.interval

    def _index(self, day: date) -> int:
        """Which day, week, month or year it is, counted from the beginning of time."""
        if self.frequency == DAILY:
            return day.toordinal()
        if self.frequency == WEEKLY:
            return (day.toordinal() - 1 - self.week_start) // 7
        return day.year * 12 + day.month - 1 if self.frequency == MONTHLY else day.year

    def _period(self, index: int) -> list[date]:
        if self.frequency == DAILY:
            return [date.fromordinal(index)]
        if self.frequency == WEEKLY:
            return [date.fromordinal(index * 7 + 1 + self.week_start + step) for step in range(7)]
        if self.frequency == MONTHLY:
            return _days_of_month(*divmod(index, 12))
        return [day for month in range(12) for day in _days_of_month(index, month)]

    def _chosen(self, period: list[date], start: date) -> list[date]:
        days = [day for day in period if self._takes(day, start)]
        if not self.by_position:
            return days
        places = {place - 1 if place > 0 else len(days) + place for place in self.by_position}
        return [day for place, day in enumerate(days) if place in places]

    def _takes(self, day: date, start: date) -> bool:
        if self.by_month and day.month not in self.by_month:
            return False
        if self.by_month_day and not _among(day.day, _length_of_month(day), self.by_month_day):
            return False
        if self.by_year_day and not _among(day.timetuple().tm_yday, _length_of_year(day), self.by_year_day):
            return False
        if self.by_week and not self._in_weeks(day):
            return False
        if self.by_day:
            return any(self._is_that(day, nth, weekday) for nth, weekday in self.by_day)
        return self._as_at_start(day, start)

    def _as_at_start(self, day: date, start: date) -> bool:
        """What the rule does not say is as it was the first time."""
        if self.frequency == DAILY or self.by_month_day or self.by_year_day:
            return True
        if self.frequency == WEEKLY or self.by_week:
            return day.weekday() == start.weekday()
        return day.day == start.day and (self.frequency == MONTHLY or bool(self.by_month) or day.month == start.month)

    def _is_that(self, day: date, nth: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        if not nth or self.frequency in (DAILY, WEEKLY):
            return True
        if self.frequency == MONTHLY or self.by_month:
            place, length = day.day, _length_of_month(day)
        else:
            place, length = day.timetuple().tm_yday, _length_of_year(day)
        return nth == (place - 1) // 7 + 1 or nth == -((length - place) // 7 + 1)

    def _in_weeks(self, day: date) -> bool:
        # A week belongs to the year in which its fourth day lies.
        fourth = day + timedelta(days=3 - (day.weekday() - self.week_start) % 7)
        number = (fourth.timetuple().tm_yday - 1) // 7 + 1
        last = date(fourth.year, 12, 31)
        last -= timedelta(days=(last.weekday() - self.week_start - 3) % 7)
        return _among(number, (last.timetuple().tm_yday - 1) // 7 + 1, self.by_week)


def rule_from(told: str, start: datetime, zone: tzinfo | None = None) -> Rule:
    """`start` is the local moment of the first time."""
    parts: dict[str, str] = {}
    for part in told.strip().strip(";").upper().split(";"):
        name, sign, value = part.partition("=")
        if not sign or name in parts:
            raise Malformed(f"no such rule: {told[:60]}")
        parts[name.strip()] = value.strip()
    if parts.get("RSCALE") == "GREGORIAN" and parts.get("SKIP", "OMIT") == "OMIT":
        # Said aloud what holds anyway.
        parts = {name: value for name, value in parts.items() if name not in ("RSCALE", "SKIP")}
    frequency = parts.get("FREQ", "")
    if frequency in WITHIN_A_DAY or {"RSCALE", "SKIP", "BYEASTER"} & set(parts):
        raise Unbounded(f"a rule that is not kept: {told[:60]}")
    if frequency not in FREQUENCIES or set(parts) - KNOWN - set(CLOCK):
        raise Malformed(f"no such rule: {told[:60]}")
    for name, attribute in CLOCK.items():
        if name in parts and set(_numbers(parts, name, 0, 60)) != {getattr(start, attribute)}:
            raise Unbounded(f"several times a day: {told[:60]}")
    return Rule(
        frequency,
        interval=_number(parts, "INTERVAL") or 1,
        count=_number(parts, "COUNT"),
        until=_until(parts["UNTIL"], zone) if "UNTIL" in parts else None,
        week_start=_weekday(parts.get("WKST", "MO"))[1],
        by_month=_numbers(parts, "BYMONTH", 1, 12),
        by_month_day=_numbers(parts, "BYMONTHDAY", -31, 31),
        by_year_day=_numbers(parts, "BYYEARDAY", -366, 366),
        by_week=_numbers(parts, "BYWEEKNO", -53, 53),
        by_day=tuple(_weekday(part) for part in parts["BYDAY"].split(",")) if "BYDAY" in parts else (),
        by_position=_numbers(parts, "BYSETPOS", -366, 366),
    )


def _number(parts: dict[str, str], name: str) -> int | None:
    if name not in parts:
        return None
    if not NUMBER.fullmatch(parts[name]) or int(parts[name]) < 1:
        # Longer than any calendar: as good as for ever.
        if name == "COUNT" and parts[name].isascii() and parts[name].isdecimal() and int(parts[name][:1]):
            return 10**9
        raise Malformed(f"{name}={parts[name][:20]}")
    return int(parts[name])


def _numbers(parts: dict[str, str], name: str, least: int, most: int) -> tuple[int, ...]:
    if name not in parts:
        return ()
    told = parts[name].split(",")
    if any(not NUMBER.fullmatch(one) for one in told):
        raise Malformed(f"{name}={parts[name][:20]}")
    numbers = tuple(sorted({int(one) for one in told}))
    if not least <= numbers[0] <= numbers[-1] <= most or (least < 0 and 0 in numbers):
        raise Malformed(f"{name}={parts[name][:20]}")
    return numbers


def _weekday(told: str) -> tuple[int, int]:
    found = WEEKDAY.fullmatch(told.strip())
    if found is None:
        raise Malformed(f"no such weekday: {told[:20]}")
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def _until(told: str, zone: tzinfo | None) -> datetime:
    found = UNTIL.fullmatch(told)
    if found is None:
        raise Malformed(f"UNTIL={told[:20]}")
    day, clock, is_utc = found.groups()
    try:
        until = datetime.strptime(day + (clock or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
        if is_utc and zone is not None:
            until = until.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise Malformed(f"UNTIL={told[:20]}") from error
    return until


@lru_cache(maxsize=512)
def _last_of_count(rule: Rule, start: date) -> date:
    """The day of the last time; where the rule outlives the calendar, its end."""
    seen, last, wanted = 0, start, rule.count or 1
    if wanted > (LAST - start).days // rule.interval:
        return LAST
    edge = start
    while edge < LAST:
        beyond = min(edge + BARREN, LAST)
        found = 0
        for day in rule.days_between(start, edge, beyond):
            seen, last, found = seen + 1, day, found + 1
            if seen >= wanted:
                return last
        if not found:
            # A date that never comes.
            return last
        edge = beyond + timedelta(days=1)
    return LAST


def _among(place: int, length: int, wanted: tuple[int, ...]) -> bool:
    return place in wanted or place - length - 1 in wanted


def _length_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _length_of_year(day: date) -> int:
    return 366 if calendar.isleap(day.year) else 365


@lru_cache(maxsize=1024)
def _days_of_month(year: int, month: int) -> list[date]:
    return [date(year, month + 1, day) for day in range(1, calendar.monthrange(year, month + 1)[1] + 1)]
