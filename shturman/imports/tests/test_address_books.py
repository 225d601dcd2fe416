"""vCard of phones and mail programs, from 2.1 to 4.0."""

from __future__ import annotations

import quopri

import pytest

from shturman.clients.models import Client, Employment, Note
from shturman.imports.actions import carry_out_load, start_load
from shturman.imports.reading import read_table
from shturman.imports.tests.tables import check, counts, undo
from shturman.kit.errors import Refused
from shturman.world.story import Story


def quoted(words: str, charset: str = "utf-8") -> str:
    return quopri.encodestring(words.encode(charset), quotetabs=True).decode().replace("\n", "\r\n")


OLD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{name}\r\n"
    "TEL;CELL:+7-921-000-14-27\r\nTEL;WORK;PREF:8 (812) 111-22-33\r\n"
    "NOTE;CHARSET=windows-1251;QUOTED-PRINTABLE:{note}\r\nPHOTO;JPEG;ENCODING=BASE64:\r\n /9j/4AAQSkZJRgABAQAAAQABAAD\r\n\r\nEND:VCARD\r\n"
).format(name=quoted("Иванова;Анна;Петровна;;"), note=quoted("Просила звонить после обеда, " * 5, "windows-1251"))

NEW = (
    'BEGIN:VCARD\nVERSION:4.0\nFN:Борис Левченко\nN:Левченко;Борис;;;\nTEL;VALUE=uri;TYPE="voice,home":tel:+7-911-222-33-44\n'
    "item1.EMAIL;TYPE=work:boris@\n example.ru\nEMAIL:b2@example.ru\nORG:ООО «Ромашка»;Отдел закупок\nTITLE:закупщик\n"
    "ADR;TYPE=work:;;ул. Мира\\, 5;Тверь;;170000;Россия\nNOTE:Первая строка\\nвторая\\; всё\nBDAY:19850412\nEND:VCARD\n"
)


def test_a_card_of_each_age_becomes_a_row() -> None:
    old, new = (
        dict(zip(table.headers, next(iter(table.rows)).cells, strict=True)) for table in map(read_table, (OLD.encode(), NEW.encode()))
    )
    assert (old["Фамилия"], old["Имя"], old["Отчество"]) == ("Иванова", "Анна", "Петровна")
    assert old["Телефоны"].split("\n") == ["+7-921-000-14-27", "8 (812) 111-22-33"] and old["Заметка"].count("после обеда") == 5
    assert new["Фамилия, имя, отчество"] == "Борис Левченко" and new["Телефоны"] == "+7-911-222-33-44"
    assert new["Почта"].split("\n") == ["boris@example.ru", "b2@example.ru"] and new["Организация"] == "ООО «Ромашка»"
    assert new["Адрес"] == "ул. Мира, 5, Тверь, 170000, Россия" and new["Заметка"] == "Первая строка\nвторая; всё"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_book_in_any_letters_is_read(encoding: str) -> None:
    assert len(read_table((NEW * 3).encode(encoding)).rows) == 3  # type: ignore[arg-type]


def test_a_book_cut_in_the_middle_says_which_card() -> None:
    with pytest.raises(Refused, match="Карточка 2 обрывается"):
        read_table((NEW + NEW[:80]).encode())


def test_people_of_a_book_come_with_their_place_of_work_and_notes_and_leave_without_a_trace(story: Story) -> None:
    run = check("people", (OLD + NEW).encode(), story.owner)
    assert counts(run) == (2, 0, 0, 0)
    carry_out_load(start_load(run, by=story.owner))
    assert Employment.objects.get().role == "закупщик" and Client.objects.get(kind="organisation").name == "ООО «Ромашка»"
    assert set(Client.objects.filter(kind="person").values_list("name", flat=True)) == {"Иванова Анна Петровна", "Левченко Борис"}
    assert Note.objects.count() == 2
    again = check("people", (OLD + NEW).encode(), story.owner)
    assert counts(again) == (0, 0, 2, 0)
    assert undo(run, story.owner).kept_count == 0
    assert not Client.objects.exists() and not Note.objects.exists() and not Employment.objects.exists()
