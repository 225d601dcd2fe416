"""Files of other programs, and of those who mean no good: taken or refused by the right status, never a fault of the server."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shturman.messaging.models import Notice
from shturman.tasks.actions import place_task
from shturman.tasks.due import Due
from shturman.tasks.internet_calendars.ics.lines import Malformed, decoded, folded, read
from shturman.tasks.internet_calendars.ics.resources import resource_of
from shturman.tasks.models import PhoneItem, Task
from shturman.tasks.tests.internet_calendars.phones import Phone, event
from shturman.world.story import Story

AT = datetime(2030, 12, 4, 10, tzinfo=UTC)
# A calendar program's export with a time zone that no database knows.
ODD_ZONE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:icalendar-2023
BEGIN:VEVENT
UID:{uid}
SUMMARY: Some event ':'
DTSTART;TZID="Western/Central Europe";VALUE=DATE-TIME:20211101T160000
DTEND;TZID="Western/Central Europe";VALUE=DATE-TIME:20211101T163000
DTSTAMP:20211004T150245Z
END:VEVENT
END:VCALENDAR
"""
OWN_ZONE = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VTIMEZONE", "TZID:Наша контора", "BEGIN:STANDARD", "DTSTART:19701025T030000"),
        *("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "TZOFFSETFROM:+0800", "TZOFFSETTO:+0700", "END:STANDARD", "BEGIN:DAYLIGHT"),
        *("DTSTART:19700329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "TZOFFSETFROM:+0700", "TZOFFSETTO:+0800", "END:DAYLIGHT"),
        *("END:VTIMEZONE", "BEGIN:VEVENT", "UID:zone", "DTSTART;TZID=Наша контора:{local}", "DURATION:PT1H", "SUMMARY:Зона", "END:VEVENT"),
        *("END:VCALENDAR", ""),
    ]
)


@pytest.fixture
def phone(story: Story) -> Phone:
    return Phone(story.anna)


def starts(phone: Phone) -> datetime | date | None:
    task = Task.objects.order_by("-pk")[0]
    return task.due_at or task.due_on


def test_a_zone_that_nobody_knows_is_read_by_ones_own_clock_and_told(story: Story, phone: Phone) -> None:
    text = ODD_ZONE.format(uid=1)
    answer = phone.put("1.ics", text)
    assert answer.status_code == 201 and answer["ETag"] and phone.text("1.ics") == text
    assert PhoneItem.objects.get().first_at == datetime(2021, 11, 1, 13, tzinfo=UTC), "by Moscow"
    assert phone.put("2.ics", ODD_ZONE.format(uid=2).replace("2021110", "2030110")).status_code == 201
    assert starts(phone) == datetime(2030, 11, 1, 13, tzinfo=UTC)
    notice = Notice.objects.get(to=story.anna)
    assert notice.entry.facts["zone"] == "Western/Central Europe"


def test_the_whole_export_of_another_program_is_not_one_event(phone: Phone) -> None:
    both = ODD_ZONE.format(uid=1).replace("END:VCALENDAR\n", "") + ODD_ZONE.format(uid=2).split("2023\n", 1)[1]
    answer = phone.put("all.ics", both)
    assert answer.status_code == 403 and "valid-calendar-object-resource" in answer.text


@pytest.mark.parametrize(
    ("tzid", "hour"),
    [
        ("Europe/Moscow", 7),
        ("europe/moscow", 7),
        ("/freeassociation.sourceforge.net/Europe/Moscow", 7),
        ("/mozilla.org/20050126_1/Asia/Vladivostok", 0),
        ("Russian Standard Time", 7),
        ("Vladivostok Standard Time", 0),
        ("W. Europe Standard Time", 9),
        ("UTC", 10),
        ("GMT", 10),
        ("../../../etc/passwd", 7),
        ("Europe", 7),
        ("Customized Time Zone", 7),
        ("(UTC+03:00) Москва", 7),
        ("х" * 200, 7),
    ],
)
def test_zones_by_all_their_names(phone: Phone, tzid: str, hour: int) -> None:
    text = event(start=f'DTSTART;TZID="{tzid}":20301204T100000', end="DURATION:PT1H")
    assert phone.put("zone.ics", text).status_code == 201
    assert starts(phone) == AT.replace(hour=hour)


