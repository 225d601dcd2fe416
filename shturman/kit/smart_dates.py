"""Dates as people type them: «завтра в 10», «через 3 дня», «в пятницу», «24 ноября 14:30»."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from shturman.kit.words import folded

MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресен")
SHORT_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
NEAR_DAYS = {"сегодня": 0, "завтра": 1, "послезавтра": 2}
NUMBERS = {"один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "полтора": 1.5}
PARTS_OF_DAY = {"утром": time(10), "днем": time(14), "вечером": time(17)}

_CLOCK = re.compile(r"(?:^|\s)(?:в|к|до)\s+(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:час\w*|ч))?(?=$|\s)|(?:^|\s)(\d{1,2}):(\d{2})(?=$|\s)")
_IN = re.compile(r"через\s+(?:(\d+|[а-я]+)\s+)?(минут\w*|мин|час\w*|ч|ден\w*|дня|дней|дн|недел\w*|месяц\w*)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})(?:[./](\d{2,4}))?(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[t ](\d{2}):(\d{2}))?")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})(?:-го|-е)?\s+([а-я]+)(?:\s+(\d{4}))?")


@dataclass(frozen=True)
class Understood:
    """`at` is a moment when a clock time was named, else only `day` is meant."""

    day: date
    at: datetime | None = None


# Other years are slips of the finger.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def understand(text: str, now: datetime, zone: tzinfo) -> Understood | None:
    """None when the text names no day and no time."""
    words, here = folded(text), now.astimezone(zone)
    if not words:
        return None
    try:
        found = _iso(words, zone) or _after_a_while(words, here, zone) or _day_and_clock(words, here, zone)
    except (OverflowError, ValueError):
        # «через 9999999 лет»: there is no such day in any calendar.
        return None
    return found if found and FIRST_YEAR <= found.day.year <= LAST_YEAR else None


def _iso(words: str, zone: tzinfo) -> Understood | None:
    found = _ISO.fullmatch(words)
    if not found:
        return None
    year, month, day, hour, minute = found.groups()
    whole = _date(int(year), int(month), int(day))
    if whole is None or hour is None:
        return Understood(whole) if whole else None
    return _moment(whole, _time(int(hour), int(minute)), zone)


def _after_a_while(words: str, here: datetime, zone: tzinfo) -> Understood | None:
    found = _IN.search(words)
    if not found:
        return None
    spelled, unit = found.groups()
    count = _number(spelled)
    if count is None:
        return None
    if unit.startswith(("мин", "ч")):
        at = here + timedelta(minutes=count if unit.startswith("мин") else count * 60)
        return Understood(at.date(), at.replace(second=0, microsecond=0))
    day = _shifted(here.date(), count, unit)
    return _moment(day, _clock(words[: found.start()] + " " + words[found.end() :]), zone)


def _number(spelled: str | None) -> float | None:
    if spelled is None:
        return 1
    return int(spelled) if spelled.isdigit() else NUMBERS.get(spelled)


def _shifted(day: date, count: float, unit: str) -> date:
    if unit.startswith("недел"):
        return day + timedelta(weeks=count)
    if unit.startswith("месяц"):
        month = day.month - 1 + int(count)
        year, month = day.year + month // 12, month % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return day + timedelta(days=count)


def _day_and_clock(words: str, here: datetime, zone: tzinfo) -> Understood | None:
    day, rest = _named_day(words, here.date())
    clock = _clock(rest)
    if day is None and clock is None:
        return None
    if day is None:
        # «в 10» said at 14:18 means tomorrow: nobody plans the past.
        day = here.date() if clock is not None and clock > here.time() else here.date() + timedelta(days=1)
    return _moment(day, clock, zone)


def _named_day(words: str, today: date) -> tuple[date | None, str]:
    for word, days in NEAR_DAYS.items():
        if re.search(rf"(?:^|\s){word}(?=$|\s)", words):
            return today + timedelta(days=days), words.replace(word, " ", 1)
    for pattern, read in ((_NUMERIC, _from_numbers), (_DAY_AND_MONTH, _from_month_name)):
        found = pattern.search(words)
        day = read(found, today) if found else None
        if day and found:
            return day, words[: found.start()] + " " + words[found.end() :]
    return _from_weekday(words, today)


def _from_numbers(found: re.Match[str], today: date) -> date | None:
    day, month, year = found.groups()
    return _nearest(int(day), int(month), year, today)


def _from_month_name(found: re.Match[str], today: date) -> date | None:
    day, name, year = found.groups()
    for number, stem in enumerate(MONTHS, 1):
        if name.startswith(stem) and (stem != "ма" or name in ("мая", "май", "мае")):
            return _nearest(int(day), number, year, today)
    return None


def _nearest(day: int, month: int, year: str | None, today: date) -> date | None:
    """Without a year the nearest such day ahead; a day within the last month stays in the past."""
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _date(today.year, month, day)
    if this_year and this_year >= today - timedelta(days=31):
        return this_year
    return _date(today.year + 1, month, day)


def _from_weekday(words: str, today: date) -> tuple[date | None, str]:
    for word in words.split():
        for number, (stem, short) in enumerate(zip(WEEKDAYS, SHORT_WEEKDAYS, strict=True)):
            if word == short or word.startswith(stem):
                ahead = (number - today.weekday()) % 7 or 7
                return today + timedelta(days=ahead), words.replace(word, " ", 1)
    return None, words


def _clock(words: str) -> time | None:
    for word, clock in PARTS_OF_DAY.items():
        if word in words.split():
            return clock
    found = _CLOCK.search(words)
    if not found:
        bare = re.search(r"(?:^|\s)(\d{1,2})[:.](\d{2})(?=$|\s)", words)
        return _time(int(bare[1]), int(bare[2])) if bare else None
    hour, minute = found[1] or found[3], found[2] or found[4] or "0"
    return _time(int(hour), int(minute))


def _moment(day: date, clock: time | None, zone: tzinfo) -> Understood:
    return Understood(day, datetime.combine(day, clock, zone) if clock else None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None
