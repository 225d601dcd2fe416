"""What a bad program, a stranger, an owner who looks as another, and a leaver's phone come to."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from config.secret_addresses import HideSecretAddresses
from shturman.company.actions import change_member
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.actions.internet_calendars import make_calendar_address
from shturman.tasks.due import Due
from shturman.tasks.models import PhoneItem, Task
from shturman.tasks.tests.internet_calendars.phones import SPACES, Phone, event
from shturman.world.story import Story, client_of


@pytest.fixture
def phone(story: Story) -> Phone:
    return Phone(story.anna)


def test_a_deal_with_a_blank_too_many_in_its_name_does_not_come_into_the_title(story: Story, phone: Phone) -> None:
    deal = story.deal(client=client_of(story.anna, "ООО «Север»"), title="Насос  второй\u00a0очереди")
    task = set_task(NewTask("Показать", Due(at=timezone.now() + timedelta(days=2)), story.anna, kind="meeting", deal=deal), by=story.anna)
    name = f"task-{task.pk}.ics"
    text = phone.text(name)
    assert phone.put(name, text.replace("END:VEVENT", "LOCATION:Склад\r\nEND:VEVENT")).status_code in (200, 201, 204)
    task.refresh_from_db()
    assert task.title == "Показать"


def test_a_name_that_no_file_has_is_not_found(phone: Phone) -> None:
    asked = f"<c:calendar-multiget {SPACES}><d:prop><d:getetag/></d:prop><d:href>{phone.calendar}a%00.ics</d:href></c:calendar-multiget>"
    assert phone.send("REPORT", phone.calendar, asked).status_code == 207


def test_one_question_asks_for_no_more_than_there_is_to_know(phone: Phone) -> None:
    props = "".join(f"<d:x{number}/>" for number in range(300))
    assert (
        phone.send("PROPFIND", phone.calendar, f"<d:propfind {SPACES}><d:prop>{props}</d:prop></d:propfind>", depth="1").status_code == 413
    )


def test_the_identity_of_a_task_is_not_taken_for_another_event(story: Story, phone: Phone) -> None:
    task = set_task(NewTask("Показать", Due(at=timezone.now() + timedelta(days=2)), story.anna, kind="meeting"), by=story.anna)
    uid = next(line for line in phone.text(f"task-{task.pk}.ics").splitlines() if line.startswith("UID:")).removeprefix("UID:")
    refused = phone.put("another.ics", event(uid=uid))
    assert refused.status_code in (403, 409) and "no-uid-conflict" in refused.text
    assert Task.objects.count() == 1


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=999999999", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=WEEKLY;COUNT=400000"])
def test_many_thick_counts_keep_nobody_waiting(phone: Phone, rule: str) -> None:
    began = time.monotonic()
    for number in range(20):
        start = f"DTSTART;VALUE=DATE:16{number:02d}0312"
        assert phone.put(f"{number}.ics", event(uid=f"u{number}", start=start, end="DURATION:P1D", more=f"RRULE:{rule}")).status_code == 201
    assert time.monotonic() - began < 10


def test_the_word_vevent_is_known_in_small_letters_too(phone: Phone) -> None:
    phone.put("one.ics", event())
    ranged = '<c:time-range start="20401201T000000Z" end="20401202T000000Z"/>'
    assert not phone.query(f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="vevent">{ranged}</c:comp-filter></c:comp-filter>')


def test_a_right_password_opens_whatever_others_have_guessed(story: Story, phone: Phone) -> None:
    for number in range(14):
        Phone(story.boris, login="anna", password=f"guess-{number}").send("PROPFIND", "/dav/")
    assert phone.send("PROPFIND", "/dav/", depth="0").status_code == 207


def test_the_phone_of_one_who_has_left_writes_nothing(story: Story, phone: Phone) -> None:
    change_member(story.anna, {"is_active": False}, by=story.owner)
    assert phone.put("late.ics", event(more="RRULE:FREQ=DAILY")).status_code == 401
    assert not PhoneItem.objects.exists()


def test_an_owner_who_looks_as_another_does_not_read_what_he_keeps_for_himself(story: Story, phone: Phone, client: Browser) -> None:
    phone.put("secret.ics", event(summary="Собеседование", more="RRULE:FREQ=DAILY"))
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    assert "Собеседование" not in client.get("/tasks/calendar/?day=2030-12-04").text
    assert "Собеседование" not in client.get("/tasks/calendar/items/?from=2030-12-02&to=2030-12-08").text
    assert client.get("/calendar/mine/").status_code == 403


def test_the_secret_address_does_not_lie_in_the_journal_of_the_server(story: Story) -> None:
    token = make_calendar_address(by=story.anna)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Forbidden", f"/calendar/{token}.ics"), None)
    assert HideSecretAddresses().filter(record)
    assert token not in record.getMessage() and record.getMessage() == "Forbidden: /calendar/….ics"
