"""A seller's work in a real browser: the drop asks for what is missing, the call is finished, the next step appears."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shturman.deals.models import Deal
from shturman.tasks.actions import reschedule_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import PASSWORD, Story, client_of

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 740}


def sign_in(page: Page, live_server: Any, login: str = "anna") -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill(login)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/tasks/day/")


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")


def drag(page: Page, deal: Deal, to_stage: int) -> None:
    """By hand, in steps, as a mouse moves."""
    start = page.locator(f"#deal-{deal.pk}").bounding_box()
    target = page.locator(f"#column-{to_stage} .board__tiles").bounding_box()
    assert start and target
    page.mouse.move(start["x"] + 40, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=4)
    page.mouse.move(target["x"] + 60, target["y"] + 40, steps=12)
    page.mouse.move(target["x"] + 66, target["y"] + 46, steps=3)
    page.mouse.up()


def test_a_drop_asks_for_what_is_missing_and_wins_the_deal(page: Page, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal(amount=Decimal(0), client=client_of(committed_story.anna))
    sign_in(page, live_server)
    open_page(page, f"{live_server.url}/deals/")
    drag(page, deal, committed_story.stages["Оплата получена"].pk)
    dialog = page.locator("#dialog[open]")
    expect(dialog.get_by_role("heading")).to_contain_text("Не хватает")
    dialog.get_by_label("Сумма, ₽").fill("две тысячи")
    dialog.get_by_role("button", name="Перевести").click()
    expect(dialog.locator(".form-field__error")).to_contain_text("Сумма — это число")
    expect(dialog.get_by_label("Сумма, ₽")).to_have_value("две тысячи")
    dialog.get_by_label("Сумма, ₽").fill("2 340 000")
    dialog.get_by_role("button", name="Перевести").click()
    expect(page.locator("#toasts")).to_contain_text("Оплата получена")
    deal.refresh_from_db()
    assert (deal.outcome, deal.amount) == ("won", Decimal(2_340_000))
    page.goto(f"{live_server.url}/reports/")
    figure = page.locator(".report-table").get_by_role("link", name="2 340 000 ₽").first
    figure.click()
    expect(page.locator("#whole-sum")).to_contain_text("1 сделка")
    expect(page.locator("#rows")).to_contain_text("Вентиляция склада")


def test_a_drop_taken_back_returns_the_card_with_the_reason(page: Page, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal(amount=Decimal(0), client=client_of(committed_story.anna))
    sign_in(page, live_server)
    open_page(page, f"{live_server.url}/deals/")
    drag(page, deal, committed_story.stages["Оплата получена"].pk)
    page.locator("#dialog[open]").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(f"#column-{deal.stage_id} #deal-{deal.pk}")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("У выигранной сделки есть клиент и сумма")


def test_a_drag_to_the_next_stage_is_kept_and_undone_by_z(page: Page, live_server: Any, committed_story: Story) -> None:
    deal, stages = committed_story.deal(), committed_story.stages
    sign_in(page, live_server)
    open_page(page, f"{live_server.url}/deals/")
    with page.expect_response("**/move/"):
        drag(page, deal, stages["Потребность выяснена"].pk)
    expect(page.locator("#toasts")).to_contain_text("Потребность выяснена")
    deal.refresh_from_db()
    assert deal.stage == stages["Потребность выяснена"]
    with page.expect_response("**/undo/"):
        page.keyboard.press("KeyZ")
    expect(page.locator(f"#column-{stages['Заявка принята'].pk} #deal-{deal.pk}")).to_be_visible()


def test_the_whole_round_by_keyboard_alone(page: Page, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal()
    sign_in(page, live_server)
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.keyboard.press("KeyG")
    page.keyboard.press("KeyB")
    page.wait_for_url("**/deals/")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.locator(f"#deal-{deal.pk}").focus()
    page.keyboard.press("KeyM")
    page.keyboard.press("ArrowRight")
    with page.expect_response("**/move/"):
        page.keyboard.press("Enter")
    page.locator(f"#deal-{deal.pk} .deal-tile__client").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/deals/{deal.pk}/**")
    expect(page.locator("#next-step")).to_contain_text("Подготовить предложение")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.keyboard.press("KeyR")
    page.locator("#dialog[open] summary").focus()
    page.keyboard.press("Enter")
    page.locator("#dialog[open]").get_by_label("Результат").focus()
    page.keyboard.insert_text("Предложение отправила, ждут до пятницы")
    page.locator("#dialog[open]").get_by_label("Когда").focus()
    page.keyboard.press("ControlOrMeta+KeyA")
    page.keyboard.insert_text("через 3 дня")
    page.keyboard.press("Enter")
    expect(page.locator("#next-step")).to_contain_text("Провести встречу")
    expect(page.locator("#story")).to_contain_text("Предложение отправила, ждут до пятницы")
    assert next_step_gaps() == 0


def test_the_day_is_worked_on_a_phone_by_touch(
    browser: Any, live_server: Any, committed_story: Story, browser_context_args: dict[str, Any]
) -> None:
    deal = committed_story.deal(client=client_of(committed_story.anna, phones=["+7 921 000-14-27"]))
    # The formed task may fall on the next working day: this test works at any hour and on a Sunday.
    reschedule_task(Task.objects.open().get(deal=deal), Due(at=timezone.now() + timedelta(minutes=1)), by=committed_story.anna)
    context = browser.new_context(**browser_context_args | {"viewport": PHONE, "has_touch": True, "is_mobile": True})
    page = context.new_page()
    sign_in(page, live_server)
    open_page(page, f"{live_server.url}/tasks/day/")
    page.locator("#dock a").first.tap()
    page.wait_for_url(f"**/deals/{deal.pk}/")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    assert page.locator("#dock a[href='tel:+79210001427']").is_visible()
    page.locator("#dock").get_by_text("Результат").tap()
    page.locator("#dialog[open]").get_by_role("button", name="Поговорили").tap()
    expect(page.locator("#next-step")).to_contain_text("Договориться о следующем шаге")
    page.locator("#dock").get_by_text("Этап").tap()
    page.locator("#dialog[open]").get_by_role("button", name="Потребность выяснена").tap()
    expect(page.locator("#toasts")).to_contain_text("Потребность выяснена")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    deal.refresh_from_db()
    assert deal.stage == committed_story.stages["Потребность выяснена"]
    assert Task.objects.get(deal=deal, completed_at__isnull=False).result == "Поговорили"
    context.close()


def test_changes_of_a_colleague_are_seen_only_by_those_who_may(page: Page, live_server: Any, committed_story: Story) -> None:
    deal = committed_story.deal(committed_story.vera, title="Секретный склад")
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/deals/{deal.pk}/")
    expect(page.locator("body")).to_contain_text("найден")
    assert "Секретный" not in page.content()
