"""Tables out: XLSX, and CSV that a Russian Excel opens by a double click; safe from formulas in the cells."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from xlsxwriter import Workbook

BOM = "\ufeff"
# A cell that begins so would be run by a spreadsheet as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file whose write gives the text back: rows stream out one by one."""

    def write(self, text: str) -> str:
        return text


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# More digits than this a spreadsheet rounds away: account numbers stay text.
EXACT_DIGITS = 15
WIDTH, NARROW = 24, 14
MOST_ROWS_OF_A_BOOK = 50_000


def table_response(kind: str, name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]], count: int) -> HttpResponseBase:
    """`kind` is «xlsx» or «csv», the usual one. A long list is CSV whatever was asked: it flows, a book is written first."""
    return xlsx_response(name, heads, rows) if kind == "xlsx" and count <= MOST_ROWS_OF_A_BOOK else csv_response(name, heads, rows)


def xlsx_response(name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """Written row by row into a file of its own: the memory does not grow with the rows."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it when it is sent
    book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True})
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    day, moment, money = (book.add_format({"num_format": shape}) for shape in ("dd.mm.yyyy", "dd.mm.yyyy hh:mm", "#,##0.00"))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, NARROW)
    sheet.set_column(1, max(len(heads) - 1, 1), WIDTH)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, str(head), bold)
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(place, column, timezone.localtime(value).replace(tzinfo=None), moment)
            elif isinstance(value, date):
                sheet.write_datetime(place, column, value, day)
            elif isinstance(value, Decimal):
                sheet.write_number(place, column, float(value), money)
            elif isinstance(value, int) and len(str(value)) <= EXACT_DIGITS:
                sheet.write_number(place, column, value)
            elif value is not None and str(value):
                sheet.write_string(place, column, str(value))
    book.close()
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{name}-{timezone.localdate():%Y-%m-%d}.xlsx", content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def csv_response(name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lines(heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield BOM + writer.writerow([str(head) for head in heads])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
