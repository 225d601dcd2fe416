"""An owner moves in: a thousand deals of Bitrix24, the doubles that came with them, one merge taken back. Ten minutes at most."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shturman.clients.actions import find_duplicates
from shturman.clients.models import Client, Merge
from shturman.deals.models import Deal
from shturman.imports.jobs import load_table
from shturman.journal.models import Entry
from shturman.tasks.queries import next_step_gaps
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story, client_of
from tests.journeys.hands import ready
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TEN_MINUTES = 600
HEAD = (
    *("ID", "Название сделки", "Стадия сделки", "Сумма", "Компания", "Компания: Рабочий телефон"),
    *("Ответственный", "Дата создания", "Дата изменения", "Сделка закрыта"),
)
# By other names than the base has them, and by the same phones.
COMPANIES = (("Маяк трейд", "8 (812) 325-11-22"), ("ТД Бриз", "+7 812 325-11-33"), ("Парус", "8 812 325 11 44"))


def bitrix24(count: int) -> str:
    rows = []
    for number in range(count):
        name, phone = COMPANIES[number] if number < len(COMPANIES) else (f"Компания {number % 40}", "")
        stage, closed = ("Сделка успешна", "Да") if number % 2 else ("Переговоры", "Нет")
        days = ("01.02.2026 10:00:00", "05.02.2026 10:00:00")
        rows.append((str(number), f"Насосы {number}", stage, "12 500", name, phone, "Анна Воскресенская", *days, closed))
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<meta charset="utf-8"><table><tr>{"".join(f"<th>{name}</th>" for name in HEAD)}</tr>{lines}</table>'


def test_an_owner_moves_in_and_clears_the_doubles(page: Page, live_server: Any, committed_story: Story, tmp_path: Path) -> None:
    for name, phone in (("ООО «Маяк»", COMPANIES[0][1]), ("ООО «Бриз»", COMPANIES[1][1])):
        client_of(committed_story.anna, name, phones=[phone])
    path = tmp_path / "DEAL_20261124.xls"
    path.write_text(bitrix24(1000), encoding="utf-8")
    began = time.monotonic()
    sign_in(page, live_server, "owner")
    page.goto(f"{live_server.url}/imports/")
    page.get_by_label("Что в таблице").select_option(label="Сделки")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="К столбцам").click()
    page.get_by_role("button", name="Проверить таблицу").click()
    page.get_by_label("Переговоры").select_option(label="Договор согласован")
    page.get_by_role("button", name="Проверить заново").click()
    page.get_by_role("button", name="Загрузить 1000 строк").click()
    page.get_by_role("button", name="Остановить").wait_for()
    load_table(Entry.objects.get(kind="imports.load_asked").pk)
    page.get_by_role("button", name="Отменить загрузку").wait_for()
    assert Deal.objects.count() == 1000 and next_step_gaps() == 0

    find_duplicates()
    page.goto(f"{live_server.url}/clients/duplicates/")
    ready(page)
    expect(page.locator(".duplicate-group")).to_have_count(2)
    assert not serious_faults(page)
    for name in ("Маяк", "Бриз"):
        page.goto(f"{live_server.url}/clients/duplicates/")
        ready(page)
        page.get_by_role("link", name=f"Объединить ООО «{name}»").or_(page.get_by_role("link", name=name)).first.click()
        page.get_by_role("button", name="Объединить с 1 дублем").click()
        expect(page.get_by_text("С этим клиентом объединён 1 дубль").first).to_be_visible()
    page.goto(f"{live_server.url}/clients/merges/")
    ready(page)
    page.get_by_role("button", name="Отменить").first.click()
    expect(page.get_by_text("всё как было").first).to_be_visible()
    assert Merge.objects.filter(undone_at=None).count() == 1
    assert (
        Client.objects.kept().filter(phones__number="+78123251122").count()
        + Client.objects.kept().filter(phones__number="+78123251133").count()
        == 3
    )
    assert Deal.objects.count() == 1000 and next_step_gaps() == 0
    assert time.monotonic() - began < TEN_MINUTES
