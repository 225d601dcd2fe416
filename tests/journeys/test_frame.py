"""The frame in a real browser: sign-in, keys, the dialog, the look; no serious fault for assistive technology."""

from __future__ import annotations

from typing import Any

import pytest

from shturman.company.actions import found_company
from shturman.deals.actions import set_up_sales
from shturman.web.tests.axe import serious_faults

PASSWORD = "маяк-курс-17"
PAGES = ("/tasks/day/", "/deals/", "/deals/list/", "/tasks/", "/trash/", "/search/?q=маяк", "/keys/")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(page: Any, live_server: Any, transactional_db: None) -> Any:
    owner = found_company(name="ООО «Маяк»", surname="Попова", given_name="Анна", login="anna", password=PASSWORD)
    set_up_sales(by=owner)
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill("anna")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/tasks/day/")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    return page


def test_it_shows_the_first_start_without_faults(page: Any, live_server: Any) -> None:
    page.goto(live_server.url)
    assert page.url.endswith("/start/")
    assert serious_faults(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("dark", 768), ("light", 360), ("dark", 360)])
def test_it_has_no_serious_fault_on_any_page(signed_in: Any, live_server: Any, scheme: Any, width: int) -> None:
    signed_in.emulate_media(color_scheme=scheme)
    signed_in.set_viewport_size({"width": width, "height": 800})
    faults = {}
    for path in PAGES:
        signed_in.goto(live_server.url + path)
        faults[path] = serious_faults(signed_in)
        assert signed_in.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert {path: found for path, found in faults.items() if found} == {}


def test_it_is_driven_by_physical_keys(signed_in: Any) -> None:
    """The Russian layout gives other letters for the same keys."""
    signed_in.keyboard.press("Shift+Slash")
    signed_in.locator("#dialog[open] #keys").wait_for()
    signed_in.keyboard.press("Escape")
    signed_in.locator("#dialog[open]").wait_for(state="detached")
    signed_in.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyG', key: 'п', bubbles: true}))")
    signed_in.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyB', key: 'и', bubbles: true}))")
    signed_in.wait_for_url("**/deals/**")
    signed_in.keyboard.press("Slash")
    assert signed_in.evaluate("document.activeElement.id") == "search"


def test_it_keeps_keys_silent_when_they_are_switched_off(signed_in: Any) -> None:
    signed_in.locator(".strip summary.strip__button--face").click()
    with signed_in.expect_response("**/look/"):
        signed_in.locator('.strip button[name="shortcuts"][value="off"]').click()
    signed_in.reload()
    signed_in.keyboard.press("Slash")
    assert signed_in.evaluate("document.activeElement.id") != "search"


def test_it_changes_the_theme_at_once_and_remembers_it(signed_in: Any) -> None:
    signed_in.locator(".strip summary.strip__button--face").click()
    with signed_in.expect_response("**/look/"):
        signed_in.locator('.strip button[name="theme"][value="dark"]').click()
    theme = "document.documentElement.dataset.bsTheme"
    assert signed_in.evaluate(theme) == "dark"
    signed_in.reload()
    assert signed_in.evaluate(theme) == "dark"


def test_it_gives_the_thumb_room_on_a_phone(signed_in: Any) -> None:
    signed_in.set_viewport_size({"width": 360, "height": 780})
    small = signed_in.evaluate(
        """() => [...document.querySelectorAll('.button, .tabs__item, .phone-bar__button, .filter-chip')]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
            .map((one) => one.className)"""
    )
    assert small == []
