"""«Календарь в телефоне», the secret address, and what repeats on the pages of the calendar."""

from __future__ import annotations

import plistlib
import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shturman.company.actions import change_member
from shturman.journal.models import Entry
from shturman.kit.errors import Refused
from shturman.tasks.actions import Asked, NewTask, cancel_task, place_task, set_task_reminding
from shturman.tasks.actions.internet_calendars import MOST_DEVICES, make_app_password
from shturman.tasks.due import Due
from shturman.tasks.models import AppPassword, CalendarAddress, PhoneItem, Task
from shturman.tasks.tests.internet_calendars.phones import Phone, event, signed_in
from shturman.world.story import Story, client_of

WEDNESDAY = date(2030, 12, 4)
MINE = "/calendar/mine/"


@pytest.fixture
def anna(story: Story, client: Browser) -> Browser:
    client.force_login(story.anna)
    return client


def address_of(browser: Browser) -> str:
    page = browser.post("/calendar/address/make/").text
    return re.search(r'value="http://testserver(/calendar/[^"]+\.ics)"', page)[1]  # type: ignore[index]


def soon(story: Story, title: str = "Показать образцы", days: int = 1, **facts: object) -> Task:
    at = timezone.now().replace(microsecond=0) + timedelta(days=days)
    return set_task_reminding(NewTask(title, Due(at=at), story.anna, **facts), Asked(minutes=(15,)), by=story.anna)  # type: ignore[arg-type]


def test_a_password_is_shown_once_and_opens_the_calendar(story: Story, anna: Browser) -> None:
    page = anna.post("/calendar/passwords/add/", {"device": "Мой айфон"})
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    told = re.search(r'id="told-password" value="([a-z-]+)"', page.text)[1]  # type: ignore[index]
    assert Phone(story.anna, password=told).send("PROPFIND", "/dav/").status_code == 207
    listed = anna.get(MINE).text
    assert "Мой айфон" in listed and told not in listed
    assert told not in str(AppPassword.objects.values().get()), "kept as a fingerprint"
    password = AppPassword.objects.get()
    assert anna.post(f"/calendar/passwords/{password.pk}/revoke/").status_code == 302
    assert Phone(story.anna, password=told).send("PROPFIND", "/dav/").status_code == 401
    kinds = list(Entry.objects.filter(kind__startswith="tasks.app_password").values_list("kind", flat=True).order_by("pk"))
    assert kinds == ["tasks.app_password_made", "tasks.app_password_revoked"]


def test_a_device_has_a_name_and_there_are_not_too_many(story: Story, anna: Browser) -> None:
    assert anna.post("/calendar/passwords/add/", {"device": "  "}).status_code == 422
    for number in range(MOST_DEVICES):
        make_app_password(f"Устройство {number}", by=signed_in(story.anna))
    assert anna.post("/calendar/passwords/add/", {"device": "Ещё"}).status_code == 422
    with pytest.raises(Refused):
        make_app_password("", by=signed_in(story.boris))


def test_another_s_password_is_not_found(story: Story, anna: Browser) -> None:
    make_app_password("Телефон Бориса", by=signed_in(story.boris))
    password = AppPassword.objects.get()
    assert anna.post(f"/calendar/passwords/{password.pk}/revoke/").status_code == 404
    assert "Бориса" not in anna.get(MINE).text and AppPassword.objects.valid().exists()


