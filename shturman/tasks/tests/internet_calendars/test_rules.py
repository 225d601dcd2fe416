"""Rules are counted day by day; an independent reader says the same."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shturman.tasks.internet_calendars.ics.lines import Malformed
from shturman.tasks.internet_calendars.ics.rules import LAST, Unbounded, rule_from

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
START = datetime(2026, 1, 31, 10, 30)  # noqa: DTZ001 -- by the clock of the event


def days(rule: str, first: date, last: date, start: datetime = START) -> list[date]:
    return rule_from(rule, start).days(start.date(), first, last)


def numbers(least: int, most: int, at_most: int = 3) -> st.SearchStrategy[str]:
    one = st.integers(least, most).filter(bool)
    return st.lists(one, min_size=1, max_size=at_most, unique=True).map(lambda found: ",".join(map(str, found)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Two limits at most: the other reader's loop has no end where a rule hardly ever fits, and it takes «MO,1MO» for both at once."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    limits = [numbers(1, 12).map("BYMONTH={}".format), numbers(-28, 28).map("BYMONTHDAY={}".format), by_day(frequency)]
    if frequency == "YEARLY":
        limits += [numbers(-365, 365).map("BYYEARDAY={}".format), by_week()]
    parts = [draw(limit) for limit in draw(st.lists(st.sampled_from(limits), max_size=2, unique=True))]
    if len({part.partition("=")[0] for part in ";".join(parts).split(";")}) < len(";".join(parts).split(";")):
        parts = parts[:1]
    if parts and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(numbers(-2, 2))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    ending = draw(st.sampled_from(["", f"COUNT={draw(st.integers(1, 20))}", f"UNTIL=20{draw(st.integers(27, 32))}0315T103000"]))
    return ";".join([f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 3))}", *parts, *([ending] if ending else [])])


@st.composite
def by_day(draw: st.DrawFn, frequency: str) -> str:
    found = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True))
    nth = draw(st.sampled_from(["", "1", "2", "-1", "5"])) if frequency in ("MONTHLY", "YEARLY") else ""
    return "BYDAY=" + ",".join(f"{nth}{day}" for day in found)


@st.composite
def by_week(draw: st.DrawFn) -> str:
    return f"BYWEEKNO={draw(numbers(-52, 52))};BYDAY={draw(st.sampled_from(DAYS))}"


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(rules(), st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 364))
def test_it_counts_as_an_independent_reader_does(rule: str, first: date, later: int) -> None:
    start = START + timedelta(days=later)
    last = first + timedelta(days=400)
    bounded = rule if "COUNT" in rule or "UNTIL" in rule else f"{rule};UNTIL=20330101T000000"
    wanted = [moment.date() for moment in rrulestr(bounded, dtstart=start)]
    assert days(rule, first, last, start) == [day for day in wanted if first <= day <= last]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4;COUNT=10",
        "FREQ=WEEKLY;INTERVAL=999999999",
        "FREQ=YEARLY;UNTIL=99991231T235959Z",
        "FREQ=YEARLY;BYYEARDAY=366;BYDAY=53MO",
    ],
)
def test_no_rule_takes_longer_than_what_it_shows(rule: str) -> None:
    began = time.monotonic()
    for year in (2026, 2100, 2199):
        days(rule, date(year, 1, 1), date(year, 12, 31), START.replace(year=1990))
    rule_from(rule, START).ends_on(START.date())
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9,10",
        "FREQ=DAILY;BYSECOND=0,1",
        "RSCALE=CHINESE;FREQ=YEARLY",
    ],
)
def test_what_repeats_within_a_day_is_refused(rule: str) -> None:
    with pytest.raises(Unbounded):
        rule_from(rule, START)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ",
        "FREQ=",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;BYDAY=XX",
    ]
    + [
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYMONTHDAY=0",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=20261301",
        "FREQ=DAILY;X=1",
        "INTERVAL=2",
    ],
)
def test_what_is_no_rule_is_malformed(rule: str) -> None:
    with pytest.raises(Malformed):
        rule_from(rule, START)


def test_the_clock_may_be_told_again() -> None:
    assert len(days("FREQ=DAILY;BYHOUR=10;BYMINUTE=30;BYSECOND=0;COUNT=3", date(2026, 1, 1), date(2027, 1, 1))) == 3


def test_an_end_in_utc_is_read_by_the_clock_of_the_event() -> None:
    moscow = datetime(2026, 1, 1, tzinfo=UTC).astimezone().tzinfo
    rule = rule_from("FREQ=DAILY;UNTIL=20260203T103000Z", START, moscow)
    assert rule.ends_on(START.date()) in (date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 4))


def test_what_has_no_end_says_so() -> None:
    assert rule_from("FREQ=WEEKLY", START).ends_on(START.date()) is None
    assert rule_from("FREQ=WEEKLY;COUNT=2", START).ends_on(START.date()) == date(2026, 2, 7)
    assert rule_from("FREQ=DAILY;UNTIL=99991231", START).ends_on(START.date()) is None
    assert date(2199, 12, 31) < LAST
