"""XLSX is read like any table; a list of employees brings roles, offices and departments along."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from shturman.company.models import Department, Invitation, Member, Office
from shturman.goods.models import Good
from shturman.imports.actions import carry_out_load, start_load
from shturman.imports.models import RefusedRow
from shturman.imports.reading import read_table
from shturman.imports.tests.tables import check, check_rows, counts, load_rows, undo, workbook
from shturman.kit.errors import Refused
from shturman.messaging.actions import set_mail_server
from shturman.world.story import Story

HEAD = ("Фамилия", "Имя", "Почта", "Роль", "Отдел", "Офис", "Должность", "Телефон")
LAZAREV = ("Лазарев", "Пётр", "lazarev@baltvent.example", "Менеджер", "Отдел проектов", "Петроградская", "Инженер", 79210001427)


def test_the_first_sheet_that_holds_anything_is_read_and_numbers_are_whole(story: Story) -> None:
    found = read_table(workbook((), (HEAD, LAZAREV), (("Другое",), ("лист",))))
    assert found.headers == HEAD and found.encoding == "xlsx"
    assert found.rows[0].cells[-1] == "79210001427" and found.rows[0].number == 2


def test_employees_come_with_role_department_office_and_job_title(story: Story) -> None:
    run = check("members", workbook((HEAD, LAZAREV)), story.owner)
    assert counts(run) == (1, 0, 0, 0)
    carry_out_load(start_load(run, by=story.owner))
    petr = Member.objects.get(email="lazarev@baltvent.example")
    assert (petr.role.name, petr.department, petr.office and petr.office.name, petr.job_title, petr.phone) == (
        "Менеджер",
        story.projects,
        "Петроградская",
        "Инженер",
        "79210001427",
    )
    assert not petr.has_usable_password()
    undo(run, story.owner)
    assert not Member.objects.filter(pk=petr.pk).exists() and not Office.objects.exists()
    assert Department.objects.filter(pk=story.projects.pk).exists()


def test_two_people_of_one_mail_are_refused_in_words_and_nobody_changes(story: Story) -> None:
    other = ("Орлова", "Нина", "LAZAREV@baltvent.example", *LAZAREV[3:])
    third = ("Белова", "Ия", "belova@baltvent.example", *LAZAREV[3:])
    run = check("members", workbook((HEAD, LAZAREV, other, third)), story.owner)
    assert counts(run) == (1, 0, 0, 2)
    assert all("стоит у двух людей файла" in row.reason for row in RefusedRow.objects.filter(run=run))
    carry_out_load(start_load(run, by=story.owner))
    assert not Member.objects.filter(email__iexact="lazarev@baltvent.example").exists() and Member.objects.filter(surname="Белова").exists()


def test_what_is_no_mail_no_role_or_an_owner_is_refused(story: Story) -> None:
    run = check_rows(
        "members",
        "ФИО;Почта;Роль",
        "Орлов Пётр;не почта;Менеджер",
        "Белов Иван;b@x.example;Космонавт",
        "Чернов Лев;c@x.example;Владелец",
        by=story.owner,
    )
    reasons = " ".join(row.reason for row in RefusedRow.objects.filter(run=run))
    assert counts(run) == (0, 0, 0, 3)
    for words in ("не адрес почты", "Нет роли", "Владельца не назначают таблицей"):
        assert words in reasons
    assert run.findings["unknown"]["role"] == [("Космонавт", 1)]


def test_a_known_employee_gets_the_new_role_and_office(story: Story) -> None:
    run = load_rows("members", "Почта;ФИО;Роль;Офис", "anna@baltvent.example;Воскресенская Анна;Маркетолог;Север", by=story.owner)
    anna = Member.objects.get(pk=story.anna.pk)
    assert anna.role.name == "Маркетолог" and anna.office and anna.office.name == "Север"
    undo(run, story.owner)
    assert Member.objects.get(pk=story.anna.pk).role == story.anna.role


def test_any_kind_of_table_may_be_a_workbook(story: Story) -> None:
    run = check("goods", workbook((("Название", "Цена"), ("Насос", 1250.5))), story.owner)
    carry_out_load(start_load(run, by=story.owner))
    assert str(Good.objects.get().price) == "1250.50"


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for number in range(9):
            book.writestr(f"xl/{number}.xml", b"0" * 64 * 1024 * 1024)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK\x03\x04....", "не читается"), (b"\xd0\xcf\x11\xe0....", "не читается"), (workbook(()), "Файл пуст"), (bomb(), "слишком велика")],
)
def test_a_broken_empty_or_swollen_workbook_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_table(content)


def test_who_was_loaded_is_invited_afterwards(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    upload = SimpleUploadedFile("люди.xlsx", workbook((HEAD, LAZAREV)))
    client.post("/imports/", {"kind": "members", "file": upload})
    run = check("members", workbook((HEAD, LAZAREV)), story.owner)
    carry_out_load(start_load(run, by=story.owner))
    assert "Пригласить 1 человека" in client.get(f"/imports/{run.pk}/").text
    assert "Почта ещё не настроена" in client.post(f"/imports/{run.pk}/invite/", follow=True).text
    assert not Invitation.objects.exists()
    facts = {"host": "smtp.baltvent.example", "sender_address": "crm@baltvent.example", "public_url": "https://crm.baltvent.example"}
    set_mail_server(facts, by=story.owner)
    client.post(f"/imports/{run.pk}/invite/")
    assert Invitation.objects.get().member.surname == "Лазарев"
    assert "Пригласить" not in client.get(f"/imports/{run.pk}/").text
