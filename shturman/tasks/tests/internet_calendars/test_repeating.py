"""What repeats is one row with its rule; it is shown in the calendar and is never a step of a deal."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from shturman.journal.models import Entry
from shturman.messaging.models import Notice
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import PhoneItem, Task
from shturman.tasks.tests.internet_calendars.phones import SPACES, Phone, event
from shturman.world.story import Story, client_of

AT = datetime(2030, 12, 4, 10, tzinfo=UTC)
WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=WE"
EXPAND = '<c:calendar-data><c:expand start="20301201T000000Z" end="20310101T000000Z"/></c:calendar-data>'


@pytest.fixture
def phone(story: Story) -> Phone:
    return Phone(story.anna)


def within(first: str, last: str) -> str:
    when = f'<c:time-range start="{first}T000000Z" end="{last}T000000Z"/>'
    return f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">{when}</c:comp-filter></c:comp-filter>'


def test_it_is_one_row_and_no_task(phone: Phone) -> None:
    text = event(more=WEEKLY)
    answer = phone.put("weekly.ics", text)
    assert answer.status_code == 201 and answer["ETag"] == phone.names()["weekly.ics"]
    assert phone.text("weekly.ics") == text
    row = PhoneItem.objects.get()
    assert (row.task, row.title, row.first_at, row.last_at) == (None, "Встреча у заказчика", AT, None)
    assert not Task.objects.exists()


def test_it_is_found_wherever_it_stands_and_nowhere_else(phone: Phone) -> None:
    phone.put("weekly.ics", event(more=f"{WEEKLY};UNTIL=20310201T000000Z\r\nEXDATE:20301218T100000Z"))
    assert phone.query(within("20310108", "20310109")) and not phone.query(within("20310109", "20310110"))
    assert not phone.query(within("20301218", "20301219")), "that time is left out"
    assert not phone.query(within("20310301", "20310401")), "it has ended"
    assert not phone.query(within("20301101", "20301201")), "it has not begun"


def test_its_times_are_told_one_by_one_to_whoever_cannot_count(phone: Phone) -> None:
    exception = "\r\n".join(
        (
            "BEGIN:VEVENT",
            "UID:own-1",
            "RECURRENCE-ID:20301211T100000Z",
            "DTSTART:20301212T120000Z",
            "DTEND:20301212T130000Z",
            "SUMMARY:Иначе",
        )
    )
    text = event(more=f"{WEEKLY};COUNT=4\r\nEXDATE:20301218T100000Z").replace("END:VEVENT", f"END:VEVENT\r\n{exception}\r\nEND:VEVENT")
    assert phone.put("weekly.ics", text).status_code == 201
    (told,) = phone.query(within("20301201", "20310101"), EXPAND).values()
    assert [line for line in told.splitlines() if line.startswith("DTSTART")] == [
        "DTSTART:20301204T100000Z",
        "DTSTART:20301212T120000Z",
        "DTSTART:20301225T100000Z",
    ]
    assert "RRULE" not in told and "SUMMARY:Иначе" in told


@pytest.mark.parametrize("stretch", ['start="20300101T000000Z"', 'start="20300101T000000Z" end="20600101T000000Z"', 'start="x" end="y"'])
def test_a_stretch_without_bounds_is_not_written_out(phone: Phone, stretch: str) -> None:
    data = f"<c:calendar-data><c:expand {stretch}/></c:calendar-data>"
    asked = f"<c:calendar-query {SPACES}><d:prop>{data}</d:prop></c:calendar-query>"
    assert phone.send("REPORT", phone.calendar, asked).status_code == 400


def test_a_single_meeting_begins_to_repeat_and_ends_to(phone: Phone) -> None:
    phone.put("own.ics", event())
    task = Task.objects.get()
    assert phone.put("own.ics", event(more=WEEKLY)).status_code == 204
    task.refresh_from_db()
    assert task.deleted_at is not None and PhoneItem.objects.get().task is None
    assert "RRULE" in phone.text("own.ics") and set(phone.names()) == {"own.ics"}
    assert phone.put("own.ics", event(summary="Один раз")).status_code == 204
    (single,) = Task.objects.kept()
    assert (single.title, single.due_at, PhoneItem.objects.get().task) == ("Один раз", AT, single)
    assert set(phone.names()) == {"own.ics"}


def test_a_meeting_with_a_client_or_a_deal_stands_once(story: Story, phone: Phone) -> None:
    facts = ({"deal": story.deal()}, {"client": client_of(story.anna)})
    for one in facts:
        task = set_task(NewTask("Согласовать", Due(at=AT), story.anna, **one), by=story.anna)
        name = f"task-{task.pk}.ics"
        answer = phone.put(name, phone.text(name).replace("CLASS:PRIVATE", WEEKLY))
        assert answer.status_code == 204 and "ETag" not in answer
        assert Task.objects.open().filter(pk=task.pk).exists() and "RRULE" not in phone.text(name)
    assert Notice.objects.count() == 2 and not PhoneItem.objects.exists()


def test_a_repeating_event_leaves_no_entry_of_the_business(phone: Phone) -> None:
    before = Entry.objects.count()
    phone.put("weekly.ics", event(more=WEEKLY))
    phone.send("DELETE", phone.calendar + "weekly.ics")
    assert Entry.objects.count() == before and PhoneItem.objects.get().raw == ""


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=1000000000", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2,3", "RSCALE=HEBREW;FREQ=YEARLY"]
)
def test_what_nothing_bounds_is_refused_by_its_name(phone: Phone, rule: str) -> None:
    answer = phone.put("dense.ics", event(more=f"RRULE:{rule}"))
    assert answer.status_code == 403 and "max-instances" in answer.text


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;UNTIL=99991231T235959Z",
        "FREQ=WEEKLY;INTERVAL=52000",
    ],
)
def test_what_never_ends_or_never_comes_keeps_nobody_waiting(phone: Phone, rule: str) -> None:
    began = time.monotonic()
    assert phone.put("endless.ics", event(start="19910101T100000Z", end="DURATION:PT1H", more=f"RRULE:{rule}")).status_code == 201
    phone.query(within("21500101", "21500201"))
    phone.query(within("20261201", "20261202"), EXPAND)
    assert time.monotonic() - began < 3


def test_dates_given_one_by_one_are_bounded_too(phone: Phone) -> None:
    dates = ",".join(f"{date.fromordinal(741000 + number):%Y%m%d}T100000Z" for number in range(900))
    assert phone.put("dates.ics", event(more=f"RDATE:{dates}")).status_code == 201
    assert phone.query(within("20301204", "20301205"))
    more = phone.put("more.ics", event(uid="more", more=f"RDATE:{dates}\r\nEXDATE:{dates}"))
    assert more.status_code == 403 and "max-instances" in more.text


def test_an_invitation_to_one_time_alone_is_a_meeting(phone: Phone) -> None:
    assert phone.put("one.ics", event(more="RECURRENCE-ID:20301204T090000Z")).status_code == 201
    assert Task.objects.get().due_at == AT


def test_what_was_called_off_is_kept_and_is_nothing_to_do(phone: Phone) -> None:
    text = event(more="STATUS:CANCELLED")
    assert phone.put("off.ics", text).status_code == 201
    assert not Task.objects.exists() and phone.text("off.ics") == text


def test_summer_time_keeps_the_hour_of_the_clock(phone: Phone) -> None:
    phone.put(
        "berlin.ics", event(start="DTSTART;TZID=Europe/Berlin:20310320T100000", end="DURATION:PT1H", more="RRULE:FREQ=WEEKLY;COUNT=3")
    )
    (told,) = phone.query(within("20310301", "20310501"), EXPAND.replace("20301201", "20310301").replace("20310101", "20310501")).values()
    assert [line for line in told.splitlines() if line.startswith("DTSTART")] == [
        "DTSTART:20310320T090000Z",
        "DTSTART:20310327T090000Z",
        "DTSTART:20310403T080000Z",
    ]


@pytest.mark.parametrize("born", ["19500312", "16040312"])
def test_a_birthday_repeats_from_the_year_of_birth_or_from_the_one_that_phones_write_without_it(phone: Phone, born: str) -> None:
    birthday = event(start=f"DTSTART;VALUE=DATE:{born}", end="DURATION:P1D", more="RRULE:FREQ=YEARLY")
    assert phone.put("birthday.ics", birthday).status_code == 201
    assert phone.query(within("20310312", "20310313")) and not phone.query(within("20310401", "20310501"))


def test_what_does_not_repeat_has_no_past_beyond_the_calendar(phone: Phone) -> None:
    refused = phone.put("old.ics", event(start="DTSTART;VALUE=DATE:19500312", end="DURATION:P1D"))
    assert refused.status_code == 403 and "min-date-time" in refused.text
