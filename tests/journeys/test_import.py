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


def _is_sound(page: Any) -> None:
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
