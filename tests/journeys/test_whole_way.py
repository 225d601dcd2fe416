"""The whole way of one deal in a real browser: from a table to the report. By mouse, by keyboard alone, by thumb."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shturman.clients.models import Client
from shturman.deals.actions import move_deal
from shturman.deals.models import Deal
from shturman.imports.jobs import load_table
from shturman.journal.models import Entry
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.web.tests.axe import serious_faults
from shturman.world.story import PASSWORD, Story, client_of
from shturman.world.tables import table
from tests.journeys.hands import go, press, ready, slide, tab_to
from tests.journeys.test_seller import PHONE, drag, open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
HEADERS = ["Номер", "Название сделки", "Клиент", "Ответственный", "Этап сделки", "Бюджет, руб."]
ROWS = [
    ("41", "Насосная станция", "ООО «Гидротехника»", "Воскресенская Анна", "Заявка принята", ""),
    ("42", "Трубы", "ООО «Гидротехника»", "Левченко Борис", "Заявка принята", "9 000"),
]
SOLD_BEFORE, SOLD_AFTER = "100 000 ₽", "2 440 000 ₽"


@pytest.fixture
def house(committed_story: Story) -> Story:
    """A company that knows the client and has one sale of this month already."""
    owner = committed_story.owner
    sold = committed_story.deal(owner, client=client_of(owner))
    move_deal(sold, committed_story.stages["Оплата получена"], by=owner)
    return committed_story


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "сделки.csv"
    path.write_bytes(table(HEADERS, ROWS, separator=";", encoding="windows-1251"))
    return path


def test_a_row_of_a_table_becomes_money_by_mouse(page: Page, live_server: Any, house: Story, file: Path) -> None:
    sign_in(page, live_server, "owner")
    expect_sold(page, live_server, SOLD_BEFORE)
    open_page(page, f"{live_server.url}/imports/")
    choose_table(page, file)
    page.get_by_role("button", name="К столбцам").click()
    page.get_by_role("button", name="Проверить таблицу").click()
    page.get_by_role("button", name="Загрузить 2 строки").click()
    deal = loaded(page)
    open_page(page, f"{live_server.url}/deals/")
    with page.expect_response("**/move/"):
        drag(page, deal, house.stages["Потребность выяснена"].pk)
    page.locator(f"#deal-{deal.pk} .deal-tile__client").click()
    page.wait_for_url(f"**/deals/{deal.pk}/**")
    ready(page)
    page.locator("#next-step").get_by_role("link", name="Результат").click()
    dialog = page.locator("#dialog[open]")
    dialog.get_by_label("Что сказал клиент").fill("Предложение отправили")
    dialog.locator(".results").get_by_role("button", name="Готово").click()
    expect(page.locator("#next-step")).to_contain_text("Провести встречу")
    open_page(page, f"{live_server.url}/deals/")
    drag(page, deal, house.stages["Оплата получена"].pk)
    expect(dialog.get_by_role("heading")).to_contain_text("Не хватает")
    dialog.get_by_label("Сумма, ₽").fill("2 340 000")
    dialog.get_by_role("button", name="Перевести").click()
    expect(page.locator("#toasts")).to_contain_text("Оплата получена")
    won(deal)
    expect_sold(page, live_server, SOLD_AFTER)
    page.locator(".report-table").get_by_role("link", name="2 340 000 ₽").first.click()
    expect(page.locator("#rows")).to_contain_text("Насосная станция")
    assert serious_faults(page) == []


def test_a_row_of_a_table_becomes_money_by_keyboard_alone(page: Page, live_server: Any, house: Story, file: Path) -> None:
    page.goto(f"{live_server.url}/account/login/")
    tab_to(page, page.get_by_label("Почта или логин"))
    page.keyboard.insert_text("owner")
    tab_to(page, page.get_by_label("Пароль", exact=True))
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/day/")
    ready(page)
    go(page, "KeyR", "**/reports/")
    expect(page.locator("#report")).to_contain_text(SOLD_BEFORE)
    press(page, page.locator(".rail__more summary"))
    press(page, page.locator(".rail__more").get_by_role("link", name="Загрузка таблиц"))
    page.wait_for_url("**/imports/")
    ready(page)
    kind = page.get_by_label("Что в таблице")
    tab_to(page, kind)
    page.keyboard.press("End")
    for _after_deals in ("notes", "tasks"):
        page.keyboard.press("ArrowUp")
    expect(kind.locator("option:checked")).to_have_text("Сделки")
    page.locator("input[type=file]").set_input_files(file)
    press(page, page.get_by_role("button", name="К столбцам"))
    press(page, page.get_by_role("button", name="Проверить таблицу"))
    press(page, page.get_by_role("button", name="Загрузить 2 строки"))
    deal = loaded(page)
    go(page, "KeyB", "**/deals/")
    tab_to(page, page.locator(f"#deal-{deal.pk}"))
    page.keyboard.press("KeyM")
    page.keyboard.press("ArrowRight")
    with page.expect_response("**/move/"):
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/deals/{deal.pk}/**")
    ready(page)
    page.keyboard.press("KeyR")
    dialog = page.locator("#dialog[open]")
    expect(dialog.get_by_role("heading")).to_be_focused()
    page.keyboard.press("KeyN")
    page.keyboard.insert_text("Предложение отправили")
    page.keyboard.press("Enter")
    page.keyboard.press("Digit1")
    expect(page.locator("#next-step")).to_contain_text("Провести встречу")
    go(page, "KeyB", "**/deals/")
    tab_to(page, page.locator(f"#deal-{deal.pk}"))
    page.keyboard.press("KeyM")
    for _stage in range(steps_to(house, "Потребность выяснена", "Оплата получена")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Сумма, ₽")).to_be_focused()
    page.keyboard.insert_text("2 340 000")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Оплата получена")
    won(deal)
    expect(page.locator("#dialog[open]")).to_have_count(0)
    go(page, "KeyR", "**/reports/")
    expect(page.locator("#report")).to_contain_text(SOLD_AFTER)


def test_a_row_of_a_table_becomes_money_by_thumb(
    browser: Any, live_server: Any, house: Story, file: Path, browser_context_args: dict[str, Any]
) -> None:
    context = browser.new_context(**browser_context_args | {"viewport": PHONE, "has_touch": True, "is_mobile": True})
    page = context.new_page()
    sign_in(page, live_server, "owner")
    ready(page)
    page.locator(".tabs summary").tap()
    page.locator(".tabs").get_by_role("link", name="Загрузка таблиц").tap()
    page.wait_for_url("**/imports/")
    choose_table(page, file)
    page.get_by_role("button", name="К столбцам").tap()
    page.get_by_role("button", name="Проверить таблицу").tap()
    page.get_by_role("button", name="Загрузить 2 строки").tap()
    deal = loaded(page)
    page.locator(".tabs").get_by_role("link", name="Воронка").tap()
    page.wait_for_url("**/deals/")
    ready(page)
    dialog = page.locator("#dialog[open]")
    page.locator(f"#deal-{deal.pk}").get_by_role("link", name="Этап").tap()
    dialog.get_by_role("button", name="Потребность выяснена").tap()
    expect(page.locator("#toasts")).to_contain_text("Потребность выяснена")
    page.get_by_role("button", name="Следующий этап").tap()
    page.locator(f"#deal-{deal.pk} .deal-tile__client").tap()
    page.wait_for_url(f"**/deals/{deal.pk}/**")
    ready(page)
    page.locator("#dock").get_by_text("Результат").tap()
    dialog.get_by_label("Что сказал клиент").fill("Предложение отправили")
    dialog.locator(".results").get_by_role("button", name="Готово").tap()
    expect(page.locator("#next-step")).to_contain_text("Провести встречу")
    page.locator("#dock").get_by_text("Этап").tap()
    dialog.get_by_role("button", name="Оплата получена").tap()
    dialog.get_by_label("Сумма, ₽").fill("2 340 000")
    dialog.get_by_role("button", name="Перевести").tap()
    expect(page.locator("#toasts")).to_contain_text("Оплата получена")
    won(deal)
    page.locator(".tabs summary").tap()
    page.locator(".tabs").get_by_role("link", name="Отчёты").tap()
    page.wait_for_url("**/reports/")
    expect(page.locator("#report")).to_contain_text(SOLD_AFTER)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_tile_is_dragged_by_a_finger_on_a_tablet(
    browser: Any, live_server: Any, house: Story, browser_context_args: dict[str, Any]
) -> None:
    deal = house.deal(house.owner, client=Client.objects.get(), amount=Decimal(0))
    size = {"width": 820, "height": 1100}
    context = browser.new_context(**browser_context_args | {"viewport": size, "has_touch": True, "is_mobile": True})
    page = context.new_page()
    sign_in(page, live_server, "owner")
    open_page(page, f"{live_server.url}/deals/")
    finger = context.new_cdp_session(page)
    with page.expect_response("**/move/"):
        slide(finger, page.locator(f"#deal-{deal.pk}"), lambda: page.locator(f"#column-{house.stages['Потребность выяснена'].pk}"))
    expect(page.locator("#toasts")).to_contain_text("Потребность выяснена")
    deal.refresh_from_db()
    assert deal.stage == house.stages["Потребность выяснена"]
    # The closing stages come to the hand while a tile is in it; the drop asks for the reason.
    refusal = page.locator(f".board-closing [data-stage='{house.stages['Клиент отказался'].pk}']")
    slide(finger, page.locator(f"#deal-{deal.pk}"), lambda: refusal)
    expect(page.locator("#dialog[open]").get_by_role("heading")).to_contain_text("Назовите причину")
    page.locator("#dialog[open]").get_by_role("button", name="Вернуть").tap()
    expect(page.locator(f"#column-{deal.stage_id} #deal-{deal.pk}")).to_be_visible()
    context.close()


def test_a_double_click_on_a_form_sends_it_once(page: Page, live_server: Any, house: Story) -> None:
    deal = house.deal()
    sign_in(page, live_server)
    open_page(page, f"{live_server.url}/deals/{deal.pk}/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("#note-text").fill("Смета подходит")
    page.get_by_role("button", name="Записать").dblclick()
    expect(page.locator("#story")).to_contain_text("Смета подходит")
    assert sent == [f"{live_server.url}/deals/{deal.pk}/note/"]
    expect(page.locator(".story__line", has_text="Смета подходит")).to_have_count(1)


def choose_table(page: Page, file: Path) -> None:
    page.get_by_label("Что в таблице").select_option(label="Сделки")
    page.locator("input[type=file]").set_input_files(file)


def loaded(page: Page) -> Deal:
    """The worker's part; the page asks by itself how far the load has come."""
    page.get_by_role("heading", name="Таблица загружается").wait_for()
    load_table(Entry.objects.get(kind="imports.load_asked").pk)
    page.get_by_role("button", name="Отменить загрузку").wait_for()
    ready(page)
    return Deal.objects.get(title="Насосная станция")


def won(deal: Deal) -> None:
    deal.refresh_from_db()
    assert (deal.outcome, deal.amount) == ("won", Decimal(2_340_000))
    assert Task.objects.get(deal=deal, completed_at__isnull=False).result == "Готово. Предложение отправили"
    assert next_step_gaps() == 0


def expect_sold(page: Page, live_server: Any, sum_of_month: str) -> None:
    open_page(page, f"{live_server.url}/reports/")
    expect(page.locator("#report")).to_contain_text(sum_of_month)


def steps_to(house: Story, from_stage: str, to_stage: str) -> int:
    """How many columns lie between two stages of the board."""
    names = [stage.name for stage in sorted(house.stages.values(), key=lambda stage: stage.position) if stage.is_open or stage.is_won]
    return names.index(to_stage) - names.index(from_stage)
