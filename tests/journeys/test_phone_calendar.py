"""«Календарь в телефоне» under hands: a password is made, a phone connects with it, what it writes is seen, and it is shut out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from django.utils import timezone
from playwright.sync_api import Page, expect

from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story
from tests.journeys.hands import ready, tab_to
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def weekly(start: datetime) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", "SUMMARY:Планёрка", f"DTSTART:{start:%Y%m%dT%H%M%SZ}"]
    return "\r\n".join([*lines, "DURATION:PT1H", "RRULE:FREQ=WEEKLY", "END:VEVENT", "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_a_phone_is_connected_and_shut_out(page: Page, live_server: Any, committed_story: Story, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/calendar/mine/")
    ready(page)
    tab_to(page, page.get_by_label("Название устройства"))
    page.keyboard.type("Мой айфон")
    page.keyboard.press("Enter")
    password = page.get_by_label("Пароль", exact=True).input_value()
    assert re.fullmatch(r"[a-z]{4}(-[a-z]{4}){3}", password) and serious_faults(page) == []

    calendar = f"{live_server.url}/dav/{committed_story.anna.pk}/calendar/"
    start = timezone.now() + timedelta(days=1)
    kind = {"Content-Type": "text/calendar"}
    assert requests.put(f"{calendar}w.ics", data=weekly(start), auth=("anna", password), headers=kind, timeout=20).status_code == 201
    page.goto(f"{live_server.url}/tasks/calendar/?view=day&day={timezone.localdate(start, committed_story.anna.zone).isoformat()}")
    ready(page)
    item = page.locator(".calendar__grid a, .calendar__agenda a", has_text="Планёрка").locator("visible=true").first
    expect(item).to_be_visible()
    assert serious_faults(page) == []
    item.click()
    expect(page.get_by_role("heading", name="Ближайшие даты")).to_be_visible()
    assert serious_faults(page) == [] and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Убрать").click()
    page.wait_for_url("**/tasks/calendar/")
    assert requests.get(f"{calendar}w.ics", auth=("anna", password), timeout=20).status_code == 404

    page.goto(f"{live_server.url}/calendar/mine/")
    page.get_by_role("button", name="Создать адрес").click()
    address = page.get_by_label("Адрес", exact=True).input_value()
    assert requests.get(address, timeout=20).status_code == 200 and serious_faults(page) == []
    page.goto(f"{live_server.url}/calendar/mine/")
    page.get_by_role("button", name="Отозвать: Мой айфон").click()
    expect(page.get_by_text("Ни одно устройство ещё не подключено")).to_be_visible()
    assert requests.get(f"{calendar}w.ics", auth=("anna", password), timeout=20).status_code == 401
