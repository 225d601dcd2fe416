"""Two people in one card: what each has changed stays; where both have changed the same, the second one chooses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def opened(page: Page, live_server: Any, login: str, deal: Any) -> Any:
    sign_in(page, live_server, login)
    page.goto(f"{live_server.url}/deals/{deal.pk}/")
    page.locator(f"a[hx-get='/deals/{deal.pk}/change/']:visible").first.click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Сумма, ₽").wait_for()
    return dialog


def test_two_people_change_one_deal(page: Page, browser: Browser, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal(title="Насосы", amount=Decimal(100_000))
    other = browser.new_context(locale="ru-RU").new_page()
    hers, his = opened(page, live_server, "anna", deal), opened(other, live_server, "head", deal)
    his.get_by_label("Сумма, ₽").fill("250 000")
    his.get_by_label("Ожидаем до").fill("через 5 дней")
    his.get_by_role("button", name="Сохранить").click()
    other.wait_for_url(f"**/deals/{deal.pk}/")
    expect(other.locator("#dialog")).to_be_hidden()
    hers.get_by_label("Сумма, ₽").fill("300 000")
    hers.get_by_label("Что продаём").fill("Насосы и фильтры")
    hers.get_by_role("button", name="Сохранить").click()
    conflict = hers.get_by_role("alert")
    expect(conflict).to_contain_text("Мнацаканян Артур")
    assert not serious_faults(page)
    conflict.get_by_label("сейчас: 250 000").check()
    hers.get_by_role("button", name="Сохранить").click()
    expect(page.locator("#dialog")).to_be_hidden()
    deal.refresh_from_db()
    assert (deal.title, deal.amount) == ("Насосы и фильтры", Decimal(250_000)) and deal.expected_on is not None
