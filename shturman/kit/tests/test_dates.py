from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from shturman.kit.smart_dates import understand
from shturman.kit.working_time import WorkWeek

MOSCOW = ZoneInfo("Europe/Moscow")
# Wednesday.
NOW = datetime(2026, 11, 18, 14, 18, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("typed", "day", "clock"),
    [
        ("завтра в 10", date(2026, 11, 19), time(10)),
        ("Завтра", date(2026, 11, 19), None),
        ("послезавтра в 9:30", date(2026, 11, 20), time(9, 30)),
        ("через 3 дня", date(2026, 11, 21), None),
        ("через три дня в 10", date(2026, 11, 21), time(10)),
        ("через неделю", date(2026, 11, 25), None),
        ("через месяц", date(2026, 12, 18), None),
        ("через час", date(2026, 11, 18), time(15, 18)),
        ("через 15 минут", date(2026, 11, 18), time(14, 33)),
        ("в пятницу", date(2026, 11, 20), None),
        ("в среду в 12", date(2026, 11, 25), time(12)),
        ("пн", date(2026, 11, 23), None),
        ("24 ноября 14:30", date(2026, 11, 24), time(14, 30)),
        ("24.11", date(2026, 11, 24), None),
        ("15.01.2027", date(2027, 1, 15), None),
        ("5 мая", date(2027, 5, 5), None),
        ("2026-11-24", date(2026, 11, 24), None),
        ("24.11.2026 14:30", date(2026, 11, 24), time(14, 30)),
        ("в 16", date(2026, 11, 18), time(16)),
        ("в 10", date(2026, 11, 19), time(10)),
        ("завтра утром", date(2026, 11, 19), time(10)),
        ("сегодня до 18", date(2026, 11, 18), time(18)),
    ],
)
def test_it_understands_dates_as_people_type_them(typed: str, day: date, clock: time | None) -> None:
    understood = understand(typed, NOW, MOSCOW)
    assert understood is not None and understood.day == day
    assert (understood.at.astimezone(MOSCOW).time() if understood.at else None) == clock


@pytest.mark.parametrize("typed", ["", "когда-нибудь", "31.31", "99:99"])
def test_it_says_so_when_it_does_not_understand(typed: str) -> None:
    assert understand(typed, NOW, MOSCOW) is None


def test_moved_holidays_are_days_off() -> None:
    week = WorkWeek()
    assert sum(week.is_working(date.fromordinal(day)) for day in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())) == 247
    assert not week.is_working(date(2026, 12, 31)) and week.is_working(date(2026, 11, 24))


def test_working_days_are_counted_over_a_weekend() -> None:
    week = WorkWeek()
    assert week.working_days_between(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert week.working_days_between(date(2026, 11, 23), date(2026, 11, 20)) == 0
    assert week.working_days_between(date(1026, 11, 20), date(2026, 11, 20)) > 250_000
    assert week.next_working_day(date(2026, 11, 21), after=1) == date(2026, 11, 24)
