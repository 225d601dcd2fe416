"""Values changed where they stand, by mouse and by keys: on the card and in a cell of the list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shturman.deals.models import Deal
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_cell_is_changed_by_double_click_and_left_by_escape(page: Page, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal(title="Насосы", amount=Decimal(100_000))
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/list/")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    cell = page.locator(f"#deal-{deal.pk} td.listing__figure")
    cell.dblclick()
    field = cell.get_by_label("Сумма, ₽")
    expect(field).to_be_focused()
    assert not serious_faults(page)
    field.fill("много")
    field.press("Enter")
    expect(cell).to_contain_text("Сумма — это число")
    expect(field).to_have_value("много")
    field.fill("250 000")
    field.press("Enter")
    expect(cell).to_have_text("250\u00a0000\u00a0₽")
    assert Deal.objects.get(pk=deal.pk).amount == Decimal(250_000)
    cell.dblclick()
    field.fill("1")
    field.press("Escape")
    expect(cell).to_have_text("250\u00a0000\u00a0₽")
    expect(page.locator(f"#deal-{deal.pk} a[href]").first).to_be_focused()


def test_a_row_is_changed_by_keys_alone(page: Page, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal(title="Насосы")
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/list/?columns=client,amount")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("F2")
    expect(page.get_by_label("Сумма, ₽")).to_be_focused()
    page.keyboard.type("777000")
    page.keyboard.press("Enter")
    expect(page.locator(f"#deal-{deal.pk}")).to_contain_text("777\u00a0000\u00a0₽")


@pytest.mark.parametrize("width", [1440, 360])
def test_a_fact_of_a_card_is_changed_where_it_stands(page: Page, live_server: Any, committed_story: Story, width: int) -> None:
    deal = committed_story.deal(title="Насосы", amount=Decimal(100_000))
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/{deal.pk}/")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    amount = page.locator(".deal-head__amount")
    amount.hover()
    amount.get_by_role("link", name="Изменить на месте: Сумма").click()
    field = amount.get_by_label("Сумма, ₽")
    expect(field).to_be_focused()
    assert not serious_faults(page)
    page.context.set_offline(True)
    field.fill("300 000")
    field.press("Enter")
    expect(field).to_have_value("300 000")
    page.context.set_offline(False)
    field.press("Enter")
    expect(amount).to_contain_text("300\u00a0000\u00a0₽")
    assert Deal.objects.get(pk=deal.pk).amount == Decimal(300_000)
