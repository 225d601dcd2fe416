"""Lists under hands: the width of a column is drawn by a mouse or moved by keys, and a view keeps it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from shturman.deals.actions import change_deal, move_deal
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story, client_of
from tests.journeys.hands import ready
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_column_is_widened_by_mouse_and_by_keys_and_the_address_keeps_it(page: Page, live_server: Any, committed_story: Story) -> None:
    story = committed_story
    for number in range(3):
        story.deal(client=client_of(story.anna, f"ООО «Клиент {number}»"), title=f"Насос {number}")
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/deals/list/?view=0")
    ready(page)
    head = page.locator('th[data-column="client"]')
    grip = page.get_by_role("separator", name="Ширина столбца «Клиент»")
    was, place = head.evaluate("head => head.offsetWidth"), grip.bounding_box()
    assert place
    page.mouse.move(place["x"] + 4, place["y"] + 10)
    page.mouse.down()
    page.mouse.move(place["x"] + 84, place["y"] + 10, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"widths=client%3A{was + 80}"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(f"widths=client%3A{was + 64}"))
    expect(page.get_by_role("link", name="Столбцы")).to_have_attribute("href", re.compile(f"client%3A{was + 64}"))
    page.reload()
    ready(page)
    assert head.evaluate("head => head.offsetWidth") == was + 64
    assert serious_faults(page) == []


def test_a_row_is_looked_at_beside_the_list_and_esc_comes_back_to_it(page: Page, live_server: Any, committed_story: Story) -> None:
    """Space opens, arrows go on with the panel behind them, a colleague's change does not close it, Enter opens the card."""
    story = committed_story
    deals = [story.deal(client=client_of(story.anna, f"ООО «Клиент {number}»"), title=f"Насос {number}") for number in range(3)]
    page.clock.install()
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/deals/list/?view=0&sort=created")
    ready(page)
    page.keyboard.press("ArrowDown")
    row = page.locator(f"#deal-{deals[0].pk}")
    stood = row.bounding_box()
    page.keyboard.press("Space")
    panel = page.get_by_role("complementary", name="Насос 0")
    expect(panel).to_be_visible()
    assert row.bounding_box() == stood, "no row moves under the eye"
    beside, total = panel.bounding_box(), page.get_by_role("columnheader", name="Сумма").bounding_box()
    assert beside and total and total["x"] + total["width"] <= beside["x"], "the sum stays before the eye"
    page.keyboard.press("ArrowDown")
    page.clock.run_for(500)
    panel = page.get_by_role("complementary", name="Насос 1")
    expect(panel).to_contain_text("ООО «Клиент 1»")
    assert serious_faults(page) == []
    change_deal(deals[1], {"amount": Decimal(777_000)}, by=story.head)
    page.clock.run_for(31_000)
    expect(page.locator(f"#deal-{deals[1].pk}")).to_contain_text("777 000")
    expect(panel).to_be_visible()
    expect(page.locator(f"#deal-{deals[1].pk}")).to_have_attribute("data-looked", "")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("link", name="Насос 1")).to_be_focused()
    page.keyboard.press("Space")
    expect(panel).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/deals/{deals[1].pk}/"))


@pytest.mark.parametrize("address", ["/deals/list/?view=0", "/clients/?view=0", "/tasks/?view=0"])
def test_on_a_phone_the_eye_of_a_row_opens_a_whole_sheet(page: Page, live_server: Any, committed_story: Story, address: str) -> None:
    story = committed_story
    for number in range(2):
        story.deal(client=client_of(story.anna, f"ООО «Клиент {number}»"), title=f"Насос {number}")
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}{address}")
    ready(page)
    eye = page.get_by_role("button", name="Быстрый просмотр").first
    eye.click()
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("heading")).to_be_visible()
    box = panel.bounding_box()
    assert box and (box["width"], box["height"]) == (360, 800)
    first = page.locator("tr[data-looked]").get_attribute("id")
    panel.get_by_role("button", name="Следующая строка").click()
    expect(page.locator("tr[data-looked]")).not_to_have_attribute("id", first or "")
    expect(panel.get_by_role("button", name="Следующая строка")).to_be_focused()
    assert serious_faults(page) == []
    panel.get_by_role("button", name="Закрыть просмотр").click()
    expect(panel).to_be_hidden()
    assert page.evaluate("document.activeElement.closest('tr')?.id")


def test_a_group_opens_in_its_place_and_a_press_on_its_figure_opens_the_list(page: Page, live_server: Any, committed_story: Story) -> None:
    story = committed_story
    deals = [story.deal(title=f"Насос {number}", amount=1_000) for number in range(3)]
    page.clock.install()
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/deals/list/?view=0")
    ready(page)
    page.get_by_role("link", name="Группировать").click()
    page.locator("#choose-groups").get_by_role("link", name="Ответственный").click()
    head = page.get_by_role("link", name=story.anna.short_name, exact=True)
    expect(head).to_have_attribute("aria-expanded", "false")
    head.click()
    expect(head).to_have_attribute("aria-expanded", "true")
    expect(page.locator("tr[id^=deal-]")).to_have_count(3)
    assert serious_faults(page) == []
    change_deal(deals[1], {"amount": Decimal(777_000)}, by=story.head)
    page.clock.run_for(31_000)
    expect(page.locator(f"#deal-{deals[1].pk}")).to_contain_text("777 000")
    expect(page.get_by_role("link", name=f"Список группы «{story.anna.short_name}»")).to_contain_text("779 000")
    expect(head).to_have_attribute("aria-expanded", "true")
    head.click()
    expect(page.locator("tr[id^=deal-]").first).to_be_hidden()
    page.get_by_role("link", name=f"Список группы «{story.anna.short_name}»").click()
    expect(page.locator("tr[id^=deal-]")).to_have_count(3)


