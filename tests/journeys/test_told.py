"""Notes that stay above, colleagues called by name, and the bell that tells them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shturman.clients.actions import add_note
from shturman.messaging.actions import follow
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story, client_of
from tests.journeys.hands import press, ready
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}


def test_a_colleague_is_called_by_keys_and_hears_the_bell(page: Page, browser: Browser, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal(title="Насосы")
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/{deal.pk}/")
    ready(page)
    field = page.get_by_label("Заметка", exact=True)
    field.click()
    field.press_sequentially("Прошу скидку, @")
    expect(page.get_by_role("option", name="Левченко Борис не видит карточку")).to_be_disabled()
    assert not serious_faults(page)
    field.press_sequentially("Пре")
    expect(page.get_by_role("option", name="Преображенский Николай")).to_have_attribute("aria-selected", "true")
    field.press("Backspace")
    field.press("Backspace")
    field.press("Backspace")
    expect(page.get_by_role("option", name="Мнацаканян Артур")).to_be_visible()
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")
    expect(field).to_have_value("Прошу скидку, @Мнацаканян Артур ")
    field.press_sequentially("— 5 %")
    page.get_by_role("button", name="Записать").click()
    expect(page.locator(".mention")).to_have_text("@Мнацаканян Артур")
    his = browser.new_context(locale="ru-RU").new_page()
    sign_in(his, live_server, "head")
    his.goto(f"{live_server.url}/deals/")
    his.get_by_role("link", name="Уведомления: 1 непрочитанное").click()
    his.wait_for_url("**/notices/")
    assert not serious_faults(his)
    his.get_by_role("link", name="Насосы").click()
    his.wait_for_url(f"**/deals/{deal.pk}/#entry-*")
    expect(his.locator(".story__entry:target")).to_contain_text("Прошу скидку")
    expect(his.get_by_role("link", name="Уведомления", exact=True)).to_be_visible()


def test_a_note_is_pinned_and_unpinned_on_the_card(page: Page, live_server: Any, committed_story: Story) -> None:
    firm = client_of(committed_story.anna)
    add_note(firm, "Пропуск заказывать за сутки", by=committed_story.anna)
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/clients/{firm.pk}/")
    ready(page)
    page.get_by_role("button", name="Закрепить заметку").click()
    above = page.get_by_role("region", name="Закреплённые заметки")
    expect(above).to_contain_text("Пропуск заказывать за сутки")
    assert not serious_faults(page)
    above.get_by_role("button", name="Открепить заметку").click()
    expect(above).to_be_hidden()


def test_a_colleague_reacts_by_keys_and_the_author_sees_it_without_reload(
    page: Page, browser: Browser, live_server: Any, committed_story: Story
) -> None:
    deal = committed_story.deal(title="Насосы")
    add_note(deal, "Договор подписан", by=committed_story.anna)
    page.clock.install()
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/{deal.pk}/")
    ready(page)
    his = browser.new_context(locale="ru-RU").new_page()
    sign_in(his, live_server, "head")
    his.goto(f"{live_server.url}/deals/{deal.pk}/")
    ready(his)
    press(his, his.locator("#story").get_by_label("Добавить реакцию"))
    press(his, his.get_by_role("button", name="Поздравляю"))
    chip = his.get_by_role("button", name="Поздравляю: вы")
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(his.locator("#story").get_by_label("Добавить реакцию")).to_be_focused()
    assert not serious_faults(his)
    # Without the server of live events the page looks by itself every half a minute.
    page.clock.run_for(31_000)
    expect(page.get_by_role("button", name=f"Поздравляю: {committed_story.head.short_name}")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("link", name="Уведомления: 1 непрочитанное")).to_be_visible()
    chip.press("Enter")
    expect(chip).to_be_hidden()
    expect(his.locator("#story").get_by_label("Добавить реакцию")).to_be_focused()
    page.clock.run_for(31_000)
    expect(page.get_by_role("link", name="Уведомления", exact=True)).to_be_visible()


def test_on_a_phone_a_reaction_is_put_by_a_thumb(browser: Browser, live_server: Any, committed_story: Story) -> None:
    firm = client_of(committed_story.anna)
    add_note(firm, "Первое слово", by=committed_story.anna)
    page = browser.new_context(locale="ru-RU", **PHONE).new_page()
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/clients/{firm.pk}/")
    ready(page)
    page.get_by_label("Добавить реакцию").tap()
    expect(page.get_by_role("button", name="Готово")).to_be_in_viewport(ratio=1)
    assert not serious_faults(page)
    page.get_by_role("button", name="Смотрю").tap()
    expect(page.get_by_role("button", name="Смотрю: вы")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_on_a_phone_a_finger_picks_a_colleague_and_follows_the_card(browser: Browser, live_server: Any, committed_story: Story) -> None:
    firm = client_of(committed_story.anna)
    follow(firm, by=committed_story.anna)
    add_note(firm, "Первое слово", by=committed_story.owner)
    page = browser.new_context(locale="ru-RU", **PHONE).new_page()
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/clients/{firm.pk}/")
    ready(page)
    field = page.get_by_label("Заметка", exact=True)
    field.tap()
    field.press_sequentially("@Мна")
    page.get_by_role("option", name="Мнацаканян Артур").tap()
    expect(field).to_have_value("@Мнацаканян Артур ")
    expect(field).to_be_focused()
    assert not serious_faults(page)
    page.get_by_role("button", name="Записать").tap()
    expect(page.locator(".mention")).to_have_text("@Мнацаканян Артур")
    page.get_by_role("link", name="Уведомления: 1 непрочитанное").tap()
    page.wait_for_url("**/notices/")
    assert not serious_faults(page)
    page.get_by_role("button", name="Прочитать все").tap()
    expect(page.get_by_role("heading", name="Прочитанные")).to_be_visible()
    expect(page.get_by_role("link", name="Уведомления", exact=True)).to_be_visible()
