"""The month of `bin/bench month`, small: weeks pass by presses alone, and workers are killed over the reminders of a few days."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as house_settings
from django.db import connection
from django.utils import timezone

from shturman.world.mail_sink import letters_kept
from shturman.world.month.clock import FILE, ZONE, Clock, wind
from shturman.world.month.post import Postman
from shturman.world.month.pressing import Month
from shturman.world.story import Story

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = wind(tmp_path / "clock", MONDAY)
    monkeypatch.setattr(timezone, "now", found.now)
    return found


def of_worker(clock: Clock) -> dict[str, str]:
    """The worker meets the database of the test and goes by its clock."""
    facts = connection.settings_dict
    host = {"host": facts["HOST"]} if facts["HOST"] else {}
    address = f"postgresql://{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@/{facts['NAME']}?{urlencode(host)}"
    if given := os.environ.get("DATABASE_URL"):
        address = given.rsplit("/", 1)[0] + f"/{facts['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.month_settings",
        "DATABASE_URL": address,
        "SHTURMAN_DELIVERY_LEASE_SECONDS": "1",
        "SHTURMAN_STALLED_AFTER_SECONDS": "1",
        "SHTURMAN_SECRET_KEY": house_settings.SECRET_KEY,
        FILE: str(clock.path),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_weeks_pass_by_presses_alone(story: Story, clock: Clock, seed: int) -> None:
    month = Month(story, clock, seed)
    month.fill(24)
    month.pass_days(12)
    assert month.faults == []
    assert month.presses > 24


def test_killed_workers_neither_lose_nor_double_a_reminder_of_these_days(committed_story: Story, clock: Clock) -> None:
    with letters_kept() as letters, Postman(committed_story, clock, letters, of_worker(clock), kills=3, seed=1) as postman:
        month = Month(committed_story, clock, 1, postman.deliver)
        month.fill(20)
        month.pass_days(4)
        assert [*month.faults, *postman.faults()] == []
    assert postman.killed == 3
    assert letters.taken
