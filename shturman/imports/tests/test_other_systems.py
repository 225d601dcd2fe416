"""Files of amoCRM and Bitrix24 are known by their headers and mapped by themselves."""

from __future__ import annotations

from django.test import Client as Browser

from shturman.clients.models import Client, Note
from shturman.deals.models import Deal
from shturman.imports.actions import carry_out_load, check_table, keep_table, map_table, start_load
from shturman.imports.models import ImportRun
from shturman.imports.sources import source_of
from shturman.imports.tests.dumps import differences, dump
from shturman.imports.tests.tables import check, counts, load_rows, undo
from shturman.tasks.models import Task
from shturman.world.story import Story
from shturman.world.tables import table

AMO_DEALS = [
    *("ID", "Название сделки", "Бюджет ₽", "Ответственный", "Дата создания", "Кем создана", "Дата редактирования", "Дата закрытия"),
    *("Теги сделки", "Примечание 1", "Примечание 2", "Этап сделки", "Воронка", "Основной контакт", "Компания"),
    *("Рабочий телефон (контакт)", "Рабочий email (контакт)", "utm_source"),
]
BITRIX_DEALS = [
    *("ID", "Название сделки", "Стадия сделки", "Сумма", "Валюта", "Компания", "Контакт", "Дата начала", "Предполагаемая дата закрытия"),
    *("Ответственный", "Дата создания", "Дата изменения", "Комментарий", "Контакт: Рабочий телефон", "Сделка закрыта"),
]
BITRIX_CONTACTS = [
    *("ID", "Обращение", "Имя", "Фамилия", "Отчество", "Рабочий телефон", "Мобильный телефон", "Рабочий e-mail", "Частный e-mail"),
    *("Компания", "Должность", "Комментарий", "Ответственный", "Доступен для всех"),
]


def loaded(kind: str, head: list[str], rows: list[tuple[str, ...]], story: Story, values: dict | None = None) -> ImportRun:
    run = check(kind, table(head, rows, separator=";"), story.owner)
    if values:
        run = check_table(map_table(run, {**run.mapping, "values": values}, by=story.owner), by=story.owner)
    return carry_out_load(start_load(run, by=story.owner))


def test_the_handwriting_of_each_system_is_known() -> None:
    assert source_of(AMO_DEALS) == "amocrm" and source_of(BITRIX_DEALS) == source_of(BITRIX_CONTACTS) == "bitrix24"
    assert source_of(["ID", "Название сделки", "Сумма", "Ответственный"]) == ""


def test_deals_of_amocrm_come_with_their_clients_notes_and_ends(story: Story) -> None:
    before = dump()
    rows = [
        ("1", "Насосы", "12 500", "Воскресенская Анна", "01.02.2025 10:00:00", "", "", "не закрыта", "опт", "Звонить утром", "Скидка")
        + ("Заявка принята", "Продажи", "Иванов Пётр", "", "'+79210001427", "p@b.ru", "ya"),
        ("2", "Трубы", "9000", "Борис Левченко", "01.02.2025 10:00:00", "", "", "05.03.2025 12:00:00", "", "", "")
        + ("Успешно реализовано", "Продажи", "", "ООО «Мост»", "", "", ""),
        ("3", "Краны", "0", "Борис Левченко", "01.02.2025", "", "", "06.03.2025", "", "", "")
        + ("Закрыто и не реализовано", "Продажи", "", "ООО «Мост»", "", "", ""),
    ]
    run = loaded("deals", AMO_DEALS, rows, story)
    assert counts(run) == (3, 0, 0, 0) and run.source == "amocrm"
    person = Client.objects.get(kind="person")
    assert person.name == "Иванов Пётр" and person.phones.get().number == "+79210001427" and person.responsible == story.anna
    assert dict(Deal.objects.values_list("title", "outcome")) == {"Насосы": "", "Трубы": "won", "Краны": "lost"}
    assert Deal.objects.filter(client__name="ООО «Мост»").count() == 2 and Client.objects.filter(kind="organisation").count() == 1
    assert Note.objects.get().text == "Звонить утром\nСкидка"
    assert undo(run, story.owner).kept_count == 0
    assert differences(before, dump()) == {}


