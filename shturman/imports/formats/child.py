"""Reads a workbook, or a page that holds a table, in a process of its own: what a stranger's file swells or breaks is this process.

Run as a program: child.py FILE OUT SHEET YES NO. It writes lines of JSON: first what was found, then each row with its number.
Nothing of the house is imported here, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TextIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

try:
    import resource
except ImportError:  # Windows knows no such limits.
    resource = None  # type: ignore[assignment]  # a module or nothing

MOST_MEMORY = 1536 * 1024 * 1024
UNREADABLE, TOO_LARGE, LOCKED, EMPTY = 3, 4, 5, 6
# Excel itself keeps fifteen digits of a number: the rest were lost before the file came to us.
DIGITS_OF_EXCEL = 10**15
MOST_COLUMNS = 1000
MOST_FILLED_BY_MERGING = 100_000
ENCODINGS_OF_PAGES = ("utf-8-sig", "windows-1251")


def main(path: Path, out: Path, sheet: str, words: tuple[str, str]) -> int:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        with out.open("w", encoding="utf-8", errors="replace") as lines:
            with path.open("rb") as file:
                is_page = file.read(512).lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").startswith(b"<")
            found = write_page(path, lines) if is_page else write_workbook(path, lines, sheet, words)
    except PasswordError:
        return LOCKED
    except MemoryError:
        return TOO_LARGE
    except (CalamineError, ValueError, OSError, KeyError):
        return UNREADABLE
    return 0 if found else EMPTY


def write_workbook(path: Path, lines: TextIO, sheet: str, words: tuple[str, str]) -> bool:
    book = CalamineWorkbook.from_path(str(path))
    kept = [about for about in book.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
    sheets = [{"name": about.name, "is_hidden": about.visible != SheetVisibleEnum.Visible} for about in kept]
    chosen, rows = "", None
    # The first that is seen and holds anything; a hidden one only when no other does.
    for about in [about for about in sheets if about["name"] == sheet] or sorted(sheets, key=lambda about: bool(about["is_hidden"])):
        rows = book.get_sheet_by_name(str(about["name"]))
        if rows.height and rows.width:
            chosen = str(about["name"])
            break
    found = {"sheets": sheets, "sheet": chosen, "long_numbers": 0}
    if rows is None or not chosen:
        return False
    filled = _filled_by_merging(rows)
    body = []
    for place, cells in enumerate(rows.iter_rows()):
        found["long_numbers"] += sum(isinstance(cell, float | int) and abs(cell) >= DIGITS_OF_EXCEL for cell in cells)  # type: ignore[operator]  # asked just before
        line = [_shown(cell, words) for cell in cells[:MOST_COLUMNS]]
        for column, value in filled.get(place, ()):
            if column < len(line) and not line[column]:
                line[column] = _shown(value, words)
        if any(line):
            body.append(json.dumps([place + 1, *_without_tail(line)], ensure_ascii=False))
    lines.write(json.dumps(found, ensure_ascii=False) + "\n")
    lines.writelines(line + "\n" for line in body)
    return bool(body)


def _filled_by_merging(sheet: Any) -> dict[int, list[tuple[int, Any]]]:
    """A cell merged downwards is read as people see it: its value in every row. One merged sideways is a title."""
    ranges = [(top, bottom) for top, bottom in sheet.merged_cell_ranges or [] if bottom[0] > top[0] and top[1] < MOST_COLUMNS]
    if not ranges or sum(bottom[0] - top[0] for top, bottom in ranges) > MOST_FILLED_BY_MERGING:
        return {}
    columns: dict[int, set[int]] = {}
    for top, _bottom in ranges:
        columns.setdefault(top[0], set()).add(top[1])
    corners = {
        (place, column): cells[column] if column < len(cells) else ""
        for place, cells in enumerate(sheet.iter_rows())
        for column in columns.get(place, ())
    }
    filled: dict[int, list[tuple[int, Any]]] = {}
    for top, bottom in ranges:
        for row in range(top[0] + 1, bottom[0] + 1):
            filled.setdefault(row, []).append((top[1], corners.get(top, "")))
    return filled


def _shown(cell: Any, words: tuple[str, str]) -> str:
    """A phone is a number in Excel, and a day may carry an idle midnight."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return words[0] if cell else words[1]
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() != time():
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}"
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).replace("\0", "")


def _without_tail(line: list[str]) -> list[str]:
    while line and not line[-1]:
        line.pop()
    return line


class Tables(HTMLParser):
    """Rows of tables that do not stand inside another one; what stands inside a cell is its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.depth = 0
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.hanging: dict[int, tuple[int, str]] = {}
        self.is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "title"):
            self.is_silent = True
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
                self.hanging = {}
        elif self.depth == 1 and tag == "tr":
            self._end_row()
            self.row = []
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self.row = self.row if self.row is not None else []
            spans = dict(attrs)
            self.cell, self.span = [], (_span(spans.get("colspan")), _span(spans.get("rowspan")))
        elif tag in ("br", "p", "div") and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "title"):
            self.is_silent = False
        elif tag == "table" and self.depth:
            if self.depth == 1:
                self._end_row()
            self.depth -= 1
        elif self.depth == 1 and tag == "tr":
            self._end_row()
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.is_silent:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        lines = (" ".join(part.split()) for part in "".join(self.cell).replace("\0", "").split("\n"))
        words = "\n".join(line for line in lines if line)
        self._fill_hanging()
        if self.span[1] > 1:
            self.hanging[len(self.row)] = (self.span[1], words)
        self.row.append(words)
        self.row += [""] * min(self.span[0] - 1, MOST_COLUMNS - len(self.row))
        self.cell = None

    def _fill_hanging(self) -> None:
        """Cells that an upper row has stretched down into this one."""
        assert self.row is not None
        while len(self.row) in self.hanging:
            self.row.append(self.hanging[len(self.row)][1])

    def _end_row(self) -> None:
        self._end_cell()
        if self.row is None:
            return
        self._fill_hanging()
        self.hanging = {place: (left - 1, words) for place, (left, words) in self.hanging.items() if left > 1}
        self.tables[-1].append(self.row)
        self.row = None


def write_page(path: Path, lines: TextIO) -> bool:
    parser = Tables()
    for piece in _pieces(path):
        parser.feed(piece)
    parser.close()
    parser.handle_endtag("table")
    tables = [[row for row in table if any(row)] for table in parser.tables]
    table = max(tables, key=len, default=[])
    lines.write(json.dumps({"sheets": [], "sheet": "", "long_numbers": 0}) + "\n")
    for place, row in enumerate(table, 1):
        lines.write(json.dumps([place, *_without_tail(row)], ensure_ascii=False) + "\n")
    return bool(table)


def _pieces(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("windows-1251", errors="replace")
    for start in range(0, len(text), 1024 * 1024):
        yield text[start : start + 1024 * 1024]


def _span(value: str | None) -> int:
    return min(max(int(value), 1), MOST_COLUMNS) if value and value.isdigit() and len(value) < 7 else 1


if __name__ == "__main__":
    file, result, sheet_name, yes, no = sys.argv[1:]
    sys.exit(main(Path(file), Path(result), sheet_name, (yes, no)))
