"""Without a mouse: go, create, act on a card, find and come back, all from one place, in whatever keyboard layout."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.web.tests.axe import serious_faults
from shturman.world.story import PASSWORD, Story, client_of
from tests.journeys.hands import ready

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = "#palette [aria-selected=true]"


@pytest.fixture
def firm(committed_story: Story) -> Client:
    return client_of(committed_story.anna, "ООО «Гидротехника»", phones=["+7 812 325-11-22"])


@pytest.fixture
def deal(committed_story: Story, firm: Client) -> Deal:
    return committed_story.deal(client=firm, title="Насосы для причала")


@pytest.fixture
def anna(page: Page, live_server: Any, deal: Deal) -> Page:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill("anna")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/day/")
    ready(page)
    return page


def open_palette(page: Page) -> None:
    page.keyboard.press("Control+KeyK")
    page.locator("#palette[open] [aria-labelledby=palette-go]").wait_for(state="attached")


def command(page: Page, words: str, chosen: str) -> None:
    """Typed, seen to stand first, and entered."""
    open_palette(page)
    page.keyboard.type(words)
    expect(page.locator(CHOSEN)).to_contain_text(chosen)
    page.keyboard.press("Enter")


def test_everything_is_reached_without_a_mouse(anna: Page, deal: Deal, firm: Client) -> None:
    command(anna, "воронка", "Воронка")
    anna.wait_for_url("**/deals/")
    ready(anna)
    command(anna, "гидро", firm.name)
    anna.wait_for_url(f"**/clients/{firm.pk}/")
    ready(anna)
    command(anna, "закрепить", "Закрепить")
    expect(anna.locator("#rail-pins")).to_contain_text("Гидротехника")
    command(anna, "насосы", deal.title)
    anna.wait_for_url(f"**/deals/{deal.pk}/")
    ready(anna)
    command(anna, "править", "Править")
    anna.locator("#dialog[open] input[name=title]").wait_for()
    anna.keyboard.press("Escape")
    command(anna, "заметка", "Заметка")
    expect(anna.locator("#note-text")).to_be_focused()


def test_the_wrong_layout_words_in_any_order_and_other_endings_do(anna: Page) -> None:
    open_palette(anna)
    for words, chosen in (
        ("pflfxb", "Задачи"),
        ("отчетов", "Отчёты"),
        ("rights", ""),
        ("сделок список", "Список сделок"),
        ("создать сделку", "Сделка"),
        ("jajhvktybt ntvyjt", "Оформление: тёмное"),
    ):
        anna.locator("#palette-text").fill(words)
        if chosen:
            expect(anna.locator(CHOSEN)).to_contain_text(chosen)
        else:
            expect(anna.locator("#palette-commands [role=option]:visible")).to_have_count(0)


def test_it_opens_by_the_physical_key_and_gives_the_focus_back(anna: Page) -> None:
    link = anna.locator(".rail__item").first
    link.focus()
    russian = "{code: 'KeyK', key: 'л', ctrlKey: true, bubbles: true, cancelable: true}"
    anna.evaluate(f"document.dispatchEvent(new KeyboardEvent('keydown', {russian}))")
    expect(anna.locator("#palette-text")).to_be_focused()
    anna.keyboard.press("Escape")
    expect(link).to_be_focused()
    anna.keyboard.press("Slash")
    anna.keyboard.type("гидро")
    open_palette(anna)
    expect(anna.locator("#palette-text")).to_have_value("гидро")
    anna.keyboard.press("Control+KeyK")
    expect(anna.locator("#search")).to_be_focused()


def test_arrows_tell_the_screen_reader_where_they_are(anna: Page) -> None:
    open_palette(anna)
    field = anna.locator("#palette-text")
    expect(field).to_have_role("combobox")
    first = field.get_attribute("aria-activedescendant")
    anna.keyboard.press("ArrowDown")
    second = field.get_attribute("aria-activedescendant")
    assert second and second != first
    expect(anna.locator(f"#{second}")).to_have_attribute("aria-selected", "true")
    expect(anna.locator(CHOSEN)).to_have_count(1)
    anna.keyboard.press("ArrowUp")
    anna.keyboard.press("ArrowUp")
    expect(anna.locator("#palette-list [role=option]:visible").last).to_have_attribute("aria-selected", "true")


def test_a_card_offers_what_stands_on_it_and_no_more(anna: Page, deal: Deal, live_server: Any) -> None:
    anna.goto(f"{live_server.url}{deal.get_absolute_url()}")
    ready(anna)
    open_palette(anna)
    acts = anna.locator("[data-acts] .palette__title").all_text_contents()
    assert {"Результат", "Этап", "Отказ", "Заметка", "Задача", "Править", "Товары", "Закрепить"} <= set(acts)
    assert len(acts) == len(set(acts)) and acts[-1] == "В корзину"
    assert "Передать" not in acts
    anna.keyboard.press("Escape")
    command(anna, "этап", "Этап")
    anna.locator("#dialog[open]").wait_for()
    anna.keyboard.press("Control+KeyK")
    expect(anna.locator("#palette")).to_be_hidden()


def test_a_client_is_called_from_there(anna: Page, firm: Client, live_server: Any) -> None:
    anna.goto(f"{live_server.url}/clients/{firm.pk}/")
    ready(anna)
    open_palette(anna)
    expect(anna.locator("[data-acts] .palette__title").first).to_have_text(re.compile(r"^\+7\s812\s325-11-22$"))


def test_a_page_that_is_no_card_offers_its_own_tools(anna: Page, live_server: Any) -> None:
    anna.goto(f"{live_server.url}/deals/list/")
    ready(anna)
    open_palette(anna)
    expect(anna.locator("#palette-acts")).to_have_text("На этой странице")


def test_her_own_menu_is_obeyed(anna: Page) -> None:
    with anna.expect_response("**/look/"):
        command(anna, "темное", "Оформление: тёмное")
    assert anna.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    command(anna, "выйти", "Выйти")
    anna.wait_for_url(re.compile("/account/"))


def test_a_double_click_leaves_the_card_pinned(anna: Page, deal: Deal, live_server: Any) -> None:
    anna.goto(f"{live_server.url}{deal.get_absolute_url()}")
    ready(anna)
    anna.locator(".deal-head__tools summary").click()
    anna.locator(".pin-mark button").dblclick(delay=60)
    expect(anna.locator("#rail-pins .rail__pin")).to_have_text(deal.title)
    expect(anna.locator(".pin-mark button")).to_contain_text("Открепить")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 360), ("dark", 360)])
def test_it_has_no_serious_fault_and_fits(anna: Page, deal: Deal, firm: Client, live_server: Any, scheme: Any, width: int) -> None:
    anna.emulate_media(color_scheme=scheme)
    anna.goto(f"{live_server.url}/clients/{firm.pk}/")
    anna.locator(".deal-head__tools summary").click()
    anna.locator(".pin-mark button").click()
    anna.set_viewport_size({"width": width, "height": 800})
    anna.goto(f"{live_server.url}{deal.get_absolute_url()}")
    ready(anna)
    faults = [serious_faults(anna)]
    anna.locator(".phone-bar [data-palette]" if width == 360 else ".strip [data-palette]").click()
    anna.locator("#palette[open] [aria-labelledby=palette-go]").wait_for()
    faults.append(serious_faults(anna))
    anna.keyboard.type("насос")
    anna.locator("#palette-found [role=option]").first.wait_for()
    faults.append(serious_faults(anna))
    assert faults == [[], [], []]
    assert anna.evaluate("document.documentElement.scrollWidth <= innerWidth")
    low = "[...document.querySelectorAll('#palette [role=option]')].filter(one => one.checkVisibility() && one.offsetHeight < 44).length"
    assert width == 1440 or anna.evaluate(low) == 0
