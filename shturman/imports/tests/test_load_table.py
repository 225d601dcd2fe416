from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Sum

from shturman.clients.models import Client, Employment
from shturman.company.models import Department, Member
from shturman.deals.models import Deal, StageStay
from shturman.goods.models import Good
from shturman.imports.actions import ask_to_load, carry_out_load, start_load
from shturman.imports.actions.progress import Progress
from shturman.imports.jobs import load_table
from shturman.imports.models import ImportRun, LoadedRow
from shturman.imports.tests.tables import check_rows, counts, load_all, load_rows
from shturman.journal.models import Entry
from shturman.kit.errors import Refused
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of
from shturman.world.tables import AGENTS, COMPANIES, HEADS, IDLE_AGENT, sales_tables


def deals_of(stage: str) -> dict[str, Any]:
    return Deal.objects.kept().filter(stage__name=stage).aggregate(count=Count("id"), sum=Sum("amount"))


def gaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM deals_without_next_step")
        return int(cursor.fetchone()[0])


def test_the_four_tables_give_the_sums_known_beforehand(story: Story) -> None:
    tables = sales_tables()
    runs, known = load_all(tables, story.owner), tables.known
    assert [counts(run)[0] for run in runs.values()] == [len(AGENTS) + 1, 3, len(COMPANIES), known.deals]
    assert deals_of("Оплата получена") == {"count": known.won, "sum": known.won_sum}
    assert deals_of("Клиент отказался") == {"count": known.lost, "sum": Decimal(0)}
    assert deals_of("Потребность выяснена") == {"count": known.engaging, "sum": known.engaging_sum}
    assert deals_of("Заявка принята") == {"count": known.prospecting, "sum": known.prospecting_sum}
    won = Deal.objects.filter(outcome="won")
    assert sum((deal.closed_at - deal.created_at).days for deal in won if deal.closed_at) == known.won_days
    assert Deal.objects.filter(client=None).count() == known.without_company


def test_facts_of_2017_stand_in_2017_and_the_registrar_is_never_the_loader(story: Story) -> None:
    load_all(sales_tables(), story.owner)
    won = Deal.objects.filter(outcome="won")
    assert {deal.closed_at.year for deal in won if deal.closed_at} <= {2017, 2018}
    assert all(entry.happened_at.year in (2017, 2018) for entry in Entry.objects.filter(kind="deals.deal_won"))
    assert not Deal.objects.exclude(registrar=F("responsible")).exists()
    assert StageStay.objects.filter(deal__in=won).count() == 2 * won.count()


def test_agents_get_their_department_and_a_head_who_sees_it(story: Story) -> None:
    load_all(sales_tables(), story.owner)
    heads = Member.objects.filter(surname__in=[name.split()[1] for name in HEADS])
    assert {(head.role.base, head.reach("deal", "see"), head.department.name) for head in heads if head.department} == {
        ("head", "branch", "North"),
        ("head", "branch", "South"),
    }
    idle = Member.objects.get(surname=IDLE_AGENT.split()[1])
    assert idle.is_active and not idle.has_usable_password() and idle.head in heads and idle.login == "guy.rowan"
    assert idle.department == idle.head.department


def test_a_good_spelled_without_its_blank_is_the_same_good(story: Story) -> None:
    load_all(sales_tables(), story.owner)
    assert Good.objects.count() == 3
    assert Deal.objects.filter(lines__good__name="Pump Pro").exists()


def test_a_parent_may_stand_below_its_daughter(story: Story) -> None:
    load_all(sales_tables(), story.owner)
    parents = dict(Client.objects.exclude(parent=None).values_list("name", "parent__name"))
    assert parents == {"Mill Works": "River Dairy", "Old Bakery": "Mill Works"}


def test_two_rows_sent_round_in_a_circle_are_not_linked_both_ways(story: Story) -> None:
    load_rows("organisations", "Название;Головная организация", "А;Б", "Б;А", "В;В", by=story.owner)
    assert dict(Client.objects.values_list("name", "parent__name")) == {"А": "Б", "Б": None, "В": None}
    load_rows("departments", "Отдел;Вышестоящий отдел", "Юг;Север", "Север;Юг", by=story.owner)
    assert Department.objects.exclude(parent=None).get().name == "Юг"


