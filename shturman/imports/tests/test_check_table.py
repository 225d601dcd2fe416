from typing import Any

import pytest

from shturman.clients.models import Client
from shturman.company.models import Department, Member
from shturman.deals.models import Deal
from shturman.goods.models import Good
from shturman.imports.actions import check_table, keep_table, map_table
from shturman.imports.models import ImportRun, RefusedRow, RememberedMapping
from shturman.imports.tests.tables import check, check_rows, counts, load_rows
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of
from shturman.world.tables import table

DEALS = "Номер;Название сделки;Клиент;Ответственный;Этап;Дата создания;Дата закрытия;Сумма"


def reasons(run: ImportRun) -> list[str]:
    return list(run.refused_rows.values_list("reason", flat=True))


def base() -> tuple[int, ...]:
    return tuple(model._base_manager.count() for model in (Deal, Client, Good, Member, Department, Task))


def test_a_dry_run_counts_and_writes_nothing(story: Story) -> None:
    client_of(story.anna)
    before = base()
    run = check_rows(
        "deals",
        DEALS,
        "1;Насосы;ООО «Гидротехника»;Воскресенская Анна;;01.02.2026;;100",
        "2;Трубы;;Анна Воскресенская;Оплата получена;01.02.2026;05.02.2026;9 000,50",
        "3;Краны;Нет такой;Воскресенская Анна;;;;5",
        by=story.owner,
    )
    assert counts(run) == (2, 0, 0, 1) and run.state == ImportRun.State.CHECKED
    assert base() == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1;Краны;Нет такой;Воскресенская Анна;;;;5", "Нет клиента «Нет такой»"),
        ("1;Краны;;Кто Такой;;;;5", "Нет сотрудника «Кто Такой»"),
        ("1;Краны;;Воскресенская Анна;Туманный;;;5", "нет этапа «Туманный»"),
        ("1;Краны;;Воскресенская Анна;;вчера;;5", "«вчера» — не дата"),
        ("1;Краны;;Воскресенская Анна;;;;много", "«много» — не сумма"),
        ("1;Краны;;Воскресенская Анна;Won;01.02.2026;;5", "даты закрытия нет"),
        ("1;Краны;;Воскресенская Анна;Won;02.02.2026;01.02.2026;5", "раньше, чем открыта"),
        ("1;Краны;;Воскресенская Анна;;;;5;лишняя", "больше ячеек"),
    ],
)
def test_a_row_is_refused_with_its_reason(story: Story, row: str, reason: str) -> None:
    run = check_rows("deals", DEALS, row, by=story.owner)
    assert counts(run) == (0, 0, 0, 1)
    assert reason in reasons(run)[0] and RefusedRow.objects.get().number == 2


def test_repetitions_inside_the_file_are_refused(story: Story) -> None:
    run = check_rows("goods", "Товар;Цена", "GTX Pro;100", "GTXPro;100", ";5", by=story.owner)
    assert counts(run) == (1, 0, 0, 2)
    assert any("Повтор" in reason for reason in reasons(run)) and any("Нет названия" in reason for reason in reasons(run))


def test_unknown_words_are_listed_and_may_be_translated(story: Story) -> None:
    run = check_rows("deals", DEALS, "1;Краны;;Кто Такой;Туман;;;5", "2;Краны;;Воскресенская Анна;Туман;;;5", by=story.owner)
    assert run.findings["unknown"] == {"stage": [("Туман", 2)], "responsible": [("Кто Такой", 1)]}
    values = {"stage": {"Туман": "Договор согласован"}, "responsible": {"Кто Такой": "anna"}}
    run = check_table(map_table(run, {**run.mapping, "values": values}, by=story.owner), by=story.owner)
    assert counts(run) == (2, 0, 0, 0)


def test_the_mapping_is_remembered_for_the_same_head(story: Story) -> None:
    odd = table(["Штука", "Сколько стоит"], [("Насос", 100)])
    first = keep_table("goods", "прайс.csv", odd, by=story.owner)
    assert first.mapping["fields"] == {}
    map_table(first, {"fields": {"Штука": "name", "Сколько стоит": "price"}}, by=story.owner)
    again = keep_table("goods", "прайс2.csv", table(["Сколько стоит", "Штука"], [(5, "Кран")]), by=story.owner)
    assert again.mapping["fields"] == {"Штука": "name", "Сколько стоит": "price"}
    assert RememberedMapping.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "хотя бы одно поле"),
        ({"Цена": "price"}, "Название товара"),
        ({"Товар": "name", "Цена": "name"}, "из двух столбцов"),
        ({"Товар": "чужое"}, "Нет поля"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(story: Story, fields: dict[str, Any], words: str) -> None:
    run = keep_table("goods", "прайс.csv", table(["Товар", "Цена"], [("Насос", 100)]), by=story.owner)
    with pytest.raises(Refused, match=words):
        map_table(run, {"fields": fields}, by=story.owner)


def test_managers_load_nothing_and_heads_load_no_staff(story: Story) -> None:
    content = table(["Название"], [("Насос",)])
    with pytest.raises(NotAllowed):
        keep_table("goods", "прайс.csv", content, by=story.anna)
    with pytest.raises(NotAllowed):
        keep_table("members", "люди.csv", content, by=story.head)
    assert keep_table("goods", "прайс.csv", content, by=story.head).pk


def test_a_head_loads_deals_and_clients_of_his_department_alone(story: Story) -> None:
    run = check_rows("deals", DEALS, "1;Краны;;Левченко Борис;;;;5", "2;Краны;;Вера Шереметьева-Гольц;;;;5", by=story.head)
    assert counts(run) == (1, 0, 0, 1) and "не из вашего отдела" in reasons(run)[0]
    run = check_rows("organisations", "Название;Ответственный", "А;Левченко Борис", "Б;Вера Шереметьева-Гольц", by=story.head)
    assert counts(run) == (1, 0, 0, 1)


def test_two_of_one_name_are_not_guessed_between(story: Story) -> None:
    for inn in ("7707083893", "7728168971"):
        client_of(story.anna, name="ООО «Ромашка»", inn=inn)
    run = check_rows("deals", DEALS, "1;Краны;ООО «Ромашка»;Воскресенская Анна;;;;5", by=story.owner)
    assert "Таких в базе несколько" in reasons(run)[0]


def test_a_loaded_table_is_not_mapped_or_checked_again(story: Story) -> None:
    run = load_rows("goods", "Товар;Цена", "Насос;100", by=story.owner)
    with pytest.raises(Refused, match="уже загружена"):
        check_table(run, by=story.owner)
    with pytest.raises(Refused, match="уже загружена"):
        map_table(run, run.mapping, by=story.owner)


def test_an_unknown_kind_is_refused(story: Story) -> None:
    with pytest.raises(Refused, match="Нет такого вида"):
        check("звёзды", table(["Имя"], [("Вега",)]), story.owner)
