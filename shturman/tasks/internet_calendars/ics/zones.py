"""Which clock a TZID means: the world's names, the file's own rules, Windows' names, else the person's own zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from shturman.tasks.internet_calendars.ics.lines import Component, Malformed
from shturman.tasks.internet_calendars.ics.rules import Rule, rule_from

OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)
ONSET = re.compile(r"\d{8}T\d{6}", re.ASCII)


class Zones:
    """Of one file, read for one person: `own` is his zone, and the clock of what has none."""

    def __init__(self, calendar: Component | None, own: tzinfo):
        self.own = own
        self.unknown: set[str] = set()
        self._told = {component.value("TZID").strip(): component for component in (calendar.inner("VTIMEZONE") if calendar else ())}
        self._known: dict[str, tzinfo] = {}

    def named(self, tzid: str) -> tzinfo:
        tzid = tzid.strip()
        if tzid not in self._known:
            self._known[tzid] = world_zone(tzid) or self._own_rules(tzid) or windows_zone(tzid) or self._unknown(tzid)
        return self._known[tzid]

    def _own_rules(self, tzid: str) -> tzinfo | None:
        if tzid not in self._told:
            return None
        try:
            return TimeZoneOfFile(self._told[tzid])
        except Malformed:
            return None

    def _unknown(self, tzid: str) -> tzinfo:
        self.unknown.add(tzid)
        return self.own


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def world_zone(tzid: str) -> tzinfo | None:
    """«Europe/Moscow», and with what some programs put before it: «/freeassociation.sourceforge.net/Europe/Moscow»."""
    parts = tzid.strip("/").split("/")
    for start in range(min(len(parts), 6)):
        name = _names().get("/".join(parts[start:]).lower())
        if name and ("/" in name or start == 0):
            return ZoneInfo(name)
    return None


def windows_zone(tzid: str) -> tzinfo | None:
    """«Russian Standard Time»; some write it with the offset before it."""
    name = re.sub(r"^\((?:GMT|UTC)[^)]*\)\s*", "", tzid)
    found = get_global("windows_zone_mapping").get(name)
    return ZoneInfo(found) if found else None


class Observance:
    """A stretch with one offset: from its first onset on, each year anew where it has a rule."""

    def __init__(self, component: Component):
        told = component.value("DTSTART").strip()
        if not ONSET.match(told):
            raise Malformed("an observance without its beginning")
        try:
            self.first = datetime.strptime(told[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007
        except ValueError as error:
            raise Malformed("an observance without its beginning") from error
        self.offset = _offset(component.value("TZOFFSETTO"))
        self.before = _offset(component.value("TZOFFSETFROM") or component.value("TZOFFSETTO"))
        rule = component.value("RRULE")
        self.rule: Rule | None = rule_from(rule, self.first) if rule else None
        self._known: dict[int, list[datetime]] = {}

    def last_onset(self, local: datetime) -> datetime | None:
        """The latest at or before this local moment."""
        if local < self.first:
            return None
        return next((onset for onset in reversed(self._onsets(local.year)) if onset <= local), self.first)

    def _onsets(self, year: int) -> list[datetime]:
        """Of this year and of two before it: rules of clocks are yearly."""
        if year not in self._known:
            days = self.rule.days(self.first.date(), date(max(year - 2, 1), 1, 1), date(year, 12, 31)) if self.rule else []
            self._known[year] = [datetime.combine(day, self.first.time()) for day in days]
        return self._known[year]


# Programs write a zone of a century with fewer.
MOST_OBSERVANCES = 200


class TimeZoneOfFile(tzinfo):
    def __init__(self, component: Component):
        self.name = component.value("TZID")
        self.observances = [Observance(part) for part in component.inner("STANDARD", "DAYLIGHT")]
        if len(self.observances) > MOST_OBSERVANCES:
            raise Malformed("a zone with more changes than a clock has")
        if not self.observances:
            raise Malformed("a zone without an offset")

    def utcoffset(self, moment: datetime | None) -> timedelta:
        if moment is None:
            return self.observances[0].offset
        local = moment.replace(tzinfo=None)
        found = [(onset, one.offset) for one in self.observances if (onset := one.last_onset(local))]
        if not found:
            return min(self.observances, key=lambda one: one.first).before
        return max(found, key=lambda pair: pair[0])[1]

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta()

    def fromutc(self, moment: datetime) -> datetime:
        """Exact but for the hour of a change, which the offset before it decides."""
        guess = moment + self.utcoffset(moment)
        return moment + self.utcoffset(guess)

    def tzname(self, moment: datetime | None) -> str:
        return self.name


def _offset(told: str) -> timedelta:
    found = OFFSET.fullmatch(told.strip())
    if found is None:
        raise Malformed(f"no such offset: {told[:20]}")
    sign, hours, minutes, seconds = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if offset >= timedelta(days=1):
        raise Malformed(f"no such offset: {told[:20]}")
    return -offset if sign == "-" else offset