def stand_in_order(page: Page, *names: str) -> None:
    """The address may change before the rows have come."""
    expect(page.locator("td.listing__main > a")).to_have_text(list(names))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shift_on_a_head_sorts_further_and_the_foot_tells_the_sum(
    page: Page, live_server: Any, committed_story: Story, scheme: Literal["light", "dark"]
) -> None:
    """By mouse and by keys; a colleague's change comes into the sums by itself; the card goes on in the same order."""
    story = committed_story
    deals = [story.deal(story.anna, title=f"Насос {number}", amount=(3_000, 1_000, 2_000)[number]) for number in range(3)]
    move_deal(deals[0], [stage for stage in story.stages.values() if stage.is_open][1], by=story.anna)
    page.clock.install()
    sign_in(page, live_server, "anna")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/deals/list/?view=0")
    ready(page)
    page.get_by_role("columnheader", name="Этап").get_by_role("link").click()
    page.wait_for_url(re.compile(r"sort=stage$"))
    ready(page)
    page.get_by_role("columnheader", name="Сумма").get_by_role("link").click(modifiers=["Shift"])
    page.wait_for_url(re.compile(r"sort=stage%2C-amount$"))
    ready(page)
    stand_in_order(page, "Насос 2", "Насос 1", "Насос 0")
    head = page.get_by_role("columnheader", name="Сумма").get_by_role("link")
    expect(head).to_have_accessible_name(re.compile("Сумма ?, порядок номер 2, по убыванию"))
    expect(page.locator("#foot")).to_contain_text("Всего: 3")
    expect(page.locator("#foot")).to_contain_text("6000 ₽")
    expect(page.locator("#whole-sum")).to_contain_text("3 сделки · 6000 ₽")
    assert serious_faults(page) == []
    head.focus()
    page.keyboard.press("Shift+Enter")
    page.wait_for_url(re.compile(r"sort=stage%2Camount$"))
    ready(page)
    stand_in_order(page, "Насос 1", "Насос 2", "Насос 0")
    change_deal(deals[1], {"amount": Decimal(7_000)}, by=story.head)
    page.clock.run_for(31_000)
    page.clock.run_for(3_000)
    expect(page.locator("#foot")).to_contain_text("12 000 ₽")
    expect(page.locator("#whole-sum")).to_contain_text("12 000 ₽")
    stand_in_order(page, "Насос 2", "Насос 1", "Насос 0")
    page.get_by_role("link", name="Насос 2").click()
    page.wait_for_url(re.compile(rf"/deals/{deals[2].pk}/"))
    ready(page)
    page.keyboard.press("BracketRight")
    page.wait_for_url(re.compile(rf"/deals/{deals[1].pk}/"))


@pytest.mark.parametrize("address", ["/deals/list/?view=0", "/clients/?view=0", "/tasks/?view=0"])
def test_on_a_phone_a_further_order_is_taken_from_the_menu_and_taken_off(
    page: Page, live_server: Any, committed_story: Story, address: str
) -> None:
    story = committed_story
    for number in range(2):
        story.deal(client=client_of(story.anna, f"ООО «Клиент {number}»"), title=f"Насос {number}")
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}{address}")
    ready(page)
    menu = page.locator(".sort-menu")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Ответственный" if "tasks" not in address else "Исполнитель").first.click()
    page.wait_for_url(re.compile(r"sort=(responsible|who)$"))
    ready(page)
    menu.locator("summary").click()
    then = menu.get_by_role("group", name="Затем по")
    then.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"sort=(responsible|who)%2C\w+$"))
    ready(page)
    menu.locator("summary").click()
    box = menu.locator(".menu__list").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360 and box["y"] + box["height"] <= 800
    assert serious_faults(page) == []
    then.get_by_role("link", name="Больше не сортировать").click()
    page.wait_for_url(re.compile(r"sort=(responsible|who)$"))
    ready(page)
    expect(page.locator("#foot")).to_contain_text("Всего: 2")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_long_name_without_a_blank_keeps_the_sum_in_sight(page: Page, live_server: Any, committed_story: Story) -> None:
    story = committed_story
    story.deal(client=client_of(story.anna, "Металлургический" * 7), title="Насос" * 22)
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/deals/list/?view=0")
    ready(page)
    assert page.locator(".listing-wrap").evaluate("frame => frame.scrollWidth <= frame.clientWidth")


def test_the_side_of_a_card_is_a_drawer_on_a_narrow_screen(page: Page, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal()
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 1100, "height": 800})
    page.goto(f"{live_server.url}{deal.get_absolute_url()}")
    ready(page)
    side = page.get_by_role("region", name="О сделке")
    expect(side).to_be_hidden()
    page.keyboard.press("i")
    expect(side).to_be_visible()
    assert serious_faults(page) == []
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    page.get_by_role("button", name="Сведения").click()
    expect(side).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(side).to_be_visible()
    expect(page.get_by_role("button", name="Сведения")).to_be_hidden()
