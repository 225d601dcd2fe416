"""The calendar under hands: an item is dragged, lengthened, walked by keys; a phone has a list of days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from shturman.company.models import Member
from shturman.tasks.actions import NewTask, complete_task, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story
from tests.journeys.hands import go, ready
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def next_wednesday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=9 - today.weekday())


def planned(member: Member, title: str, hour: int, **facts: Any) -> Task:
    day = next_wednesday()
    return set_task(NewTask(title, Due(at=datetime(day.year, day.month, day.day, hour, tzinfo=member.zone)), member, **facts), by=member)


def opened(page: Page, live_server: Any, view: str = "week") -> None:
    page.goto(f"{live_server.url}/tasks/calendar/?view={view}&day={next_wednesday().isoformat()}")
    ready(page)


def item(page: Page, title: str) -> Locator:
    return page.locator(f".calendar__grid [data-item][title='{title}']")


def settled(page: Page, act: Callable[[], None]) -> None:
    """Until the server has answered and the grid has read itself anew."""
    with page.expect_response(re.compile("/calendar/items/")), page.expect_response(re.compile("/place/")):
        act()


def drag(page: Page, start: tuple[float, float], down: float) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(start[0], start[1] + down * step / 8)
    page.mouse.up()


def hour_height(page: Page) -> float:
    boxes = [page.locator(".calendar__grid").get_by_text(f"{hour}:00", exact=True).first.bounding_box() for hour in (12, 13)]
    assert boxes[0] and boxes[1]
    return boxes[1]["y"] - boxes[0]["y"]


def local(task: Task, member: Member) -> str:
    task.refresh_from_db()
    assert task.due_at
    return f"{task.due_at.astimezone(member.zone):%H:%M}"


def test_what_is_done_leaves_room_for_what_is_ahead(page: Page, live_server: Any, committed_story: Story) -> None:
    anna = committed_story.anna
    for number in range(6):
        complete_task(planned(anna, f"Звонок {number}", 10), "Ждут смету", by=anna)
    planned(anna, "Согласовать договор", 10)
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, "anna")
    opened(page, live_server)
    column = page.locator(f".calendar__grid [role=columnheader][data-date='{next_wednesday().isoformat()}']").bounding_box()
    box = item(page, "Согласовать договор").bounding_box()
    done = page.locator(".calendar-item--done")
    expect(done).to_have_count(1)
    expect(done).to_contain_text("6")
    mark = done.bounding_box()
    assert column and box and mark and mark["x"] - box["x"] > column["width"] * 0.6
    assert serious_faults(page) == []
    opened(page, live_server, "day")
    expect(page.locator(".calendar-item--done .calendar-item__title")).to_contain_text("Звонок 0, Звонок 1")


def test_an_item_is_moved_and_lengthened_by_mouse_and_taken_back(page: Page, live_server: Any, committed_story: Story) -> None:
    anna = committed_story.anna
    task = planned(anna, "Показать образцы", 10, kind="meeting", is_important=True)
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server, "anna")
    ready(page)
    go(page, "KeyK", "**/tasks/calendar/")
    opened(page, live_server)
    expect(item(page, "Показать образцы")).to_be_visible()
    box, hour = item(page, "Показать образцы").bounding_box(), hour_height(page)
    assert box
    settled(page, lambda: drag(page, (box["x"] + 60, box["y"] + 6), 2 * hour))
    moved = local(task, anna)
    assert moved in ("11:45", "12:00", "12:15"), "a hand is exact to a quarter of an hour"
    expect(item(page, "Показать образцы")).to_contain_text(moved)
    item(page, "Показать образцы").hover()
    box = item(page, "Показать образцы").bounding_box()
    assert box
    settled(page, lambda: drag(page, (box["x"] + box["width"] / 2, box["y"] + box["height"] - 3), hour / 2))
    task.refresh_from_db()
    assert task.minutes in (75, 90, 105)
    page.locator("[data-undo]").last.click()
    expect(page.locator("[data-notice]", has_text="стоит там, где стояла")).to_be_visible()
    task.refresh_from_db()
    assert task.minutes is None


def test_a_refused_item_returns_to_its_place(page: Page, live_server: Any, committed_story: Story) -> None:
    anna = committed_story.anna
    task = planned(anna, "Показать образцы", 10, kind="meeting")
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server, "anna")
    opened(page, live_server)
    expect(item(page, "Показать образцы")).to_be_visible()
    complete_task(task, "Показали", by=anna)
    box = item(page, "Показать образцы").bounding_box()
    assert box
    settled(page, lambda: drag(page, (box["x"] + 60, box["y"] + 6), 2 * hour_height(page)))
    expect(page.locator("[data-notice]", has_text="уже сделана")).to_be_visible()
    expect(item(page, "Показать образцы")).to_contain_text("10:00")
    assert local(task, anna) == "10:00"


def test_arrows_move_shift_lengthens_enter_opens(page: Page, live_server: Any, committed_story: Story) -> None:
    anna = committed_story.anna
    task = planned(anna, "Написать о сроках", 10, kind="letter")
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server, "anna")
    opened(page, live_server)
    item(page, "Написать о сроках").focus()

    def walk() -> None:
        for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Shift+ArrowDown"):
            page.keyboard.press(key)

    settled(page, walk)
    expect(item(page, "Написать о сроках")).to_be_focused()
    assert local(task, anna) == "10:30"
    assert task.minutes == 30 and task.due_at and task.due_at.astimezone(anna.zone).date() == next_wednesday() + timedelta(days=1)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tasks/{task.pk}/")


def test_a_press_on_an_empty_hour_asks_for_a_task_there_and_warns_of_a_crossing(
    page: Page, live_server: Any, committed_story: Story
) -> None:
    planned(committed_story.anna, "Показать образцы", 10, kind="meeting")
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server, "anna")
    opened(page, live_server, "day")
    box = item(page, "Показать образцы").bounding_box()
    assert box
    page.mouse.click(box["x"] + 200, box["y"] + box["height"] + hour_height(page) / 2 + 4)
    expect(page.locator("#dialog [name=due]")).to_have_value(f"{next_wednesday():%d.%m.%Y} 11:30")
    page.fill("#dialog [name=title]", "Созвон")
    page.fill("#dialog [name=due]", f"{next_wednesday():%d.%m.%Y} 10:30")
    page.locator("#dialog .button--go").click()
    expect(page.locator("[data-notice]", has_text="Пересекается с: «Показать образцы»")).to_be_visible()
    expect(item(page, "Созвон")).to_contain_text("10:30")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_read_by_everybody_in_both_themes(page: Page, live_server: Any, committed_story: Story, theme: Any) -> None:
    for title, hour, kind in (("Показать образцы", 10, "meeting"), ("Созвон", 10, "call"), ("Письмо", 15, "letter")):
        planned(committed_story.anna, title, hour, kind=kind)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server, "owner")
    opened(page, live_server, "team")
    assert serious_faults(page) == []
    page.context.clear_cookies()
    sign_in(page, live_server, "anna")
    for view in ("week", "day", "month"):
        opened(page, live_server, view)
        expect(item(page, "Письмо")).to_be_visible()
        assert serious_faults(page) == [], view


def test_a_phone_has_a_list_of_days_and_puts_off_by_the_form(page: Page, live_server: Any, committed_story: Story) -> None:
    anna = committed_story.anna
    task = planned(anna, "Показать образцы", 10, kind="meeting")
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, live_server, "anna")
    opened(page, live_server)
    expect(page.locator(".calendar__grid")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert serious_faults(page) == []
    page.locator(f"#item-{task.pk}").get_by_text("Перенести").click()
    page.fill("#dialog [name=due]", f"{next_wednesday():%d.%m.%Y} 16:00")
    page.fill("#dialog [name=minutes]", "45")
    page.locator("#dialog .button--go").click()
    expect(page.locator(f"#item-{task.pk}")).to_contain_text("16:00 – 16:45")
    page.goto(f"{live_server.url}/tasks/calendar/?view=month&day={next_wednesday().isoformat()}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
