"""What a list gives out is opened by a spreadsheet as it was, and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from python_calamine import load_workbook

from shturman.kit.tables_out import MOST_ROWS_OF_A_BOOK, cell, table_response

# A spreadsheet knows no zones: the moment of Moscow.
NOON = datetime(2026, 11, 24, 12, 30)  # noqa: DTZ001
HEADS = ["Имя", "Сумма", "День", "Когда", "Счёт"]
ROWS: list[list[Any]] = [
    ["ООО «Ёж», «Север»;\nюг", Decimal("1250.50"), date(2026, 11, 24), datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "40702810900000012345"],
    ['=HYPERLINK("http://зло")', None, None, None, 12345678901234567890],
]


@pytest.fixture(autouse=True)
def in_moscow() -> Iterator[None]:
    with timezone.override(ZoneInfo("Europe/Moscow")):
        yield


def workbook() -> bytes:
    return b"".join(table_response("xlsx", "deals", HEADS, iter(ROWS), len(ROWS)).streaming_content)  # type: ignore[attr-defined]


def test_a_workbook_has_numbers_days_and_text_each_of_its_kind() -> None:
    heads, first, second = load_workbook(BytesIO(workbook())).get_sheet_by_index(0).to_python()
    assert heads == HEADS
    assert first == [ROWS[0][0], 1250.5, date(2026, 11, 24), NOON, "40702810900000012345"]
    assert second[0] == ROWS[1][0] and second[4] == "12345678901234567890", "twenty digits are not rounded"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    with ZipFile(BytesIO(workbook())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet.split("<sheetData>")[0]


@pytest.mark.parametrize("text", ["=1+1", "+7 921", "-5", "@cmd", "\t=1", "\r=1"])
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_csv_is_opened_by_a_russian_spreadsheet() -> None:
    body = b"".join(table_response("", "deals", HEADS, iter(ROWS), len(ROWS)).streaming_content).decode()  # type: ignore[attr-defined]
    assert body.startswith("\ufeffИмя;Сумма") and "1250,50;24.11.2026;24.11.2026 12:30" in body


def test_a_long_list_flows_as_csv_whatever_was_asked() -> None:
    answer = table_response("xlsx", "deals", HEADS, iter(ROWS), MOST_ROWS_OF_A_BOOK + 1)
    assert answer["Content-Type"].startswith("text/csv")
