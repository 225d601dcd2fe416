"""A table goes into the base by screens: by mouse, by touch at 360 px, without a fault for assistive technology."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shturman.deals.models import Deal
from shturman.imports.jobs import load_table, undo_load
from shturman.journal.models import Entry
from shturman.web.tests.axe import serious_faults
from shturman.world.story import PASSWORD, Story
from shturman.world.tables import table

pytestmark = pytest.mark.django_db(transaction=True)
HEADERS = ["Номер", "Название сделки", "Ответственный", "Этап сделки", "Бюджет, руб.", "Заметка"]
ROWS = [
    ("1", "Насосы", "Воскресенская Анна", "Первичный контакт", "12 500,50", "из выгрузки"),
    ("2", "Трубы", "Левченко Борис", "Заявка принята", "9 000", ""),
    ("3", "Краны", "Кто Такой", "Заявка принята", "много", ""),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "сделки.csv"
    path.write_bytes(table(HEADERS, ROWS, separator=";", encoding="windows-1251"))
    return path


@pytest.fixture
def owner(page: Any, live_server: Any, committed_story: Story) -> Any:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill("owner")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/tasks/day/")
    page.goto(f"{live_server.url}/imports/")
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_a_table_is_checked_loaded_and_withdrawn(owner: Any, file: Path, scheme: Any, width: int) -> None:
    owner.emulate_media(color_scheme=scheme)
    owner.set_viewport_size({"width": width, "height": 800})
    _is_sound(owner)
    owner.get_by_label("Что в таблице").select_option(label="Сделки")
    owner.locator("input[type=file]").set_input_files(file)
    owner.get_by_role("button", name="К столбцам").click()
    owner.get_by_role("heading", name="Что в каком столбце").wait_for()
    assert owner.get_by_label("Загрузить «Бюджет, руб.» в поле").input_value() == "amount"
    _is_sound(owner)
    owner.get_by_role("button", name="Проверить таблицу").click()
    owner.get_by_label("Первичный контакт").select_option(label="Заявка принята")
    _is_sound(owner)
    owner.get_by_role("button", name="Проверить заново").click()
    owner.get_by_role("button", name="Загрузить 2 строки").click()
    owner.get_by_role("heading", name="Таблица загружается").wait_for()
    _is_sound(owner)
    load_table(Entry.objects.get(kind="imports.load_asked").pk)
    # The page asks by itself how far the load has come, and shows the result.
    owner.get_by_role("button", name="Отменить загрузку").wait_for()
    _is_sound(owner)
    assert set(Deal.objects.values_list("title", flat=True)) == {"Насосы", "Трубы"}
    owner.get_by_role("button", name="Отменить загрузку").click()
    owner.get_by_role("heading", name="Загрузка отменяется").wait_for()
    undo_load(Entry.objects.get(kind="imports.load_undo_asked").pk)
    owner.get_by_text("Загрузка отменена").wait_for()
    assert not Deal.objects.exists()


BITRIX = [
    "ID",
    "Название сделки",
    "Стадия сделки",
    "Сумма",
    "Контакт",
    "Ответственный",
    "Дата создания",
    "Дата изменения",
    "Сделка закрыта",
]


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1440), ("light", 360)])
def test_an_owner_moves_in_from_the_excel_of_bitrix24(owner: Any, tmp_path: Path, scheme: Any, width: int) -> None:
    """A page that calls itself .xls: a thousand deals with people whom the base has never seen."""
    owner.emulate_media(color_scheme=scheme)
    owner.set_viewport_size({"width": width, "height": 800})
    path = tmp_path / "DEAL_20261124.xls"
    path.write_text(_page(1000), encoding="utf-8")
    owner.get_by_label("Что в таблице").select_option(label="Сделки")
    owner.locator("input[type=file]").set_input_files(path)
    owner.get_by_role("button", name="К столбцам").click()
    owner.get_by_text("Похоже на выгрузку из системы «Битрикс24»").wait_for()
    assert owner.get_by_label("Загрузить «Стадия сделки» в поле").input_value() == "stage"
    _is_sound(owner)
    owner.get_by_role("button", name="Проверить таблицу").click()
    owner.get_by_label("Переговоры").select_option(label="Договор согласован")
    _is_sound(owner)
    owner.get_by_role("button", name="Проверить заново").click()
    owner.get_by_role("button", name="Загрузить 1000 строк").click()
    owner.get_by_role("button", name="Остановить").wait_for()
    load_table(Entry.objects.get(kind="imports.load_asked").pk)
    owner.get_by_role("button", name="Отменить загрузку").wait_for()
    assert Deal.objects.filter(stage__name="Договор согласован").count() == 500 and Deal.objects.filter(outcome="won").count() == 500
    owner.get_by_role("link", name="Новых").click()
    owner.get_by_role("link", name="Этот список файлом").wait_for()
    _is_sound(owner)


def _page(count: int) -> str:
    """As Bitrix24 gives deals out «в Excel»."""
    rows = [
        (str(number), f"Насосы {number}", "Сделка успешна" if number % 2 else "Переговоры", "12 500", f"Иванов Пётр {number}")
        + ("Анна Воскресенская", "01.02.2026 10:00:00", "05.02.2026 10:00:00", "Да" if number % 2 else "Нет")
        for number in range(count)
    ]
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<meta charset="utf-8"><table><tr>{"".join(f"<th>{name}</th>" for name in BITRIX)}</tr>{lines}</table>'


def _is_sound(page: Any) -> None:
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
