"""Files that people really bring, and worse ones: each is read, or is refused in words that say what and where."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from shturman.imports.reading import Table, read_table
from shturman.imports.tests.books import changed, dated, old_book, row_of, sheet_of, text, with_hidden_sheet
from shturman.imports.tests.tables import workbook
from shturman.kit.errors import Refused

HEAD = ("Название", "Телефон")
SHEET = "xl/worksheets/sheet1.xml"


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def with_sheet(xml: str) -> bytes:
    return changed(workbook((HEAD,)), {SHEET: xml})


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(encoding: str) -> None:
    found = read_table("Название;Цена\nНасос;100\n".encode(encoding))
    assert cells(found) == [("Насос", "100")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_is_found_among_commas_of_addresses(separator: str) -> None:
    lines = [["Название", "Адрес", "Цена"], ["Насос", '"Тверь, ул. Мира; д. 5"', "1,50"], ["Кран", '"Псков, 3"', "2,00"]]
    content = "\n".join(separator.join(line) for line in lines)
    assert read_table(content.encode()).headers == ("Название", "Адрес", "Цена")


def test_a_line_that_names_the_separator_is_no_head() -> None:
    found = read_table("sep=|\nНазвание|Цена\nНасос|1;2,3\n".encode())
    assert found.headers == ("Название", "Цена") and cells(found) == [("Насос", "1;2,3")]


def test_a_quotation_mark_that_is_never_closed_is_named_with_its_row() -> None:
    with pytest.raises(Refused, match="В строке 3 открыта кавычка"):
        read_table('Название;Цена\nНасос;1\n"Кран;2\nТруба;3\n'.encode())


def test_a_stray_mark_of_inches_inside_a_word_is_no_trouble() -> None:
    assert cells(read_table('Название;Цена\nТруба 5" дюйм;1\nКран;2\n'.encode())) == [('Труба 5" дюйм', "1"), ("Кран", "2")]


def test_a_file_cut_in_the_middle_of_a_letter_is_read_up_to_the_cut_and_says_so() -> None:
    found = read_table("Название;Цена\nНасос;1\nКранй".encode()[:-1])
    assert cells(found)[0] == ("Насос", "1") and "обрывается посреди буквы" in found.notes[0]


def test_nineteen_digits_stay_nineteen_digits() -> None:
    found = read_table("Название;Счёт\nНасос;1234567890123456789\n".encode())
    assert cells(found) == [("Насос", "1234567890123456789")]
    assert cells(read_table(workbook((("Название", "Счёт"), ("Насос", "1234567890123456789"))))) == [("Насос", "1234567890123456789")]


def test_a_number_that_excel_has_rounded_is_said_to_be_so() -> None:
    found = read_table(workbook((("Название", "Счёт"), ("Насос", 1234567890123456789))))
    assert "Excel его округлил" in found.notes[0]


def test_an_old_workbook_is_read() -> None:
    found = read_table(old_book((HEAD, ("Насос", 79210001427), ("Ёлка", "8 921"))))
    assert found.encoding == "xls" and found.headers == HEAD
    assert cells(found) == [("Насос", "79210001427"), ("Ёлка", "8 921")]


def test_days_of_1904_are_the_days_that_people_see() -> None:
    assert cells(read_table(dated(45000, since_1904=False)))[0][1] == "15.03.2023"
    assert cells(read_table(dated(45000 - 1462, since_1904=True)))[0][1] == "15.03.2023"


def test_a_hidden_sheet_is_named_and_taken_only_when_chosen() -> None:
    book = with_hidden_sheet((HEAD, ("Насос", "1")), (HEAD, ("Тайна", "2")))
    found = read_table(book)
    assert [(sheet.name, sheet.is_hidden) for sheet in found.sheets] == [("Тайный", True), ("Явный", False)]
    assert found.sheet == "Явный" and cells(found) == [("Насос", "1")]
    assert cells(read_table(book, "Тайный")) == [("Тайна", "2")]


def test_cells_merged_downwards_hold_their_value_in_every_row_and_a_title_is_no_head() -> None:
    rows = row_of(1, text("A1", "Отчёт за май")) + row_of(3, text("A3", "Отдел"), text("B3", "Имя"))
    rows += row_of(4, text("A4", "Север"), text("B4", "Анна")) + row_of(5, text("B5", "Борис"))
    found = read_table(with_sheet(sheet_of(rows, '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A4:A5"/></mergeCells>')))
    assert found.headers == ("Отдел", "Имя") and cells(found) == [("Север", "Анна"), ("Север", "Борис")]
    assert [row.number for row in found.rows] == [4, 5]


def test_a_formula_gives_its_value_and_is_never_computed() -> None:
    rows = row_of(1, text("A1", "Название"), text("B1", "Цена")) + row_of(2, text("A2", "Насос"), '<c r="B2"><f>1+1</f><v>2</v></c>')
    assert cells(read_table(with_sheet(sheet_of(rows)))) == [("Насос", "2")]


def test_entities_of_a_bomb_are_not_unfolded() -> None:
    bomb = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + step)} "{f"&{chr(97 + step)};" * 10}">' for step in range(9)
    )
    rows = row_of(1, text("A1", "Название"), text("B1", "Цена")) + row_of(2, '<c r="A2" t="inlineStr"><is><t>&j;</t></is></c>')
    with pytest.raises(Refused, match="не читается"):
        read_table(with_sheet(sheet_of(rows, before=bomb + "]>")))


def test_one_cell_at_the_end_of_the_world_does_not_eat_the_memory() -> None:
    rows = row_of(1, text("A1", "Название")) + row_of(1048576, text("XFD1048576", "x"))
    with pytest.raises(Refused, match="слишком велика"):
        read_table(with_sheet(sheet_of(rows)))


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    packed = bytearray(with_sheet(sheet_of(row_of(1, text("A1", "x" * 100_000)))))
    place = packed.rindex(SHEET.encode()) - 46
    packed[place + 24 : place + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Refused, match="не читается"):
        read_table(bytes(packed))


def test_a_workbook_cut_in_the_middle_is_refused() -> None:
    whole = workbook((HEAD, *[("Насос", str(number)) for number in range(500)]))
    with pytest.raises(Refused, match="не читается"):
        read_table(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="не читается"):
        read_table(old_book((HEAD, ("Насос", "1")))[:3000])


def test_a_document_of_another_program_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as document:
        document.writestr("word/document.xml", "<w:document/>")
    for content in (packed.getvalue(), b'<?xml version="1.0"?><Offers><Offer/></Offers>', b"%PDF-1.7\n\x00\x01\x02\x03\x04\x05"):
        with pytest.raises(Refused):
            read_table(content)


BITRIX = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><style>td {mso: 1}</style></head><body>'
    "<table border=1><thead><tr><th>ID</th><th>Название сделки</th><th>Сумма</th></tr></thead><tbody>"
    "<tr><td>1</td><td>Насосы &laquo;Ёж&raquo; &amp; трубы<br>со склада</td><td>12 500,50</td></tr>"
    "<tr><td>2</td><td><table><tr><td>вложенная</td></tr></table></td><td>7</td></tr></tbody></table></body></html>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
def test_a_page_saved_as_xls_is_read_as_a_table(encoding: str) -> None:
    found = read_table(BITRIX.replace("Ё", "Е").encode(encoding))
    assert found.encoding == "html" and found.headers == ("ID", "Название сделки", "Сумма")
    assert cells(found)[0] == ("1", "Насосы «Еж» & трубы\nсо склада", "12 500,50") and cells(found)[1][1] == "вложенная"


def test_a_page_stretches_cells_as_people_see_it() -> None:
    page = (
        "<table><tr><td colspan=3>Отчёт</td></tr><tr><td>Отдел<td>Имя<td>Дом</tr>"
        "<tr><td rowspan=2>Юг<td>Анна<td>1</tr><tr><td>Борис<td>2</tr></table>"
    )
    found = read_table(page.encode())
    assert found.headers == ("Отдел", "Имя", "Дом") and cells(found) == [("Юг", "Анна", "1"), ("Юг", "Борис", "2")]
    with pytest.raises(Refused, match="нет таблицы"):
        read_table(b"<html><body><p>Sign in</p></body></html>")


def test_a_span_without_end_is_cut() -> None:
    found = read_table(b"<table><tr><td>a<td>b</tr><tr><td colspan=999999 rowspan=999999>1<td>2</tr></table>")
    assert cells(found)[0][0] == "1"


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(Refused, match="больше 300 столбцов"):
        read_table(";".join(f"c{place}" for place in range(400)).encode() + b"\n" + b";" * 399 + b"1\n")


GOOD = (
    "Название;Телефон\nНасос;1\n".encode(),
    workbook((HEAD, ("Насос", 1))),
    old_book((HEAD, ("Насос", 1))),
    b"BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL:1\nEND:VCARD\n",
    b"<table><tr><td>a<td>b</tr><tr><td>1<td>2</tr></table>",
)


@pytest.mark.parametrize("seed", range(60))
def test_a_spoiled_file_is_read_or_refused_in_words(seed: int) -> None:
    """Bytes changed, lost and thrown in at random: whatever comes of it, nothing falls."""
    chance = random.Random(seed)
    content = bytearray(GOOD[seed % len(GOOD)])
    for _spoiling in range(chance.choice((1, 3, 10))):
        place = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[place] = chance.randrange(256)
            case 1:
                del content[max(place, 1) :]
            case _:
                content[place:place] = chance.randbytes(5)
    try:
        read_table(bytes(content))
    except Refused as refusal:
        said = refusal.reason
    else:
        said = "read"
    assert said