def test_an_owner_who_looks_as_another_makes_nothing(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    assert client.post("/calendar/passwords/add/", {"device": "Чужой"}).status_code in (200, 403)
    client.post("/calendar/address/make/")
    assert not AppPassword.objects.filter(member=story.anna).exists() and not CalendarAddress.objects.filter(member=story.anna).exists()


def test_the_page_asks_little(story: Story, anna: Browser) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            anna.get(MINE)
        return len(queries)

    few = cost()
    for number in range(5):
        make_app_password(f"Устройство {number}", by=signed_in(story.anna))
    assert cost() == few <= 8


def test_the_profile_sets_up_everything_but_the_password(story: Story, anna: Browser) -> None:
    answer = anna.get("/calendar/mine/shturman.mobileconfig")
    assert answer["Content-Type"] == "application/x-apple-aspen-config"
    profile = plistlib.loads(answer.content)
    (account,) = profile["PayloadContent"]
    assert account["PayloadType"] == "com.apple.caldav.account"
    assert (account["CalDAVHostName"], account["CalDAVPort"], account["CalDAVUseSSL"]) == ("testserver", 80, False)
    assert account["CalDAVPrincipalURL"] == f"/dav/{story.anna.pk}/" and account["CalDAVUsername"] == "anna"
    assert "CalDAVPassword" not in account
    assert plistlib.loads(anna.get("/calendar/mine/shturman.mobileconfig").content) == profile, "the same each time"


def test_the_address_is_read_without_a_sign_in_and_names_nobody(story: Story, anna: Browser) -> None:
    client = client_of(story.anna, "ООО «Гидротехника»")
    soon(story, client=client, minutes=90)
    soon(story, "Давно", days=-20)
    soon(story, "Слишком давно", days=-60)
    soon(story, "Через два года", days=800)
    cancel_task(soon(story, "Отпало"), "не надо", by=story.anna)
    answer = Browser().get(address_of(anna))
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH" and calendar["X-PUBLISHED-TTL"] == "PT1H" and calendar["X-WR-TIMEZONE"] == "Europe/Moscow"
    titles = sorted(str(one["SUMMARY"]) for one in calendar.walk("VEVENT"))
    assert titles == ["Давно", "Показать образцы — ООО «Гидротехника»"]
    text = answer.content.decode()
    assert "ATTENDEE" not in text and "ORGANIZER" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_what_has_not_changed_is_not_sent_again(story: Story, anna: Browser) -> None:
    task, address, stranger = soon(story), address_of(anna), Browser()
    first = stranger.get(address)
    assert stranger.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert stranger.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    assert stranger.head(address).status_code == 200
    assert task.due_at
    place_task(task, Due(at=task.due_at + timedelta(hours=1)), None, by=story.anna)
    second = stranger.get(address, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200 and "SEQUENCE:1" in second.text


def test_a_new_address_ends_the_former_and_revoked_it_is_like_none(story: Story, anna: Browser) -> None:
    first = address_of(anna)
    second = address_of(anna)
    assert Browser().get(first).status_code == 404 and Browser().get(second).status_code == 200
    assert second not in str(CalendarAddress.objects.values().get())
    anna.post("/calendar/address/revoke/")
    gone, never = Browser().get(second), Browser().get("/calendar/never.ics")
    assert (gone.status_code, never.status_code) == (404, 404)
    third = address_of(anna)
    change_member(story.anna, {"is_active": False}, by=story.owner)
    assert Browser().get(third).status_code == 404 and not CalendarAddress.objects.exists()


def test_who_asks_too_often_waits(story: Story, anna: Browser) -> None:
    address = address_of(anna)
    statuses = [Browser().get(address, headers={"If-None-Match": "x"}).status_code for _time in range(62)]
    assert statuses[0] == 200 and statuses[-1] == 429
    assert [Browser().get(f"/calendar/{number}.ics").status_code for number in range(62)][-1] == 429


def test_the_address_tells_the_times_of_what_repeats(story: Story, anna: Browser) -> None:
    start = timezone.now().replace(microsecond=0)
    text = event(start=start, end="DURATION:PT1H", more="RRULE:FREQ=WEEKLY;COUNT=4\r\nATTENDEE:mailto:x@y.example\r\nLOCATION:Склад")
    Phone(story.anna).put("weekly.ics", text)
    told = Browser().get(address_of(anna)).content
    events = icalendar.Calendar.from_ical(told).walk("VEVENT")
    assert len(events) == 4 and len({str(one["UID"]) for one in events}) == 4
    assert b"ATTENDEE" not in told and b"RRULE" not in told


def test_a_full_year_of_it_stays_below_a_megabyte(story: Story, anna: Browser) -> None:
    phone = Phone(story.anna)
    for number in range(12):
        start = timezone.now() - timedelta(days=400)
        phone.put(f"{number}.ics", event(uid=str(number), summary="Ежедневное " * 15, start=start, end="", more="RRULE:FREQ=DAILY"))
    assert len(Browser().get(address_of(anna)).content) < 1_000_000


def test_what_repeats_is_shown_by_day_week_and_month(story: Story, anna: Browser) -> None:
    Phone(story.anna).put("weekly.ics", event(more="RRULE:FREQ=WEEKLY\r\nLOCATION:Склад 4"))
    Phone(story.anna).put(
        "days.ics",
        event(uid="d", summary="Отпуск", start="DTSTART;VALUE=DATE:20301203", end="DTEND;VALUE=DATE:20301206", more="RRULE:FREQ=YEARLY"),
    )
    for view in ("day", "week", "month"):
        page = anna.get(f"/tasks/calendar/?view={view}&day={WEDNESDAY.isoformat()}").text
        assert "Встреча у заказчика" in page and "13:00 – 14:00" in page and "Отпуск" in page and "Склад 4" in page
    items = anna.get("/tasks/calendar/items/?from=2030-12-01&to=2030-12-31").json()["items"]
    assert [item["start"] for item in items if item["title"] == "Встреча у заказчика"] == [
        f"2030-12-{day:02}T13:00:00+03:00" for day in (4, 11, 18, 25)
    ]
    vacation = next(item for item in items if item["title"] == "Отпуск")
    assert (vacation["start"], vacation["end"], vacation["allDay"], vacation["editable"]) == ("2030-12-03", "2030-12-06", True, False)


def test_colleagues_see_only_that_he_is_busy(story: Story, client: Browser) -> None:
    Phone(story.anna).put("weekly.ics", event(summary="Зубной", more="RRULE:FREQ=WEEKLY"))
    client.force_login(story.head)
    page = client.get(f"/tasks/calendar/?view=team&day={WEDNESDAY.isoformat()}").text
    assert "занят" in page and "13:00" in page and "Зубной" not in page
    item = PhoneItem.objects.get()
    assert client.get(f"/calendar/events/{item.pk}/").status_code == 404
    assert client.post(f"/calendar/events/{item.pk}/remove/").status_code == 404


def test_it_is_removed_from_the_page_and_leaves_the_phone(story: Story, anna: Browser) -> None:
    phone = Phone(story.anna)
    phone.put("weekly.ics", event(more="RRULE:FREQ=WEEKLY"))
    token, item = phone.sync()[0], PhoneItem.objects.get()
    page = anna.get(f"/calendar/events/{item.pk}/").text
    assert "Встреча у заказчика" in page and "2030" in page
    assert anna.post(f"/calendar/events/{item.pk}/remove/").status_code == 302
    assert phone.sync(token)[2] == {"weekly.ics"}
    assert anna.get("/tasks/calendar/items/?from=2030-12-01&to=2030-12-31").json()["items"] == []


def test_pages_of_the_calendar_ask_as_much_with_many_events_as_with_one(story: Story, anna: Browser) -> None:
    phone = Phone(story.anna)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            anna.get(f"/tasks/calendar/?view=month&day={WEDNESDAY.isoformat()}")
        return len(queries)

    phone.put("0.ics", event(uid="0", more="RRULE:FREQ=DAILY"))
    one = cost()
    for number in range(1, 20):
        phone.put(f"{number}.ics", event(uid=str(number), more="RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"))
    assert cost() == one


def test_an_event_without_end_of_long_ago_shows_its_page(story: Story, anna: Browser) -> None:
    Phone(story.anna).put("old.ics", event(start="19950101T100000Z", end="", more="RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))
    assert "Больше не повторится" in anna.get(f"/calendar/events/{PhoneItem.objects.get().pk}/").text
    assert datetime(1995, 1, 1, 10, tzinfo=UTC) == PhoneItem.objects.get().first_at
