from decimal import Decimal

import pytest

from shturman.clients.actions import add_note, change_client
from shturman.clients.models import Client
from shturman.company.actions import change_member, set_password
from shturman.company.models import Department, Member
from shturman.deals.actions import change_deal
from shturman.deals.models import Deal
from shturman.goods.actions import change_good
from shturman.goods.models import Good
from shturman.imports.actions import ask_to_undo, carry_out_undo, start_undo
from shturman.imports.jobs import undo_load
from shturman.imports.models import ImportRun
from shturman.imports.tests.tables import counts, load_all, load_rows, undo
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions import complete_task
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of
from shturman.world.tables import sales_tables


def base() -> tuple[int, ...]:
    return (
        *(model.objects.count() for model in (Deal, Client, Good, Department, Task)),
        Member.objects.people().count(),
    )


def test_an_undone_import_leaves_the_base_as_it_was_and_may_be_done_again(story: Story) -> None:
    before, tables = base(), sales_tables()
    for _again in range(2):
        runs = load_all(tables, story.owner)
        assert Deal.objects.filter(outcome="won").count() == tables.known.won
        for run in reversed(runs.values()):
            assert undo(run, story.owner).kept_count == 0
        assert base() == before


def test_a_table_that_only_repeated_does_not_hold_the_first_one(story: Story) -> None:
    tables = sales_tables(20)
    first, _again = load_all(tables, story.owner), load_all(tables, story.owner)
    assert undo(first["deals"], story.owner).kept_count == 0
    assert not Deal.objects.exists()


def test_a_row_that_people_have_changed_stays_and_is_told(story: Story) -> None:
    run = load_rows("deals", "Номер;Название сделки;Ответственный", "1;Насосы;anna", "2;Трубы;anna", by=story.owner)
    change_deal(Deal.objects.get(outer_key="1"), {"amount": Decimal(700)}, by=story.anna)
    run = undo(run, story.owner)
    assert run.kept_count == 1 and list(Deal.objects.values_list("title", flat=True)) == ["Насосы"]
    assert run.loaded_rows.exclude(kept_because="").get().kept_because == "после загрузки это правили люди"


def test_a_deal_with_a_note_or_a_finished_task_stays(story: Story) -> None:
    run = load_rows("deals", "Номер;Ответственный", "1;anna", "2;anna", "3;anna", by=story.owner)
    add_note(Deal.objects.get(outer_key="1"), "Просил перезвонить", by=story.anna)
    complete_task(Task.objects.get(deal__outer_key="2"), result="Дозвонилась", by=story.anna)
    assert undo(run, story.owner).kept_count == 2
    assert set(Deal.objects.values_list("outer_key", flat=True)) == {"1", "2"}


def test_a_deal_changed_while_the_undo_waits_for_its_turn_stays(story: Story) -> None:
    run = load_rows(
        "deals", "Номер;Название сделки;Ответственный", "1;Насосы;Воскресенская Анна", "2;Трубы;Воскресенская Анна", by=story.owner
    )
    run = start_undo(run, by=story.owner)
    add_note(Deal.objects.get(title="Насосы"), "Смета подходит", by=story.anna)
    assert carry_out_undo(run).kept_count == 1
    assert set(Deal.objects.values_list("title", flat=True)) == {"Насосы"}


def test_departments_go_with_those_above_them(story: Story) -> None:
    before = set(Department.objects.values_list("name", "parent"))
    run = load_rows("departments", "Отдел;Вышестоящий отдел", "Юг;Продажи", "Север;Юг", "Отдел сервиса;Продажи", by=story.owner)
    assert undo(run, story.owner).kept_count == 0
    assert set(Department.objects.values_list("name", "parent")) == before


def test_what_others_stand_on_stays(story: Story) -> None:
    run = load_rows("organisations", "Название;Головная организация", "Дочь;Мать", "Мать;", "Одна;", by=story.owner)
    story.deal(by=story.owner, client=Client.objects.get(name="Дочь"))
    run = undo(run, story.owner)
    assert set(Client.objects.values_list("name", flat=True)) == {"Дочь", "Мать"} and run.held_count == 2


