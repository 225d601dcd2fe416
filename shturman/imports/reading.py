"""Any table that people have: what it is is found by its contents, and it is kept as numbered rows under named columns."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from shturman.imports.formats.cards import is_card, opened_cards
from shturman.imports.formats.opened import Opened, Sheet
from shturman.imports.formats.text import opened_text
from shturman.imports.formats.workbooks import OLD_EXCEL, ZIP, opened_page, opened_workbook
from shturman.kit.errors import Refused

LARGEST_FILE = 256 * 1024 * 1024
MOST_COLUMNS = 300
# A title of a sheet stands within so many lines above the head.
LINES_TO_FIND_HEAD = 10
# Signs that tell a spreadsheet to compute: a cell that begins so is given out with an apostrophe before it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
PAGE_SIGNS = (b"<html", b"<table", b"<!doctype html", b"<meta", b"<head", b"<body", b"<style", b"<div")


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headers are different from each other: the second «Телефон» is «Телефон (2)». `rows` may be walked again and again."""

    headers: tuple[str, ...]
    rows: Iterable[Row]
    encoding: str = ""
    separator: str = ""
    sheets: tuple[Sheet, ...] = ()
    sheet: str = ""
    notes: tuple[str, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class KeptRows:
    """Rows as they lie in the file of rows: a million of them takes no memory."""

    path: Path

    def __iter__(self) -> Iterator[Row]:
        with self.path.open(encoding="utf-8") as lines:
            for line in islice(lines, 1, None):
                number, *cells = json.loads(line)
                yield Row(number, tuple(cells))


def kept_table(path: Path) -> Table:
    with path.open(encoding="utf-8") as lines:
        return Table(tuple(json.loads(next(lines))), KeptRows(path))


def keep_rows(path: Path, rows_path: Path, sheet: str = "") -> Table:
    """Writes the rows of a file of any kind to `rows_path`: a line with the headers, then a line to a row."""
    with tempfile.TemporaryDirectory() as folder:
        opened = _opened(path, Path(folder) / "lines", sheet)
        head, lines = _with_head(opened)
        headers = _named_apart(head)
        if len(headers) > MOST_COLUMNS:
            raise Refused(_("There are over 300 columns in the table: leave those that are needed"))
        with rows_path.open("w", encoding="utf-8", errors="replace") as kept:
            kept.write(json.dumps(headers, ensure_ascii=False) + "\n")
            total = 0
            for number, cells in lines:
                kept.write(json.dumps([number, *_even(cells, len(headers))], ensure_ascii=False) + "\n")
                total += 1
    if not total:
        raise Refused(_("The file has a head and not a single row below it"))
    return Table(headers, KeptRows(rows_path), opened.encoding, opened.separator, opened.sheets, opened.sheet, opened.notes, total)


def read_table(content: bytes, sheet: str = "") -> Table:
    """A small table whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        table = keep_rows(path, Path(folder) / "rows", sheet)
        return Table(**{**vars(table), "rows": tuple(table.rows)})


def without_formulas(cell: str) -> str:
    """Nothing that comes from a stranger's table is computed on our man's machine."""
    is_plain = not cell.strip("+-0123456789 .,()\u00a0")
    return cell if is_plain or not cell.startswith(FORMULA_SIGNS) else f"'{cell}"


def _opened(path: Path, between: Path, sheet: str) -> Opened:
    """By what the file begins with, whatever its name says."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((ZIP, OLD_EXCEL)):
        return opened_workbook(path, between, sheet)
    if is_card(head):
        return opened_cards(path)
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\0", b"").lower()
    if start.startswith(PAGE_SIGNS):
        return opened_page(path, between)
    if start.startswith((b"<?xml", b"<!doctype", b"<workbook", b"<offer", b"<")) and b"<" in start[1:]:
        raise Refused(_("This is an XML file, not a table. Save the sheet as XLSX or CSV and load that file"))
    return opened_text(path)


def _with_head(opened: Opened) -> tuple[Sequence[str], Iterator[tuple[int, Sequence[str]]]]:
    filled = ((number, _without_marks(cells)) for number, cells in opened.lines if any(cell.strip() for cell in cells))
    first = list(islice(filled, LINES_TO_FIND_HEAD))
    if not first:
        raise Refused(_("The file is empty"))
    place = _place_of_head([cells for _number, cells in first]) if opened.has_titles else 0
    return first[place][1], chain(first[place + 1 :], filled)


def _place_of_head(lines: Sequence[Sequence[str]]) -> int:
    """Lines that say one thing alone, above a line that says several, are a title of the sheet."""
    widths = [sum(bool(cell.strip()) for cell in cells) for cells in lines]
    if max(widths) < 2:
        return 0
    return next(place for place, width in enumerate(widths) if width > 1)


def _even(cells: Sequence[str], width: int) -> Sequence[str]:
    """As many cells as the head has; those over it only when they say something."""
    tail = len(cells)
    while tail > width and not cells[tail - 1].strip():
        tail -= 1
    return [*cells[:tail], *[""] * (width - tail)]


def _without_marks(cells: Sequence[str]) -> Sequence[str]:
    """An apostrophe before a formula is our own protection, or a spreadsheet's; other text is kept as it is."""
    return [cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell for cell in cells]


def _named_apart(head: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    names = []
    for place, header in enumerate(head, 1):
        name = " ".join(header.split())[:200] or _("Column %(place)s") % {"place": place}
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