def test_each_open_deal_has_its_next_step_and_nobody_more_than_twenty_a_day(story: Story) -> None:
    tables = sales_tables(400)
    load_all(tables, story.owner)
    assert gaps() == 0
    assert Task.objects.count() == tables.known.engaging + tables.known.prospecting
    assert max(row["count"] for row in Task.objects.values("assignee", "due_on").annotate(count=Count("id"))) <= 20


def test_the_same_file_twice_creates_nothing_new(story: Story) -> None:
    tables = sales_tables()
    load_all(tables, story.owner)
    again = load_all(tables, story.owner)
    assert [counts(run) for run in again.values()] == [(0, 0, rows, 0) for rows in (len(AGENTS) + 1, 3, len(COMPANIES), 120)]
    assert Deal.objects.count() == 120 and Client.objects.count() == len(COMPANIES)


def test_deals_without_a_number_are_not_doubled_either(story: Story) -> None:
    rows = ("Насосы;Воскресенская Анна;5", "Насосы;Воскресенская Анна;5")
    assert counts(load_rows("deals", "Название сделки;Ответственный;Сумма", *rows, by=story.owner)) == (2, 0, 0, 0)
    assert counts(load_rows("deals", "Название сделки;Ответственный;Сумма", *rows, by=story.owner)) == (0, 0, 2, 0)


def test_a_newer_table_updates_what_it_says_and_no_stage(story: Story) -> None:
    load_rows("deals", "Номер;Название сделки;Ответственный;Сумма", "1;Насосы;Воскресенская Анна;5", by=story.owner)
    run = load_rows("deals", "Номер;Название сделки;Этап;Дата закрытия;Сумма", "1;Насосы;Won;01.02.2026;7", by=story.owner)
    deal = Deal.objects.get()
    assert counts(run) == (0, 1, 0, 0)
    assert deal.amount == 7 and deal.is_open


def test_the_registrar_may_be_a_column(story: Story) -> None:
    load_rows("deals", "Номер;Ответственный;Кем создана", "1;Воскресенская Анна;Левченко Борис", by=story.owner)
    assert Deal.objects.get().registrar == story.boris


def test_a_lost_deal_without_a_reason_gets_the_one_of_loads(story: Story) -> None:
    headers = "Номер;Ответственный;Этап;Дата закрытия;Причина отказа"
    load_rows("deals", headers, "1;anna;Lost;01.02.2026;", "2;anna;Lost;01.02.2026;дорого", "3;anna;Lost;01.02.2026;Далеко", by=story.owner)
    found = {deal.outer_key: (str(deal.loss_reason), deal.loss_words) for deal in Deal.objects.all()}
    assert found == {"1": ("Не указана (загрузка)", ""), "2": ("Дорого", ""), "3": ("Не указана (загрузка)", "Далеко")}
    load_rows("deals", headers, "4;anna;Lost;01.02.2026;", by=story.owner)
    assert Deal.objects.filter(loss_reason__name="Не указана (загрузка)").values("loss_reason").distinct().count() == 1


def test_a_day_of_opening_and_closing_may_be_one(story: Story) -> None:
    load_rows("deals", "Номер;Ответственный;Этап;Дата создания;Дата закрытия", "1;anna;Won;01.02.2026 15:00;01.02.2026", by=story.owner)
    deal = Deal.objects.get()
    assert deal.created_at == deal.closed_at == datetime(2026, 2, 1, 12, tzinfo=UTC)


