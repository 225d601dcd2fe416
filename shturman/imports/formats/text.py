"""Tables that people save as text: the letters and the separator are found by the file itself, cells are kept as they are."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from shturman.imports.formats.opened import Opened
from shturman.kit.errors import Refused

SEPARATORS = (",", ";", "\t", "|")
ROWS_TO_JUDGE_BY = 20
SAMPLE = 256 * 1024
CHUNK = 1024 * 1024
MOSTLY = 0.8
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Excel's own way to name the separator: the first line of the file.
_NAMED_SEPARATOR = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


def opened_text(path: Path) -> Opened:
    encoding, notes = encoding_of(path)
    with path.open(encoding=encoding, errors="replace" if notes else "strict", newline="") as file:
        sample = file.read(SAMPLE)
    first, _end, rest = sample.partition("\n")
    named = _NAMED_SEPARATOR.match(first)
    separator = named[1] if named else separator_of(sample)
    return Opened(encoding, _rows(path, encoding, separator, bool(named), bool(notes)), separator, notes=notes)


def encoding_of(path: Path) -> tuple[str, tuple[str, ...]]:
    """The whole file is asked: one wrong letter far below must not turn all others into nonsense."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise Refused(_("The file is empty"))
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, _asked(path, encoding)
    if b"\0" in head:
        encoding = _unmarked(head)
        return encoding, _asked(path, encoding)
    try:
        return "utf-8", _asked(path, "utf-8")
    except Refused:
        return "windows-1251", _asked(path, "windows-1251")


def separator_of(text: str) -> str:
    """The one that cuts the first rows into the most alike pieces; quotes are respected."""
    return max(SEPARATORS, key=lambda separator: _alikeness(text, separator))


def _asked(path: Path, encoding: str) -> tuple[str, ...]:
    """Notes on a file whose letters can be read; a file cut in the middle of a letter is read up to the cut."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            if "\0" in decoder.decode(chunk):
                raise Refused(_("This is not a table but a file of another kind. Save the table as CSV"))
    except UnicodeDecodeError as error:
        raise Refused(_("The letters of the file cannot be read. Save the table as CSV in UTF-8")) from error
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return (_("The file breaks off in the middle of a letter: its last row may be not whole. Take the file out once more"),)
    return ()


def _unmarked(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of Latin letters is a nought, of Cyrillic ones a four."""
    pairs = max(len(head) // 2, 1)
    even, odd = ((part.count(0) + part.count(4)) / pairs for part in (head[0::2], head[1::2]))
    if len(head) < 8 or max(even, odd) < MOSTLY or min(even, odd) > 1 - MOSTLY:
        raise Refused(_("This is not a table but a file of another kind. Save the table as CSV"))
    return "utf-16-le" if odd > even else "utf-16-be"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _rows(path: Path, encoding: str, separator: str, is_named: bool, is_cut: bool) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, errors="replace" if is_cut else "strict", newline="") as file:
        if is_named:
            file.readline()
        lines = _Remembered(file)
        reader = csv.reader(lines, delimiter=separator)
        number = 1 + is_named
        try:
            for cells in reader:
                yield number, cells
                number += 1
                last, lines.last = lines.last, []
        except csv.Error as error:
            said = _("One cell is longer than 131,072 signs: a quotation mark was opened in row %(row)d and never closed")
            raise Refused(said % {"row": number}) from error
        if number > 1 + is_named:
            _ask_closed(last, separator, number - 1)


class _Remembered:
    """Lines of the row that is being read."""

    def __init__(self, lines: Iterable[str]):
        self.lines = iter(lines)
        self.last: list[str] = []

    def __iter__(self) -> _Remembered:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.last.append(line)
        return line


def _ask_closed(last: list[str], separator: str, number: int) -> None:
    """A quotation mark without its pair swallows all rows below it in silence: the file is cut, or the mark is a stray one."""
    try:
        list(csv.reader(last, delimiter=separator, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise Refused(
                _("A quotation mark is opened in row %(row)d and never closed: the file is cut there") % {"row": number}
            ) from error


def _alikeness(text: str, separator: str) -> tuple[int, int]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        widths = [len(line) for line in islice(reader, ROWS_TO_JUDGE_BY) if line]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(width == widths[0] for width in widths), widths[0]