@pytest.mark.parametrize(("local", "hour"), [("20301204T100000", 3), ("20310704T100000", 2)])
def test_the_file_s_own_zone_is_believed(phone: Phone, local: str, hour: int) -> None:
    assert phone.put("zone.ics", OWN_ZONE.format(local=local)).status_code == 201
    found = starts(phone)
    assert isinstance(found, datetime) and found.hour == hour


@pytest.mark.parametrize(
    "zone",
    [
        OWN_ZONE.format(local="20301204T100000").replace("+0700", "+9900"),
        OWN_ZONE.format(local="20301204T100000").replace("FREQ=YEARLY", "FREQ=SECONDLY"),
        OWN_ZONE.format(local="20301204T100000").replace("DTSTART:19701025T030000", "DTSTART:nonsense"),
        OWN_ZONE.format(local="20301204T100000").replace("TZOFFSETTO:+0700", "X-NO:1"),
        OWN_ZONE.format(local="20301204T100000").replace("STANDARD", "X-ODD").replace("DAYLIGHT", "X-ODD"),
    ],
)
def test_a_broken_zone_of_a_file_is_ones_own_clock(phone: Phone, zone: str) -> None:
    assert phone.put("zone.ics", zone).status_code == 201
    assert starts(phone) == AT.replace(hour=7)


def test_a_floating_time_is_by_ones_own_clock(phone: Phone) -> None:
    phone.put("float.ics", event(start="DTSTART:20301204T100000", end="DTEND:20301204T110000"))
    assert starts(phone) == AT.replace(hour=7)