def test_what_was_updated_gets_its_former_values_back(story: Story) -> None:
    client = client_of(story.owner, name="Ромашка", inn="7707083893", phones=["+7 921 000-14-27"])
    rows = "Название;ИНН;Адрес;Телефон;Головная организация"
    run = load_rows("organisations", rows, "Ромашка;7707083893;Тверь;8 812 111-22-33;Холдинг", "Холдинг;;;;", by=story.owner)
    client.refresh_from_db()
    assert counts(run)[:2] == (1, 1) and client.address == "Тверь" and client.phones.count() == 2 and client.parent
    undo(run, story.owner)
    client.refresh_from_db()
    assert client.address == "" and [str(phone) for phone in client.phones.all()] == ["+79210001427"] and client.parent is None


def test_an_update_that_people_have_changed_since_is_left(story: Story) -> None:
    good = load_and_get_good(story)
    run = load_rows("goods", "Товар;Цена;Группа", "Насос;200;Насосы", by=story.owner)
    change_good(Good.objects.get(), {"price": Decimal(300)}, by=story.owner)
    run = undo(run, story.owner)
    good.refresh_from_db()
    assert (good.price, good.series, run.kept_count) == (300, "", 1)


def load_and_get_good(story: Story) -> Good:
    load_rows("goods", "Товар;Цена", "Насос;100", by=story.owner)
    return Good.objects.get()


def test_an_employee_with_a_password_or_deals_stays(story: Story) -> None:
    run = load_rows("members", "ФИО;Отдел", "Орлов Пётр;Север", "Белов Иван;Юг", "Чернов Лев;Восток", by=story.owner)
    set_password(Member.objects.get(surname="Орлов"), "Курс-на-север-26", by=story.owner)
    change_member(Member.objects.get(surname="Белов"), {"job_title": "инженер"}, by=story.owner)
    run = undo(run, story.owner)
    assert not Member.objects.filter(surname="Чернов").exists() and not Department.objects.filter(name="Восток").exists()
    assert Department.objects.filter(name__in=["Север", "Юг"]).count() == 2 and (run.kept_count, run.held_count) == (2, 2)


def test_tasks_of_undone_deals_go_and_the_journal_stays(story: Story) -> None:
    run = load_rows("deals", "Номер;Ответственный", "1;anna", by=story.owner)
    assert Task.objects.count() == 1
    undo(run, story.owner)
    assert not Task.objects.everything().exists() and Entry.objects.filter(kind="deals.deal_opened").count() == 1


def test_only_a_finished_load_is_undone_and_only_once(story: Story) -> None:
    run = undo(load_rows("goods", "Товар", "Насос", by=story.owner), story.owner)
    assert run.state == ImportRun.State.UNDONE
    with pytest.raises(Refused, match="законченную"):
        start_undo(run, by=story.owner)


def test_a_head_undoes_his_own_load_alone(story: Story) -> None:
    run = load_rows("goods", "Товар", "Насос", by=story.owner)
    with pytest.raises(NotAllowed):
        start_undo(run, by=story.head)


def test_the_undo_is_a_job_too(story: Story) -> None:
    run = ask_to_undo(load_rows("goods", "Товар", "Насос", by=story.owner), by=story.owner)
    undo_load(Entry.objects.get(kind="imports.load_undo_asked").pk)
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE and not Good.objects.exists()


def test_a_client_changed_by_a_later_load_only_is_not_a_persons_work(story: Story) -> None:
    first = load_rows("organisations", "Название", "Ромашка", by=story.owner)
    second = load_rows("organisations", "Название;Адрес", "Ромашка;Тверь", by=story.owner)
    undo(second, story.owner)
    assert undo(first, story.owner).kept_count == 0
    third = load_rows("organisations", "Название", "Ромашка", by=story.owner)
    change_client(Client.objects.get(), {"address": "Псков"}, by=story.owner)
    assert undo(third, story.owner).kept_count == 1
