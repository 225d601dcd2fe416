"""What stands after the colon: words, moments, days, lengths (RFC 5545 §3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from shturman.tasks.internet_calendars.ics.lines import CONTROL, Line, Malformed
from shturman.tasks.internet_calendars.ics.zones import Zones

MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII)
LENGTH = re.compile(r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.ASCII)
LONGEST = timedelta(days=40_000)
ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True)
class When:
    """A moment or a whole day; exactly one is given."""

    at: datetime | None = None
    on: date | None = None

    def moment(self, zone: tzinfo) -> datetime:
        """The day begins for each by his own clock."""
        if self.at is not None:
            return self.at
        if self.on is None:
            raise Malformed("neither a moment nor a day")
        return datetime.combine(self.on, time(), zone)


def words_of(value: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def escaped(words: str) -> str:
    words = CONTROL.sub("", words).replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
    return words.replace("\r\n", r"\n").replace("\n", r"\n").replace("\r", r"\n")


def when_of(line: Line, zones: Zones) -> When:
    return when_from(line.value, line.params.get("TZID", ""), zones)


def whens_of(lines: Iterable[Line], zones: Zones) -> list[When]:
    """Several in one line; of a period its beginning."""
    return [
        when_from(told.partition("/")[0], line.params.get("TZID", ""), zones) for line in lines for told in line.value.split(",") if told
    ]


def when_from(told: str, tzid: str, zones: Zones) -> When:
    found = MOMENT.fullmatch(told.strip())
    if found is None:
        raise Malformed(f"no such moment: {told[:40]}")
    year, month, day, hour, minute, second, is_utc = found.groups()
    try:
        if hour is None:
            return When(on=date(int(year), int(month), int(day)))
        # A leap second is told as 60.
        naive = datetime(int(year), int(month), int(day), int(hour), int(minute), min(int(second or 0), 59))  # noqa: DTZ001
        zone = UTC if is_utc else zones.named(tzid) if tzid else zones.own
        at = naive.replace(tzinfo=zone)
        # What no clock can show elsewhere is no moment.
        at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Malformed(f"no such moment: {told[:40]}") from error
    return When(at=at)


def length_from(told: str) -> timedelta:
    found = LENGTH.fullmatch(told.strip())
    if found is None or told.strip().endswith(("P", "T")):
        raise Malformed(f"no such length: {told[:40]}")
    sign, *numbers = found.groups()
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in numbers)
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length > LONGEST:
        raise Malformed(f"longer than a century: {told[:40]}")
    return -length if sign == "-" else length


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day(value: date) -> str:
    return f"{value:%Y%m%d}"


def length_in_words(length: timedelta) -> str:
    """Whole minutes, as alarms count."""
    minutes = round(length.total_seconds() / 60)
    return f"{'-' if minutes < 0 else ''}PT{abs(minutes)}M"
