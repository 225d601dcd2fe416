"""Columns of a table that fill the company's own fields, and their way back."""

from __future__ import annotations

from shturman.clients.actions import change_client
from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.fields.actions import remove_field
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.goods.models import Good
from shturman.imports.actions import carry_out_load, check_table, map_table, start_load
from shturman.imports.models import ImportRun
from shturman.imports.tests.dumps import differences, dump
from shturman.imports.tests.tables import check_rows, counts, load_rows, undo
from shturman.world.story import Story, client_of


def test_a_column_of_the_name_of_a_field_fills_it(story: Story) -> None:
    pay = own_field(story.owner, "choice", "Оплата", choices=["Ипотека", "Сразу"])
    rooms, when = own_field(story.owner, "number", "Комнат"), own_field(story.owner, "date", "Переезд")
    who, signs = own_field(story.owner, "person", "Юрист"), own_field(story.owner, "flag", "Подписано")
    head = "Сделка;Клиент;Оплата;Комнат;Переезд;Юрист;Подписано"
    client_of(story.owner, "ООО «Маяк»")
    load_rows("deals", head, f"Дом;ООО «Маяк»;ипотека;2,5;01.12.2026;{story.anna.short_name};да", by=story.owner)
    own = Deal.objects.get().own
    assert own == {
        str(pay.pk): choice(pay, "Ипотека"),
        str(rooms.pk): "2.5",
        str(when.pk): "2026-12-01",
        str(who.pk): story.anna.pk,
        str(signs.pk): True,
    }


def test_a_word_that_is_no_choice_is_asked_about_and_then_loaded(story: Story) -> None:
    pay = own_field(story.owner, "many", "Оплата", "client", choices=["Ипотека", "Сразу"])
    run = check_rows("people", "ФИО;Телефон;Оплата", "Иванова Анна;8 921 000-14-27;в кредит, сразу", by=story.owner)
    assert counts(run) == (0, 0, 0, 1)
    run.refresh_from_db()
    assert run.findings["unknown"] == {key_of(pay): [["в кредит", 1]]}
    mapping = {**run.mapping, "values": {key_of(pay): {"в кредит": "Ипотека"}}}
    run = check_table(map_table(run, mapping, by=story.owner), by=story.owner)
    carry_out_load(start_load(run, by=story.owner))
    assert getattr(Client.objects.get(), key_of(pay)) == sorted([choice(pay, "Ипотека"), choice(pay, "Сразу")])


def test_what_is_no_value_is_said_row_by_row(story: Story) -> None:
    own_field(story.owner, "number", "Сотрудников", "client", only_for="organisation")
    run = check_rows("organisations", "Название;Сотрудников", "ООО «Маяк»;двенадцать", "ООО «Бриз»;12", by=story.owner)
    assert counts(run) == (1, 0, 0, 1)
    assert "двенадцать" in run.refused_rows.get().reason


def test_an_update_keeps_an_answered_no_and_its_undo_gives_all_back(story: Story) -> None:
    vip, city = own_field(story.owner, "flag", "ВИП", "client"), own_field(story.owner, "text", "Город", "client")
    client = client_of(story.owner, "ООО «Маяк»", inn="7707083893")
    change_client(client, {key_of(vip): False}, by=story.owner)
    before = dump()
    run = check_rows("organisations", "Название;ИНН;ВИП;Город", "ООО «Маяк»;7707083893;да;Тверь", by=story.owner)
    run = check_table(map_table(run, run.mapping, "empty", by=story.owner), by=story.owner)
    run = carry_out_load(start_load(run, by=story.owner))
    client.refresh_from_db()
    assert (getattr(client, key_of(vip)), getattr(client, key_of(city))) == (False, "Тверь")
    undo(run, story.owner)
    assert differences(before, dump()).get("clients_client", set()) <= {client.pk}
    client.refresh_from_db()
    assert (getattr(client, key_of(vip)), getattr(client, key_of(city))) == (False, None)


def test_later_words_of_people_are_left_when_the_load_is_undone(story: Story) -> None:
    city = own_field(story.owner, "text", "Город", "client")
    client = client_of(story.owner, "ООО «Маяк»", inn="7707083893")
    run = load_rows("organisations", "Название;ИНН;Город", "ООО «Маяк»;7707083893;Тверь", by=story.owner)
    change_client(client, {key_of(city): "Псков"}, by=story.owner)
    run = undo(run, story.owner)
    assert (run.kept_count, getattr(Client.objects.get(pk=client.pk), key_of(city))) == (1, "Псков")


def test_goods_have_own_fields_too_and_a_removed_field_is_no_column(story: Story) -> None:
    weight = own_field(story.owner, "number", "Вес", "good")
    load_rows("goods", "Товар;Цена;Вес", "Насос;100;1,5", by=story.owner)
    assert getattr(Good.objects.get(), key_of(weight)) == "1.5"
    remove_field(weight, by=story.owner)
    run = check_rows("goods", "Товар;Вес", "Кран;2", by=story.owner)
    assert "Вес" not in run.mapping["fields"]
    assert ImportRun.objects.count() == 2
