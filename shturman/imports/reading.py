"""Any table that people save as text or as a workbook: encoding and separator are found, cells are kept as they are."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from shturman.imports.workbooks import is_workbook, lines_of_workbook
from shturman.kit.errors import Refused

LARGEST_FILE = 64 * 1024 * 1024
SEPARATORS = (",", ";", "\t")
# Stands where the encoding of a text would.
WORKBOOK = "xlsx"
ROWS_TO_JUDGE_BY = 20
# Signs that tell a spreadsheet to compute: a cell that begins so is given out with an apostrophe before it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headers are different from each other: the second «Телефон» is «Телефон (2)»."""

    encoding: str
    separator: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(content: bytes) -> Table:
    if is_workbook(content):
        return _table(lines_of_workbook(content), WORKBOOK, "")
    text, encoding = decoded(content)
    separator = separator_of(text)
    try:
        return _table(_lines(text, separator), encoding, separator)
    except csv.Error as error:
        raise Refused(_("One cell is longer than 131,072 signs: a quotation mark was opened and never closed")) from error


def _table(cells: Iterable[Sequence[str]], encoding: str, separator: str) -> Table:
    lines = [Row(number, tuple(line)) for number, line in enumerate(cells, 1)]
    filled = [Row(line.number, _without_marks(line.cells)) for line in lines if any(cell.strip() for cell in line.cells)]
    if not filled:
        raise Refused(_("The file is empty"))
    head, *rows = filled
    if not rows:
        raise Refused(_("The file has a head and not a single row below it"))
    width = len(head.cells)
    padded = tuple(Row(row.number, row.cells + ("",) * (width - len(row.cells))) for row in rows)
    return Table(encoding, separator, _named_apart(head.cells), padded)


def decoded(content: bytes) -> tuple[str, str]:
    if not content.strip():
        raise Refused(_("The file is empty"))
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _decoded(content, encoding), encoding
    if b"\0" in content:
        raise Refused(_("This is not a table but a file of another kind. Save the table as CSV"))
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(content, "windows-1251"), "windows-1251"


def separator_of(text: str) -> str:
    """The one that cuts the first rows into the most alike pieces; quotes are respected."""
    return max(SEPARATORS, key=lambda separator: _alikeness(text, separator))


def without_formulas(cell: str) -> str:
    """Nothing that comes from a stranger's table is computed on our man's machine."""
    is_plain = not cell.strip("+-0123456789 .,()\u00a0")
    return cell if is_plain or not cell.startswith(FORMULA_SIGNS) else f"'{cell}"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(_("The letters of the file cannot be read. Save the table as CSV in UTF-8")) from error


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _alikeness(text: str, separator: str) -> tuple[int, int]:
    try:
        widths = [len(line) for line in islice(_lines(text, separator), ROWS_TO_JUDGE_BY) if line]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(width == widths[0] for width in widths), widths[0]


def _without_marks(cells: Sequence[str]) -> tuple[str, ...]:
    """An apostrophe before a formula is our own protection, or a spreadsheet's; other text is kept as it is."""
    return tuple(cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell for cell in cells)


def _named_apart(headers: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    names = []
    for place, header in enumerate(headers, 1):
        name = " ".join(header.split()) or _("Column %(place)s") % {"place": place}
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