def test_people_are_known_by_phone_and_join_their_organisation(story: Story) -> None:
    client_of(story.anna, name="ООО «Гидротехника»")
    rows = ("иванова анна;8 921 000-14-27, +7 812 111-22-33;a@b.ru;ООО «Гидротехника»;директор",)
    headers = "ФИО;Телефон;E-mail;Компания;Должность"
    assert counts(load_rows("people", headers, *rows, by=story.owner)) == (1, 0, 0, 0)
    person = Client.objects.get(kind="person")
    assert person.name == "Иванова Анна" and [str(row) for row in person.phones.all()] == ["+79210001427", "+78121112233"]
    assert Employment.objects.get().role == "директор"
    assert counts(load_rows("people", headers, *rows, by=story.owner)) == (0, 0, 1, 0)
    run = load_rows("people", "ФИО;Телефон;Должность", "Анна И.;+7 (921) 000-14-27;владелец", by=story.owner)
    assert counts(run) == (0, 1, 0, 0) and Client.objects.filter(kind="person").get().job_title == "владелец"


def test_organisations_are_known_by_inn_and_a_wrong_digit_is_no_refusal(story: Story) -> None:
    run = load_rows("organisations", "Название;ИНН;Телефон", "Ромашка;1692286718;phone: 8-800-172-62-56", by=story.owner)
    assert counts(run) == (1, 0, 0, 0) and Client.objects.get().phones.get().number == "+78001726256"
    run = load_rows("organisations", "Название;ИНН;Сайт", "Ромашка-Юг;1692286718;romashka.ru", by=story.owner)
    assert counts(run) == (0, 1, 0, 0) and Client.objects.get().name == "Ромашка" and Client.objects.get().site == "romashka.ru"


def test_departments_come_with_those_above_them(story: Story) -> None:
    load_rows("departments", "Отдел;Вышестоящий отдел", "Юг;Продажи", "Продажи;", "Отдел сервиса;Продажи", by=story.owner)
    assert set(Department.objects.filter(parent__name="Продажи").values_list("name", flat=True)) == {"Юг", "Отдел сервиса"}


def test_an_undo_shows_how_far_it_has_come_before_it_commits(committed_story: Story) -> None:
    run = load_rows("goods", "Товар", "Насос", "Кран", by=committed_story.owner)
    with Progress(run.pk) as progress, transaction.atomic():
        LoadedRow.objects.all().delete()
        progress(1)
        with progress.outside.cursor() as cursor:
            cursor.execute("SELECT undone_rows, (SELECT count(*) FROM imports_loadedrow) FROM imports_importrun WHERE id = %s", [run.pk])
            assert cursor.fetchone() == (1, 2)
        transaction.set_rollback(True)


def test_a_broken_load_leaves_nothing_and_may_be_started_again(committed_story: Story) -> None:
    run = start_load(check_rows("deals", "Номер;Ответственный", "1;anna", by=committed_story.owner), by=committed_story.owner)
    kept = Path(run.rows.path)
    kept.rename(kept.with_suffix(".lost"))
    with pytest.raises(FileNotFoundError):
        carry_out_load(run)
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED and not Deal.objects.exists() and not LoadedRow.objects.exists()
    kept.with_suffix(".lost").rename(kept)
    assert carry_out_load(start_load(run, by=committed_story.owner)).state == ImportRun.State.DONE


def test_a_killed_job_is_carried_out_anew_and_a_finished_one_is_not(story: Story) -> None:
    run = start_load(check_rows("deals", "Номер;Ответственный", "1;anna", by=story.owner), by=story.owner)
    assert run.state == ImportRun.State.RUNNING
    carry_out_load(run)
    carry_out_load(run)
    assert Deal.objects.count() == 1 and LoadedRow.objects.count() == 1


def test_one_table_of_a_kind_is_loaded_at_a_time(story: Story) -> None:
    first, second = (check_rows("goods", "Товар", name, by=story.owner) for name in ("Насос", "Кран"))
    start_load(first, by=story.owner)
    with pytest.raises(Refused, match="загружается другая таблица"):
        start_load(second, by=story.owner)


def test_the_page_defers_a_job_and_the_job_loads(story: Story) -> None:
    run = ask_to_load(check_rows("goods", "Товар", "Насос", by=story.owner), by=story.owner)
    asked = Entry.objects.get(kind="imports.load_asked")
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE (args ->> 'entry_id')::bigint = %s", [asked.pk])
        assert cursor.fetchall() == [("imports.load_table",)]
    load_table(asked.pk)
    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE and Good.objects.get().name == "Насос"
