"""What was typed and not sent waits for its person: a closed tab, another page, a day later."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from shturman.clients.models import Note
from shturman.world.story import Story
from tests.journeys.hands import closed, ready
from tests.journeys.test_seller import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_note_survives_the_closing_of_the_tab_until_it_is_written(page: Page, live_server: Any, committed_story: Story) -> None:
    deal, other = committed_story.deal(), committed_story.deal(title="Другая")
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/{deal.pk}/")
    ready(page)
    page.locator("#note-text").fill("Ждут смету до пятницы")
    second = page.context.new_page()
    page.close()
    second.goto(f"{live_server.url}/deals/{other.pk}/")
    expect(second.locator("#note-text")).to_have_value("")
    second.goto(f"{live_server.url}/deals/{deal.pk}/")
    ready(second)
    expect(second.locator("#note-text")).to_have_value("Ждут смету до пятницы")
    second.locator("#note-text").press("ControlOrMeta+Enter")
    expect(second.locator("#story")).to_contain_text("Ждут смету до пятницы")
    second.reload()
    expect(second.locator("#note-text")).to_have_value("")
    assert Note.objects.get().text == "Ждут смету до пятницы"


def dialog_of_result(page: Page, live_server: Any, story: Story) -> Locator:
    deal = story.deal()
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/{deal.pk}/")
    ready(page)
    page.keyboard.press("KeyR")
    return page.locator("#dialog[open]")


def test_words_of_a_result_wait_in_its_dialog(page: Page, live_server: Any, committed_story: Story) -> None:
    dialog = dialog_of_result(page, live_server, committed_story)
    dialog.get_by_label("Что сказал клиент").fill("Перезвонит жена")
    page.keyboard.press("Escape")
    closed(page)
    page.reload()
    ready(page)
    page.keyboard.press("KeyR")
    expect(dialog.get_by_label("Что сказал клиент")).to_have_value("Перезвонит жена")
    dialog.get_by_role("button", name="Поговорили").click()
    expect(page.locator("#story")).to_contain_text("Поговорили. Перезвонит жена")


def test_words_wait_when_the_question_of_a_result_is_left(page: Page, live_server: Any, committed_story: Story) -> None:
    dialog = dialog_of_result(page, live_server, committed_story)
    dialog.get_by_label("Что сказал клиент").fill("Перезвонит жена")
    dialog.get_by_role("button", name="Перезвонить позже").click()
    expect(dialog.locator("#ask-form")).to_be_visible()
    page.keyboard.press("Escape")
    closed(page)
    page.keyboard.press("KeyR")
    expect(dialog.get_by_label("Что сказал клиент")).to_have_value("Перезвонит жена")
    dialog.get_by_role("button", name="Перезвонить позже").click()
    dialog.get_by_role("button", name="Завтра в 10:00").click()
    expect(page.locator("#story")).to_contain_text("Перезвонить позже. Перезвонит жена")
    ready(page)
    page.keyboard.press("KeyR")
    expect(dialog.get_by_label("Что сказал клиент")).to_have_value("")


def test_own_words_that_wait_are_seen(page: Page, live_server: Any, committed_story: Story) -> None:
    dialog = dialog_of_result(page, live_server, committed_story)
    dialog.locator("summary").click()
    dialog.get_by_label("Результат").fill("Думают до пятницы")
    page.keyboard.press("Escape")
    closed(page)
    page.keyboard.press("KeyR")
    expect(dialog.get_by_label("Результат")).to_be_visible()
    expect(dialog.get_by_label("Результат")).to_have_value("Думают до пятницы")
