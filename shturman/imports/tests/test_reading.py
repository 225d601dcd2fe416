from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from shturman.imports.headers import folded_header, guessed, signature
from shturman.imports.kinds import KINDS
from shturman.imports.reading import read_table, without_formulas
from shturman.imports.tests.tables import mapping_of
from shturman.imports.values import bare, day_of, moment_of, money_of, several
from shturman.kit.errors import Refused
from shturman.world.tables import table

MARCH = date(2017, 3, 1)
MOSCOW = ZoneInfo("Europe/Moscow")
HEAD, ROW = ["Сделка", "Сумма", "Ответственный"], ["Насосы; трубы, «Ёж»", "12 500,50", "Анна"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_it_finds_the_encoding_and_the_separator(encoding: str, separator: str) -> None:
    found = read_table(table(HEAD, [ROW], separator=separator, encoding=encoding))
    assert (found.encoding, found.separator) == (encoding, separator)
    assert found.headers == tuple(HEAD) and found.rows[0].cells == tuple(ROW)


def test_it_keeps_quotes_line_breaks_and_separators_inside_a_cell() -> None:
    cells = ['Ha "ha" ha', "Once upon \na time", '{"type": "Point", "at": [1, 2]}', "", "ʤ"]
    (row,) = read_table(table(list("abcde"), [cells])).rows
    assert row.cells == tuple(cells)


def test_it_reads_line_ends_of_any_system() -> None:
    for end in (b"\n", b"\r\n", b"\r"):
        rows = read_table(b"a,b,c" + end + b"1,2,3" + end + end + b"4,5,6" + end).rows
        assert [row.cells for row in rows] == [("1", "2", "3"), ("4", "5", "6")]
        assert [row.number for row in rows] == [2, 4]


def test_repeated_and_empty_headers_are_told_apart_by_their_place() -> None:
    headers = read_table("Имя,Телефон,,Телефон\nАнна,1,2,3\n".encode()).headers
    assert headers[:2] == ("Имя", "Телефон") and headers[2].endswith("3") and headers[3] == "Телефон (2)"


def test_a_short_row_is_filled_and_one_column_is_a_table() -> None:
    assert read_table(b"a,b,c\n1\n").rows[0].cells == ("1", "", "")
    assert read_table("Отдел\nПроекты\n".encode()).rows[0].cells == ("Проекты",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Файл пуст"),
        (b" \n \n", "Файл пуст"),
        (b"\xef\xbb\xbf", "Файл пуст"),
        ("Сделка;Сумма\n".encode(), "ни одной строки"),
        (b"PK\x03\x04....", "не читается"),
        (b"\x7fELF\x02\x01\x00\x00", "файл другого вида"),
        (b"a,b\n\x98\xff,1\n", "Буквы файла не читаются"),
        (b'a,b\n"' + b"x" * 140_000 + b",1\n", "она нигде не закрыта"),
    ],
)
def test_it_says_plainly_why_a_file_is_no_table(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_table(content)


def test_formulas_are_text_on_the_way_in_and_harmless_on_the_way_out() -> None:
    cells = ["=1+1", "'007", "@cmd", "+7 921 000-14-27", "-5", "+cmd|x"]
    assert read_table(table(list("abcdef"), [cells])).rows[0].cells == tuple(cells)
    given_out = [without_formulas(cell) for cell in cells]
    assert given_out == ["'=1+1", "'007", "'@cmd", "+7 921 000-14-27", "-5", "'+cmd|x"]
    assert read_table(table(list("abcdef"), [given_out])).rows[0].cells == tuple(cells)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.11.2026", date(2026, 11, 24)),
        ("2017-03-01", date(2017, 3, 1)),
        ("01-03-2017", date(2017, 3, 1)),
        ("1.3.2017", date(2017, 3, 1)),
    ],
)
def test_it_reads_days_as_russians_and_machines_write_them(text: str, day: date) -> None:
    assert day_of(text) == day


def test_a_day_without_an_hour_stands_at_noon_of_the_company() -> None:
    assert moment_of("01.03.2017", MOSCOW) == datetime(2017, 3, 1, 12, tzinfo=MOSCOW)
    assert moment_of("01.03.2017 14:30", MOSCOW) == datetime(2017, 3, 1, 14, 30, tzinfo=MOSCOW)
    assert moment_of("2017-03-01T14:30:05+05:00", MOSCOW) == datetime.fromisoformat("2017-03-01T14:30:05+05:00")
    assert moment_of("не закрыта", MOSCOW) is None


@pytest.mark.parametrize("text", ["31.02.2017", "вчера", "12.2017", "01.01.0001"])
def test_a_wrong_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="не дата"):
        day_of(text)


def test_it_reads_sums_and_refuses_what_is_none() -> None:
    assert [money_of(text) for text in ("12 500,50 ₽", "12500|RUB", "", "не указано")] == [Decimal("12500.50"), Decimal(12500), None, None]
    for text in ("много", "-5"):
        with pytest.raises(Refused):
            money_of(text)


def test_several_phones_stand_in_one_cell() -> None:
    assert several("+7 921 000-14-27; 8 (812) 111-22-33,\n8 800 555-35-35") == ["+7 921 000-14-27", "8 (812) 111-22-33", "8 800 555-35-35"]
    assert bare(" отсутствует ") == ""


def test_headers_are_recognised_in_any_dress() -> None:
    assert folded_header("  Бюджет,  ₽ ") == folded_header("бюджет") == folded_header("Бюджет руб.")
    found = guessed(
        ["ID", "Название сделки", "Бюджет ₽", "Ответственный", "Этап сделки", "Дата создания", "Примечание"], KINDS["deals"].fields
    )
    assert list(found.values()) == ["outer_key", "title", "amount", "responsible", "stage", "opened_on", "note"]
    phones = guessed(["Полное имя", "Рабочий телефон", "Мобильный телефон"], KINDS["people"].fields)
    assert list(phones.values()) == ["name", "phones", "phones"]


def test_the_heads_of_the_four_tables_are_recognised_without_a_mapping() -> None:
    heads = {
        "members": ["sales_agent", "manager", "regional_office"],
        "goods": ["product", "series", "sales_price"],
        "organisations": ["account", "sector", "subsidiary_of"],
        "deals": ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"],
    }
    assert {kind: guessed(head, KINDS[kind].fields) for kind, head in heads.items()} == {
        kind: {name: field for name, field in mapping_of(kind)["fields"].items() if name in head} for kind, head in heads.items()
    }


def test_the_same_head_in_another_order_is_the_same_head() -> None:
    assert signature(["Имя", "Телефон"]) == signature(["телефон", " имя "]) != signature(["Имя"])