TAKEN = {
    "line feeds alone": event().replace("\r\n", "\n"),
    "carriage returns alone": event().replace("\r\n", "\r"),
    "empty lines between": event().replace("\r\n", "\r\n\r\n"),
    "no line end at the end": event().rstrip(),
    "small letters": event().replace("BEGIN:VEVENT", "begin:vevent").replace("SUMMARY", "summary"),
    "a mark of order": "\ufeff" + event(),
    "a method": event().replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:PUBLISH"),
    "no version": event().replace("VERSION:2.0\r\n", ""),
    "no title": event().replace("SUMMARY:Встреча у заказчика\r\n", ""),
    "an empty title": event(summary=""),
    "a title of a thousand letters": event(summary="я" * 1000),
    "folded lines": event(summary="Очень длинная\r\n  встреча с переносом\r\n\t строки"),
    "emoji and right-to-left": event(summary="🏗️ שלום 👩‍👩‍👧 𝔘𝔫𝔦"),
    "a tab in the title": event(summary="до\tпосле"),
    "control signs": event(summary="до\x07\x00после"),
    "a colon and quotes in a parameter": event(more='ATTENDEE;CN="Иванов: Пётр; ""А""":mailto:a@b.example'),
    "an alarm of nonsense": event(more="BEGIN:VALARM\r\nTRIGGER:nonsense\r\nEND:VALARM"),
    "an alarm without a trigger": event(more="BEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM"),
    "an alarm after the event": event(more="BEGIN:VALARM\r\nTRIGGER:PT10M\r\nEND:VALARM"),
    "an alarm before its end": event(more="BEGIN:VALARM\r\nTRIGGER;RELATED=END:-PT10M\r\nEND:VALARM"),
    "an alarm a century before": event(more="BEGIN:VALARM\r\nTRIGGER:-P36500D\r\nEND:VALARM"),
    "an alarm of an age before": event(more="BEGIN:VALARM\r\nTRIGGER:-P999999D\r\nEND:VALARM"),
    "an alarm at the beginning of time": event(more="BEGIN:VALARM\r\nTRIGGER;VALUE=DATE-TIME:00010101T000000\r\nEND:VALARM"),
    "an alarm at the end of time": event(more="BEGIN:VALARM\r\nTRIGGER;VALUE=DATE-TIME:99991231T235959Z\r\nEND:VALARM"),
    "an end at the end of time": event(end="DTEND:99991231T235959Z"),
    "a day that ends with time": event(start="DTSTART;VALUE=DATE:20301204", end="DTEND;VALUE=DATE:99991231"),
    "an exception at the end of time": event(more="RRULE:FREQ=DAILY\r\nEXDATE:99991231T235959Z"),
    "an alarm of seconds": event(more="BEGIN:VALARM\r\nTRIGGER:-PT15S\r\nEND:VALARM"),
    "an alarm in the past": event(more="BEGIN:VALARM\r\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\r\nEND:VALARM"),
    "twenty alarms": event(more="\r\n".join(f"BEGIN:VALARM\r\nTRIGGER:-PT{number}M\r\nEND:VALARM" for number in range(20))),
    "the same alarm twice": event(more="\r\n".join(["BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM"] * 2)),
    "an end before the beginning": event(end="DTEND:20201204T110000Z"),
    "a day with an hour at its end": event(start="DTSTART;VALUE=DATE:20301204", end="DTEND:20301204T110000Z"),
    "an hour with a day at its end": event(end="DTEND;VALUE=DATE:20301205"),
    "a day without the word for it": event(start="DTSTART:20301204", end=""),
    "days on end": event(start="DTSTART;VALUE=DATE:20301204", end="DTEND;VALUE=DATE:20301224"),
    "a leap second": event(start="20301204T235960Z", end=""),
    "a moment without seconds": event(start="20301204T1000Z", end=""),
    "a length of weeks": event(end="DURATION:P2W"),
    "a length of nothing": event(end="DURATION:PT0S"),
    "a length below nothing": event(end="DURATION:-PT1H"),
    "a picture inside": event(more=f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{'A' * 100_000}"),
    "a line without end": event(more=f"X-LONG:{'а' * 100_000}"),
    "ten thousand own lines": event(more="\r\n".join(f"X-{number}:1" for number in range(10_000))),
    "own components": event().replace("BEGIN:VEVENT", "BEGIN:X-OWN\r\nA:1\r\nEND:X-OWN\r\nBEGIN:VEVENT"),
    "an exception of a day": event(more="RRULE:FREQ=DAILY\r\nEXDATE;VALUE=DATE:20301205"),
    "an exception of no event": event(more="RRULE:FREQ=DAILY\r\nEXDATE:20301205T033333Z"),
    "an empty rule": event(more="RRULE:"),
    "a rule of our own calendar": event(more="RRULE:RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT"),
    "two rules": event(more="RRULE:FREQ=WEEKLY\r\nRRULE:FREQ=MONTHLY"),
    "a rule that takes away": event(more="RRULE:FREQ=DAILY\r\nEXRULE:FREQ=WEEKLY"),
    "periods": event(more="RDATE;VALUE=PERIOD:20301205T100000Z/PT1H,20301206T100000Z/20301206T110000Z"),
    "a status of its own": event(more="STATUS:X-MAYBE"),
    "a sequence of nonsense": event(more="SEQUENCE:никогда"),
    "a title twice": event(more="SUMMARY:Второй"),
}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN.keys())
def test_it_takes_what_can_be_understood(phone: Phone, text: str) -> None:
    assert phone.put("taken.ics", text).status_code == 201
    assert Task.objects.exists() or PhoneItem.objects.own_events().exists()
    again = phone.text("taken.ics")
    assert phone.put("taken.ics", again).status_code == 204
    assert phone.text("taken.ics") == again, "what was given out is taken back as it is"
    if task := Task.objects.open().first():
        place_task(task, Due(at=AT + timedelta(days=1)), task.minutes, by=task.assignee)
        assert phone.put("taken.ics", phone.text("taken.ics")).status_code == 204
    icalendar.Calendar.from_ical(again)


