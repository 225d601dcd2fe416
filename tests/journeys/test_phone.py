"""A screen of 360 px: rows begin high, and a name or a sum of any length is read whole and pushes nothing aside."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shturman.clients.actions import add_note
from shturman.goods.actions import add_good
from shturman.tasks.models import Task
from shturman.world.story import PASSWORD, Story, client_of

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "ru-RU"}
LONG = "Северозападнаястроительномонтажнаякомпаниягидротехникасервис"
# Names of a page that end in dots though nothing on it shows them whole.
CUT = """() => [...document.querySelectorAll("main h1, main h2, main .listing a, main .row-line__title, main .deal-head *, main .numbers")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .filter((one) => getComputedStyle(one).overflowX === "hidden" && getComputedStyle(one).clipPath === "none")
  .map((one) => one.textContent.trim())"""


@pytest.fixture
def phone(browser: Browser, live_server: Any, committed_story: Story) -> Any:
    context = browser.new_context(**PHONE, base_url=live_server.url)
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_label("Почта или логин").fill("owner")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/tasks/day/")
    yield page
    context.close()


@pytest.mark.parametrize("address", ["/deals/list/", "/clients/", "/tasks/"])
def test_three_rows_stand_above_the_tabs(phone: Page, committed_story: Story, address: str) -> None:
    for number in range(4):
        committed_story.deal(
            committed_story.owner,
            client=client_of(committed_story.owner, f"ООО «Гидротехника-{number}»", phones=[f"+7 921 000-14-2{number}"]),
        )
    phone.goto(address)
    third = phone.locator("#rows tr").nth(2).bounding_box()
    tabs = phone.locator(".tabs").bounding_box()
    assert third and tabs and third["y"] + third["height"] <= tabs["y"]


def test_what_is_folded_opens_in_a_sheet(phone: Page, committed_story: Story) -> None:
    committed_story.deal(committed_story.owner)
    phone.goto("/deals/list/")
    tools = phone.locator(".list-tools")
    tools.locator("summary").first.tap()
    expect(phone.get_by_role("link", name="Сохранить как вид")).to_be_in_viewport()
    tools.locator("summary").first.tap()
    tools.locator(".sort-menu summary").tap()
    expect(tools.locator(".sort-menu .menu__item").first).to_be_in_viewport()
    phone.locator(".phone-bar__title").tap()
    tools.get_by_role("link", name="Условие").tap()
    expect(phone.locator("#filter-form")).to_be_visible()


def test_the_longest_name_and_sum_push_nothing_aside(phone: Page, committed_story: Story) -> None:
    owner = committed_story.owner
    buyer = client_of(owner, LONG, phones=["+7 921 000-14-27"])
    deal = committed_story.deal(owner, client=buyer, title=LONG, amount=Decimal(1_000_000_000))
    committed_story.deal(owner, client=buyer, amount=Decimal(0))
    add_note(deal, LONG * 3, by=owner)
    task = Task.objects.filter(deal=deal).earliest("pk")
    Task.objects.filter(pk=task.pk).update(title=LONG)
    good = add_good({"name": LONG, "price": Decimal(1_000_000_000)}, by=owner)
    cards = [deal.get_absolute_url(), buyer.get_absolute_url(), f"/tasks/{task.pk}/", f"/goods/{good.pk}/"]
    asked = [f"/deals/{deal.pk}/{verb}/" for verb in ("change", "move", "lines")] + [
        f"/tasks/{task.pk}/complete/",
        f"/navigator/{task.pk}/skip/",
    ]
    lists = [
        "/deals/",
        "/deals/list/",
        "/clients/",
        "/tasks/",
        "/goods/",
        "/tasks/day/",
        "/navigator/",
        "/desktop/",
        f"/search/?q={LONG}",
        "/reports/",
    ]
    wrong = {}
    for address in [*cards, *asked, *lists]:
        phone.goto(address)
        if phone.evaluate("document.documentElement.scrollWidth") > 360:
            wrong[address] = ["scrolls sideways"]
        elif cut := phone.evaluate(CUT):
            wrong[address] = cut
    assert wrong == {}
    phone.goto("/deals/list/")
    for words in (LONG, "1 000 000 000 ₽", "0 ₽"):
        expect(phone.locator("#rows").get_by_text(words.replace(" ", "\u00a0"), exact=True).first).to_be_visible()


def test_a_menu_comes_from_below_within_the_screen(phone: Page, committed_story: Story) -> None:
    phone.goto(committed_story.deal(committed_story.owner).get_absolute_url())
    phone.locator(".deal-head__tools summary").tap()
    box = phone.locator(".deal-head__tools .menu__list").bounding_box()
    tabs = phone.locator(".tabs").bounding_box()
    assert box and tabs and (box["x"], box["width"]) == (0, 360) and box["y"] + box["height"] <= tabs["y"] + 1
    expect(phone.get_by_role("link", name="Править")).to_be_in_viewport()
