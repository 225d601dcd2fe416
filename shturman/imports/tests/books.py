"""Workbooks of every sort, made in the test itself: a repository needs no strangers' files."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from shturman.imports.tests.tables import BOOK, LINKS, MAIN, OPEN, workbook

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def changed(book: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """The same workbook with some of its parts written anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_of(cells: str, beside: str = "", before: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{beside}</worksheet>'


def row_of(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'


def with_hidden_sheet(seen: Sequence[Sequence[object]], hidden: Sequence[Sequence[object]]) -> bytes:
    sheets = '<sheet name="Тайный" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Явный" sheetId="2" r:id="rId2"/>'
    return changed(workbook(hidden, seen), {"xl/workbook.xml": BOOK.format(sheets)})


def dated(number: int, since_1904: bool) -> bytes:
    """One day, written as a number of days with the format of a date."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>'
        '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    book = BOOK.format('<sheet name="L1" sheetId="1" r:id="rId1"/>')
    if since_1904:
        book = book.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    links = (
        f'<Relationships xmlns="{OPEN}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId9" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>'
    )
    cells = row_of(1, text("A1", "Номер"), text("B1", "Дата создания")) + row_of(2, text("A2", "1"), f'<c r="B2" s="1"><v>{number}</v></c>')
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/styles.xml": styles}
    return changed(workbook(()), parts | {"xl/worksheets/sheet1.xml": sheet_of(cells)})


def old_book(rows: Sequence[Sequence[object]], since_1904: bool = False) -> bytes:
    """The smallest .xls: BIFF8 records of one sheet in a compound file."""
    sheet_records = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    width = max(map(len, rows))
    sheet_records += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                sheet_records += _record(0x0203, struct.pack("<HHHd", place, column, 0, value))
            else:
                words = str(value).encode("utf-16-le")
                sheet_records += _record(0x0204, struct.pack("<HHHHB", place, column, 0, len(words) // 2, 1) + words)
    sheet_records += _record(0x000A, b"")
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + _record(0x0022, struct.pack("<H", since_1904))
    name = "Лист".encode("utf-16-le")
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name) // 2, 1) + name
    start = len(head) + 4 + len(bound) + 4
    bound = struct.pack("<I", start) + bound[4:]
    stream = head + _record(0x0085, bound) + _record(0x000A, b"") + sheet_records
    return _compound(stream.ljust(4096, b"\0"))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(-(-len(stream) // SECTOR) * SECTOR, b"\0")
    count = len(stream) // SECTOR
    # Sector 0 holds the table of sectors, 1 the list of streams, the stream itself lies from 2 on.
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0) + struct.pack("<108I", *[FREE] * 108)
    entries = _entry("Root Entry", 5, END, 0, 1) + _entry("Workbook", 2, 2, len(stream), FREE) + bytes(256)
    return header + table + entries + stream


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    words = name.encode("utf-16-le")
    head = words.ljust(64, b"\0") + struct.pack("<HBB", len(words) + 2, kind, 1) + struct.pack("<III", FREE, FREE, child)
    return head + bytes(16) + bytes(4) + bytes(16) + struct.pack("<IQ", start, size)