REFUSED = {
    "nothing": ("", 400),
    "words": ("Здравствуйте", 400),
    "a page": ("<html><body></body></html>", 400),
    "a picture": (bytes(range(256)), 400),
    "half of it": (event()[:120], 400),
    "no end": (event().replace("END:VCALENDAR\r\n", ""), 400),
    "another end": (event().replace("END:VEVENT", "END:VTODO"), 400),
    "words after the end": (event() + "X:1", 400),
    "two calendars": (event() + event(uid="2"), 400),
    "a line without a colon": (event(more="X-NOTHING"), 400),
    "a parameter without a value": (event(more="X-A;B:1"), 400),
    "an open quote": (event(more='X-A;B="1:2'), 400),
    "a line without a name": (event(more=":1"), 400),
    "a beginning of nonsense": (event(start="завтра"), 400),
    "the 32nd": (event(start="20301232T100000Z"), 400),
    "the 25th hour": (event(start="20301204T250000Z"), 400),
    "no beginning": (event().replace("DTSTART:20301204T100000Z\r\n", ""), 400),
    "an end of nonsense": (event(end="DTEND:потом"), 400),
    "a length of nonsense": (event(end="DURATION:долго"), 400),
    "a length of an age": (event(end="DURATION:P999999D"), 400),
    "an exception before time": (event(more="RRULE:FREQ=DAILY\r\nEXDATE:00010101T000000"), 400),
    "a length beyond all": (event(end="DURATION:P9999999999D"), 400),
    "a rule of nonsense": (event(more="RRULE:каждый день"), 400),
    "an exception of nonsense": (event(more="RRULE:FREQ=DAILY\r\nEXDATE:x"), 400),
    "bytes of another tongue": (event().encode("cp1251"), 400),
    "a box in a box": (event(more="BEGIN:A\r\n" * 30 + "END:A\r\n" * 29 + "END:A"), 400),
    "no identity": (event().replace("UID:own-1\r\n", ""), 403),
    "an empty identity": (event(uid=""), 403),
    "an identity without end": (event(uid="u" * 5000), 403),
    "two of one identity": (
        event().replace("END:VEVENT", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:own-1\r\nDTSTART:20301204T100000Z\r\nEND:VEVENT"),
        403,
    ),
    "a task": (event().replace("VEVENT", "VTODO"), 403),
    "a note": (event().replace("VEVENT", "VJOURNAL"), 403),
    "an empty calendar": ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", 403),
    "the year 9999": (event(start="99991231T235959Z", end=""), 403),
    "the year 1": (event(start="00010101T000000Z", end=""), 403),
    "the year 1601": (event(start="16010101T000000Z", end=""), 403),
    "dates of the year 4501": (event(more="RDATE:45010101T100000Z"), 403),
    "a card": ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Иванов\r\nEND:VCARD\r\n", 415),
    "an old calendar": (event().replace("VERSION:2.0", "VERSION:1.0"), 415),
    "two megabytes": (event(more=f"X-LONG:{'a' * 2_000_000}"), 413),
    "too many times": (
        event().replace(
            "END:VCALENDAR",
            "BEGIN:VEVENT\r\nUID:own-1\r\nRECURRENCE-ID:20301204T100000Z\r\nDTSTART:20301204T100000Z\r\nEND:VEVENT\r\n" * 2100
            + "END:VCALENDAR",
        ),
        400,
    ),
}


@pytest.mark.parametrize(("text", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_it_refuses_what_cannot_be_and_keeps_nothing_of_it(phone: Phone, text: str | bytes, status: int) -> None:
    assert phone.put("refused.ics", text).status_code == status
    assert not Task.objects.exists() and not PhoneItem.objects.exists()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("text/calendar", 201),
        ("text/calendar; charset=UTF-8; component=VEVENT", 201),
        ("TEXT/CALENDAR;CHARSET=utf-8", 201),
        ("application/octet-stream", 201),
        ("application/json", 415),
        ("text/vcard", 415),
        ("text/calendar; charset=klingon", 400),
        ("text/calendar; charset=utf_7", 400),
    ],
)
def test_the_kind_is_asked(phone: Phone, kind: str, status: int) -> None:
    answer = phone.send("PUT", f"{phone.calendar}kind.ics", event(), kind)
    assert answer.status_code == status
    if status == 415:
        assert "supported-calendar-data" in answer.text


def test_another_charset_is_read_and_kept_in_ours(phone: Phone) -> None:
    answer = phone.send("PUT", f"{phone.calendar}old.ics", event().encode("cp1251"), "text/calendar; charset=windows-1251")
    assert answer.status_code == 201 and "ETag" not in answer, "it is not kept word for word"
    assert "Встреча у заказчика" in phone.text("old.ics")


def test_a_line_that_was_cut_within_a_letter_is_whole_again(phone: Phone) -> None:
    body = event(summary="Договор").encode()
    cut = body.index("ого".encode()) + 1
    answer = phone.put("cut.ics", body[:cut] + b"\r\n " + body[cut:])
    assert answer.status_code == 201
    assert Task.objects.get().title == "Договор"


@pytest.mark.parametrize(
    "name", ["имя с пробелом.ics", "'; DROP TABLE tasks_task; --.ics", "a:b*c?.ics", "..ics", "без-хвоста", "a" * 300, "%.ics", "a+b.ics"]
)
def test_a_name_may_be_any(phone: Phone, name: str) -> None:
    assert phone.send("PUT", phone.calendar + quote(name), event(), "text/calendar").status_code == 201
    assert list(phone.names()) == [name]
    assert phone.send("DELETE", phone.calendar + quote(name)).status_code == 204


def test_a_name_without_end_is_refused(phone: Phone) -> None:
    assert phone.put("a" * 3000 + ".ics", event()).status_code == 414


@pytest.mark.parametrize("text", [event(more="RRULE:FREQ=DAILY"), event()])
def test_a_torn_file_never_breaks_the_server(phone: Phone, text: str) -> None:
    """The same file with a letter lost, doubled or changed, two hundred times."""
    hand = random.Random(7)
    body = text.encode()
    for number in range(200):
        place = hand.randrange(len(body))
        torn = hand.choice(
            [
                body[:place] + body[place + 1 :],
                body[:place] + bytes([hand.randrange(256)]) + body[place + 1 :],
                body[:place] * 2 + body[place:],
            ]
        )
        assert phone.put(f"{number}.ics", torn).status_code in (201, 204, 400, 403, 409, 413, 415), torn


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300), st.sampled_from(["SUMMARY", "DTSTART", "RRULE", "DURATION", "EXDATE", "RECURRENCE-ID", "X"]))
def test_the_reader_says_no_in_one_way_alone(value: str, name: str) -> None:
    with suppress(Malformed):
        resource_of(decoded(event(more=f"{name}:{value}").encode("utf-8", "surrogatepass")), UTC)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_lines_are_folded_by_octets_and_never_within_a_letter(words: str) -> None:
    rows = folded(f"X:{words}".replace("\r", "").replace("\n", "")).removesuffix("\r\n").split("\r\n")
    assert all(len(row.encode("utf-8", "surrogatepass")) <= 75 for row in rows)
    assert rows[0] + "".join(row[1:] for row in rows[1:]) == f"X:{words}".replace("\r", "").replace("\n", "")


def test_what_is_read_is_written_again_line_by_line() -> None:
    text = event(summary="Очень длинное название встречи " * 5, more="X-OWN;A=b:c").replace("\r\n ", "")
    assert decoded(str(read(text)).encode()) == text
