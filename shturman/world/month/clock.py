"""A clock that is moved by hand. It stands in a file, so that a worker in a process of its own goes by it."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

FILE = "SHTURMAN_MONTH_CLOCK"
ZONE = ZoneInfo("Europe/Moscow")
BEGINS, ENDS = 9, 18


class Clock:
    def __init__(self, path: Path):
        self.path = path

    def now(self) -> datetime:
        return datetime.fromisoformat(self.path.read_text())

    def set(self, moment: datetime) -> None:
        """At once or not at all: a reader never meets half of a moment."""
        fresh = self.path.with_suffix(".next")
        fresh.write_text(moment.isoformat())
        os.replace(fresh, self.path)

    def go_on(self, by: timedelta) -> None:
        self.set(self.now() + by)

    @property
    def evening(self) -> datetime:
        return self.now().astimezone(ZONE).replace(hour=ENDS, minute=0)

    def next_morning(self) -> None:
        self.set((self.now().astimezone(ZONE) + timedelta(days=1)).replace(hour=BEGINS, minute=0, second=0, microsecond=0))


def wind(path: Path, moment: datetime) -> Clock:
    clock = Clock(path)
    clock.set(moment)
    return clock


def go_by(clock: Clock) -> None:
    """The whole process, for good: only a process of the simulation's own does so."""
    timezone.now = clock.now