def test_deals_of_bitrix24_need_no_day_of_closing_and_ask_of_stages_once(story: Story, client: Browser) -> None:
    rows = [
        ("7", "Насосы", "В работе", "100", "RUB", "", "Иванов Пётр", "01.02.2025", "01.04.2025", "Анна Воскресенская [5]", "01.02.2025")
        + ("02.02.2025", "", "8 921 000-14-27", "Нет"),
        ("8", "Трубы", "Сделка успешна", "200", "RUB", "ООО «Мост»", "", "01.02.2025", "", "Борис Левченко", "01.02.2025")
        + ("09.03.2025", "хорошо", "", "Да"),
    ]
    run = check("deals", table(BITRIX_DEALS, rows, separator=";"), story.owner)
    assert counts(run) == (1, 0, 0, 1)
    client.force_login(story.owner)
    page = client.get(f"/imports/{run.pk}/").text
    assert "Слова файла и что они значат здесь" in page and "В работе" in page and "Сделка успешна" in page
    place = [word for word, _count in run.findings["words"]["stage"]].index("В работе")
    client.post(f"/imports/{run.pk}/values/", {f"value-stage-{place}": "Договор согласован"})
    run.refresh_from_db()
    assert counts(run) == (2, 0, 0, 0)
    carry_out_load(start_load(run, by=story.owner))
    won = Deal.objects.get(outcome="won")
    assert won.closed_at and won.closed_at.date().isoformat() == "2025-03-09" and won.amount == 200
    assert Deal.objects.get(title="Насосы").stage.name == "Договор согласован"


def test_contacts_of_bitrix24_are_mapped_without_a_hand(story: Story) -> None:
    row = ("5", "г-н", "Пётр", "Иванов", "Ильич", "8 812 111-22-33", "8 921 000-14-27", "p@b.ru", "home@b.ru", "ООО «Мост»", "инженер")
    run = loaded("people", BITRIX_CONTACTS, [(*row, "Постоянный клиент", "Воскресенская Анна", "Да")], story)
    person = Client.objects.get(kind="person")
    assert counts(run) == (1, 0, 0, 0) and person.name == "Иванов Пётр Ильич" and person.responsible == story.anna
    assert person.phones.count() == 2 and person.emails.count() == 2 and person.job_title == "инженер"
    assert person.employments.get().organisation.name == "ООО «Мост»" and Note.objects.get().text == "Постоянный клиент"


def test_letters_that_only_look_russian_do_not_hide_a_column(story: Story) -> None:
    run = keep_table("people", "люди.csv", table(["ФИO", "Teлeфoн", "Koммeнтapий"], [("Иванов", "89210001427", "x")]), by=story.owner)
    assert list(run.mapping["fields"].values()) == ["name", "phones", "note"]


def test_tasks_and_notes_stand_on_their_cards_and_the_past_is_past(story: Story) -> None:
    load_rows("deals", "Номер;Название сделки;Ответственный", "1;Насосы;anna", by=story.owner)
    load_rows("people", "ФИО;Телефон", "Иванов Пётр;8 921 000-14-27", by=story.owner)
    before = dump()
    head = "ID;Задача;Номер сделки;Телефон;Исполнитель;Срок;Статус;Дата создания;Результат"
    rows = ("10;Позвонить;1;;anna;01.02.2025;выполнена;01.01.2025;Дозвонились", "11;Показать;;8 921 000-14-27;boris;01.02.2030 15:30;;;")
    run = load_rows("tasks", head, *rows, by=story.owner)
    assert counts(run) == (2, 0, 0, 0)
    done, open_one = Task.objects.get(title="Позвонить"), Task.objects.get(title="Показать")
    assert done.completed_at and done.result == "Дозвонились" and done.created_at.year == 2025 and done.deal and done.deal.title == "Насосы"
    assert open_one.is_open and open_one.client and open_one.client.name == "Иванов Пётр" and open_one.assignee == story.boris
    assert counts(load_rows("tasks", head, *rows, by=story.owner)) == (0, 0, 2, 0)
    notes = load_rows("notes", "Текст;Номер сделки;Автор;Дата", "Просил смету;1;anna;05.01.2025", "Чья?;;anna;", by=story.owner)
    assert counts(notes) == (1, 0, 0, 1) and Note.objects.get().by == story.anna and Note.objects.get().created_at.year == 2025
    for one in (notes, run):
        assert undo(one, story.owner).kept_count == 0
    assert differences(before, dump()) == {}
