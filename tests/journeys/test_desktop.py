"""The desktop under hands: arranged by mouse, by keys and by thumb, given to a role by its owner; tiles that fail or renew themselves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from shturman.company.actions import add_member
from shturman.company.models import Role
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.web.tests.axe import serious_faults
from shturman.world.story import PASSWORD, Story, client_of
from tests.journeys.hands import go, ready, tab_to
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
USUAL = ["my_day", "overdue", "untouched", "funnel", "calendar", "waiting", "favourites", "news"]


def order(page: Page) -> list[str]:
    """Once all of them have come."""
    expect(page.locator("[data-awaited]")).to_have_count(0)
    return page.locator("[data-tile]").evaluate_all("places => places.map((place) => place.dataset.tile)")


def tile(page: Page, key: str) -> Locator:
    return page.locator(f"[data-tile={key}]")


def grip(page: Page, key: str) -> Locator:
    return page.locator(f"#grip-{key}")


def arranged(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/desktop/?arrange=1")
    ready(page)
    order(page)


def carry(page: Page, start: Locator, target: Locator) -> None:
    """By the handle, onto the left half of another tile."""
    begin, end = start.bounding_box(), target.bounding_box()
    assert begin and end
    x, y = begin["x"] + 20, begin["y"] + begin["height"] / 2
    to_x, to_y = end["x"] + 24, end["y"] + 40
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(x + (to_x - x) * step / 12, y + (to_y - y) * step / 12)
    page.mouse.move(to_x + 2, to_y + 2)
    page.mouse.up()


def test_a_manager_comes_by_keys_and_arranges_by_mouse_and_it_stands(page: Page, live_server: Any, committed_story: Story) -> None:
    page.set_viewport_size({"width": 1440, "height": 1400})
    sign_in(page, live_server, "anna")
    ready(page)
    go(page, "KeyS", "**/desktop/")
    assert order(page) == USUAL and serious_faults(page) == []
    page.get_by_role("link", name="Настроить").click()
    page.wait_for_url("**/desktop/?arrange=1")
    ready(page)
    with page.expect_response(re.compile("/desktop/arrange/")):
        carry(page, grip(page, "calendar"), tile(page, "my_day"))
    moved = order(page)
    assert moved.index("calendar") < USUAL.index("calendar")
    with page.expect_response(re.compile("/desktop/arrange/")):
        tile(page, "funnel").get_by_role("button", name=re.compile("Шире ?: Моя воронка")).click()
    expect(tile(page, "funnel")).to_have_class(re.compile("desk__place--wide"))
    with page.expect_response(re.compile("/desktop/arrange/")):
        tile(page, "waiting").get_by_role("button", name="Убрать: Ждут итога").click()
    expect(tile(page, "waiting")).to_have_count(0)
    assert serious_faults(page) == []
    page.get_by_role("link", name="Готово").click()
    page.wait_for_url(re.compile(r"/desktop/$"))
    assert order(page) == [key for key in moved if key != "waiting"]
    expect(tile(page, "funnel")).to_have_class(re.compile("desk__place--wide"))
    page.reload()
    assert order(page) == [key for key in moved if key != "waiting"]


def test_what_is_taken_off_comes_back_by_z_and_from_the_gallery(page: Page, live_server: Any, committed_story: Story) -> None:
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 1440, "height": 1000})
    arranged(page, live_server)
    tile(page, "overdue").get_by_role("button", name="Убрать: Просрочено").click()
    expect(page.locator("[data-notice]", has_text="убрано со стола")).to_be_visible()
    expect(grip(page, "untouched")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("KeyZ")
    assert order(page) == USUAL
    ready(page)
    tile(page, "overdue").get_by_role("button", name="Убрать: Просрочено").click()
    expect(tile(page, "overdue")).to_have_count(0)
    page.get_by_role("link", name="Добавить плитку").click()
    expect(page.locator("#dialog")).to_contain_text("Ваши задачи, срок которых прошёл")
    assert serious_faults(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Добавить ?: Просрочено")).click()
    assert order(page) == [*[key for key in USUAL if key != "overdue"], "overdue"]
    ready(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Вернуть стол роли").click()
    assert order(page) == USUAL


def test_it_is_arranged_by_keys_alone_and_the_place_is_said(page: Page, live_server: Any, committed_story: Story) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/arrange/") else None)
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server, "anna")
    arranged(page, live_server)
    said = page.locator("#said")
    tab_to(page, grip(page, "my_day"))
    page.keyboard.press("Space")
    expect(grip(page, "my_day")).to_have_attribute("aria-pressed", "true")
    expect(said).to_contain_text("Взято")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Мой день: место 2 из 8")
    page.keyboard.press("ArrowDown")
    expect(grip(page, "my_day")).to_be_focused()
    assert order(page).index("my_day") > 1
    page.keyboard.press("Escape")
    expect(said).to_contain_text("стоит там, где стояла")
    assert order(page) == USUAL and sent == [], "what was put back was never sent"
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    with page.expect_response(re.compile("/desktop/arrange/")):
        page.keyboard.press("Space")
    expect(grip(page, "my_day")).to_be_focused()
    expect(grip(page, "my_day")).to_have_attribute("aria-pressed", "false")
    page.reload()
    assert order(page)[:2] == ["overdue", "my_day"]


def test_what_the_server_refuses_returns_to_its_place(page: Page, live_server: Any, committed_story: Story) -> None:
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server, "anna")
    arranged(page, live_server)
    page.route("**/desktop/arrange/", lambda route: route.abort())
    grip(page, "my_day").focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(page.locator("[data-notice]", has_text="Не сохранили")).to_be_visible()
    assert order(page) == USUAL


def test_a_phone_moves_tiles_by_buttons_under_the_thumb(browser: Browser, live_server: Any, committed_story: Story) -> None:
    set_task(NewTask("Позвонить о смете", Due(at=timezone.now() + timedelta(hours=1)), committed_story.anna), by=committed_story.anna)
    context = browser.new_context(viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True, locale="ru-RU")
    page = context.new_page()
    sign_in(page, live_server, "anna")
    arranged(page, live_server)
    small = page.locator("#desk :is(.button, .desk-tile__count):visible").evaluate_all(
        "all => all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 and serious_faults(page) == []
    with page.expect_response(re.compile("/desktop/arrange/")):
        tile(page, "my_day").get_by_role("button", name=re.compile("Ниже ?: Мой день")).tap()
    expect(page.locator("#said")).to_have_text("Мой день: место 2 из 8")
    with page.expect_response(re.compile("/desktop/arrange/")):
        tile(page, "news").get_by_role("button", name=re.compile("Выше ?: Что нового")).tap()
    page.goto(f"{live_server.url}/desktop/")
    assert order(page) == ["overdue", "my_day", "untouched", "funnel", "calendar", "waiting", "news", "favourites"]
    expect(page.locator("#tile-my_day")).to_contain_text("Позвонить о смете")
    context.close()


def test_the_owner_sets_the_desktop_of_a_role_and_a_newcomer_gets_it(
    page: Page, browser: Browser, live_server: Any, committed_story: Story
) -> None:
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server, "owner")
    page.goto(f"{live_server.url}/desktop/")
    page.get_by_role("link", name="Столы ролей").click()
    page.get_by_role("link", name="Менеджер").click()
    ready(page)
    assert serious_faults(page) == []
    with page.expect_response(re.compile("/arrange/")):
        tile(page, "waiting").get_by_role("button", name="Убрать: Ждут итога").click()
    grip(page, "calendar").focus()
    page.keyboard.press("Space")
    for _step in range(4):
        page.keyboard.press("ArrowLeft")
    with page.expect_response(re.compile("/arrange/")):
        page.keyboard.press("Space")
    with page.expect_navigation():
        page.get_by_role("button", name="Работа начинается с рабочего стола").click()
    facts = {"login": "new", "surname": "Новиков", "given_name": "Глеб", "role": Role.objects.of_base("manager")}
    add_member(facts, by=committed_story.owner, password=PASSWORD)
    his = browser.new_context(locale="ru-RU").new_page()
    sign_in(his, live_server, "new")
    his.wait_for_url("**/desktop/")
    assert order(his) == ["calendar", "my_day", "overdue", "untouched", "funnel", "favourites", "news"]
    his.close()


def test_a_tile_that_did_not_come_says_so_and_comes_when_asked_again(page: Page, live_server: Any, committed_story: Story) -> None:
    committed_story.deal(client=client_of(committed_story.anna))
    sign_in(page, live_server, "anna")
    page.route("**/desktop/tiles/funnel/", lambda route: route.fulfill(status=500, body=""))
    page.goto(f"{live_server.url}/desktop/")
    failed = page.locator("#tile-funnel")
    expect(failed).to_contain_text("Не загрузили: сервер не ответил")
    expect(page.locator("[data-notice]")).to_have_count(0)
    page.unroute("**/desktop/tiles/funnel/")
    failed.get_by_role("button", name="Повторить").click()
    expect(page.locator("#tile-funnel")).to_contain_text("Заявка принята")


def test_a_tick_gives_the_result_and_the_tiles_follow_what_others_do(page: Page, live_server: Any, committed_story: Story) -> None:
    """Without the server of live events the page looks by itself every half a minute."""
    anna = committed_story.anna
    set_task(NewTask("Позвонить о смете", Due(at=timezone.now() - timedelta(hours=1)), anna), by=anna)
    page.clock.install()
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/desktop/")
    ready(page)
    late = page.locator("#tile-overdue")
    late.get_by_role("link", name="Результат: Позвонить о смете").click()
    page.locator("#dialog").get_by_role("button", name="Поговорили").click()
    expect(page.locator("#tile-overdue")).to_contain_text("Просроченного нет")
    set_task(NewTask("Перезвонить Абрикосову", Due(at=timezone.now() - timedelta(minutes=5)), anna), by=committed_story.owner)
    page.clock.run_for(65_000)
    expect(page.locator("#tile-overdue")).to_contain_text("Перезвонить Абрикосову")
