"""A row that the base knows: by its number, INN, phone, mail or name; and what becomes of it as the loader has chosen."""

from __future__ import annotations

import pytest

from shturman.clients.actions import add_client, merge_clients
from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.goods.models import Good
from shturman.imports.actions import carry_out_load, check_table, map_table, start_load
from shturman.imports.models import ImportRun
from shturman.imports.tests.tables import check_rows, counts, load_rows, undo
from shturman.kit.errors import Refused
from shturman.world.story import Story

HEAD = "ФИО;Телефон;E-mail;Должность;Адрес"
ROW = "Иванова Анна;8 921 000-14-27;new@b.ru;директор;Тверь"


def load_so(run: ImportRun, policy: str, story: Story) -> ImportRun:
    run = check_table(map_table(run, run.mapping, policy, by=story.owner), by=story.owner)
    return carry_out_load(start_load(run, by=story.owner))


def anna(story: Story) -> Client:
    facts = {"kind": "person", "name": "Иванова Анна", "phones": ["+79210001427"], "job_title": "инженер"}
    return add_client(facts, by=story.owner)


@pytest.mark.parametrize(
    ("policy", "found", "people", "job_title", "address", "mails"),
    [
        ("all", (0, 1, 0, 0), 1, "директор", "Тверь", 1),
        ("empty", (0, 1, 0, 0), 1, "инженер", "Тверь", 1),
        ("skip", (0, 0, 1, 0), 1, "инженер", "", 0),
        ("add", (1, 0, 0, 0), 2, "инженер", "", 0),
    ],
)
def test_a_known_person_is_treated_as_chosen(
    story: Story, policy: str, found: tuple[int, ...], people: int, job_title: str, address: str, mails: int
) -> None:
    client = anna(story)
    run = check_rows("people", HEAD, ROW, by=story.owner)
    checked = check_table(map_table(run, run.mapping, policy, by=story.owner), by=story.owner)
    assert counts(checked) == found
    assert counts(load_so(run, policy, story)) == found
    client.refresh_from_db()
    assert (Client.objects.count(), client.job_title, client.address, client.emails.count()) == (people, job_title, address, mails)
    undo(ImportRun.objects.get(), story.owner)
    client.refresh_from_db()
    assert (Client.objects.count(), client.job_title, client.address, client.emails.count()) == (1, "инженер", "", 0)


def test_the_number_of_the_former_system_finds_a_client_whatever_else_has_changed(story: Story) -> None:
    load_rows("people", "ID;ФИО;Телефон", "77;Иванова Анна;8 921 000-14-27", by=story.owner)
    run = load_rows("people", "ID;ФИО;Телефон;Должность", "77;Сидорова Анна;8 921 000-99-99;директор", by=story.owner)
    assert counts(run) == (0, 1, 0, 0) and Client.objects.get().job_title == "директор"


def test_an_organisation_without_inn_is_found_by_its_phone_but_never_against_its_inn(story: Story) -> None:
    for name, inn, number in (("Ромашка", "7707083893", "+78120000001"), ("Лютик", "7728168971", "+78120000002")):
        add_client({"kind": "organisation", "name": name, "inn": inn, "phones": [number]}, by=story.owner)
    run = check_rows(
        "organisations", "Название;ИНН;Телефон", "ТД Ромашка;;8 812 000-00-01", "Василёк;5032221002;8 812 000-00-02", by=story.owner
    )
    assert counts(run) == (1, 0, 1, 0)


def test_two_rows_of_one_phone_inside_a_file_are_both_new_as_the_check_has_promised(story: Story) -> None:
    """A row is compared with what stood before the load, so the check and the load say the same whatever the batches."""
    run = load_rows("people", "ФИО;Телефон;E-mail", "Муж;8 921 000-14-27;", "Жена;8 921 000-14-27;w@b.ru", by=story.owner)
    assert counts(run) == (2, 0, 0, 0) and Client.objects.count() == 2


def test_the_check_opens_each_of_its_figures(story: Story, client) -> None:
    anna(story)
    client.force_login(story.owner)
    run = check_rows("people", HEAD, ROW, "Петров Пётр;8 921 111-11-11;;;", by=story.owner)
    page = client.get(f"/imports/{run.pk}/").text
    assert "Обновятся" in page and "Пропустятся (уже есть)" in page
    assert "Петров Пётр" in client.get(f"/imports/{run.pk}/rows/?what=new").text
    changed = client.get(f"/imports/{run.pk}/rows/?what=changed").text
    assert "Иванова Анна" in changed and "строка 2 файла" in changed


def test_a_deal_and_a_good_are_never_added_twice(story: Story) -> None:
    load_rows("goods", "Товар;Цена", "Насос;100", by=story.owner)
    load_rows("deals", "Номер;Название сделки;Ответственный", "1;Насосы;anna", by=story.owner)
    goods = check_rows("goods", "Товар;Цена;Группа", "Насос;200;Насосы", by=story.owner)
    with pytest.raises(Refused, match="так не загружаются"):
        map_table(goods, goods.mapping, "add", by=story.owner)
    load_so(goods, "empty", story)
    assert (Good.objects.get().price, Good.objects.get().series) == (100, "Насосы")
    deals = check_rows("deals", "Номер;Название сделки;Ответственный", "1;Другое;anna", by=story.owner)
    assert counts(load_so(deals, "skip", story)) == (0, 0, 1, 0) and Deal.objects.get().title == "Насосы"


def test_the_wrong_inn_is_a_warning_with_a_count(story: Story) -> None:
    run = check_rows("organisations", "Название;ИНН", "А;1692286718", "Б;7707083893", "В;123", by=story.owner)
    assert counts(run) == (3, 0, 0, 0) and sum(count for _doubt, count in run.findings["warned"]) == 2


def test_what_is_no_phone_and_no_mail_is_said(story: Story) -> None:
    run = check_rows(
        "organisations", "Название;Телефон;E-mail", "А;abc;prichal.example", "Б;8 812 000-00-01;b@prichal.example", by=story.owner
    )
    assert counts(run) == (2, 0, 0, 0)
    assert dict(run.findings["warned"]) == {"Это не телефон: «abc»": 1, "Это не почта: «prichal.example»": 1}


def test_one_that_was_merged_away_does_not_come_back_with_the_next_file(story: Story) -> None:
    head, rows = "ID;Название;Телефон", ("1;Мост;8 812 000-00-01", "2;Мост ЛТД;8 812 000-00-02")
    load_rows("organisations", head, *rows, by=story.owner)
    main, away = Client.objects.get(name="Мост"), Client.objects.get(name="Мост ЛТД")
    merge_clients(main, [away], by=story.owner)
    assert counts(load_rows("organisations", head, *rows, by=story.owner))[0] == 0
    assert counts(load_rows("organisations", "Название", "Мост ЛТД", by=story.owner))[0] == 0
    load_rows("deals", "Номер;Клиент;Ответственный", "1;Мост ЛТД;anna", by=story.owner)
    assert Deal.objects.get().client == main and Client.objects.kept().count() == 1
