"""When a client may be called: his own hours, else the decent ones, by his own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone as phone_zones

DECENT = (time(9), time(21))
UNKNOWN = ("Etc/Unknown",)


@dataclass(frozen=True)
class ClientClock:
    here: datetime
    since: time
    until: time
    # He named the hours himself.
    is_asked: bool
    is_another_zone: bool

    @property
    def is_good(self) -> bool:
        return self.since <= self.here.time() < self.until


@lru_cache(maxsize=4096)
def zone_of_phone(number: str) -> str:
    """The zone of the number's region, «» where it is not one: mobile numbers of large countries say nothing."""
    try:
        zones = phone_zones.time_zones_for_number(phonenumbers.parse(number, "RU"))
    except phonenumbers.NumberParseException:
        return ""
    return zones[0] if len(zones) == 1 and zones != UNKNOWN else ""


def clock_of(now: datetime, own_zone: ZoneInfo, *, zone: str, phone: str, since: time | None, until: time | None) -> ClientClock:
    named = zone or zone_of_phone(phone)
    here = now.astimezone(ZoneInfo(named) if named else own_zone)
    is_another = here.utcoffset() != now.astimezone(own_zone).utcoffset()
    if since is None or until is None:
        return ClientClock(here, *DECENT, is_asked=False, is_another_zone=is_another)
    return ClientClock(here, since, until, is_asked=True, is_another_zone=is_another)
