"""Excel workbooks and pages saved as .xls: read by a process of its own, told in words when they cannot be."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.imports.formats import child
from shturman.imports.formats.opened import Opened, Sheet
from shturman.kit.errors import Refused

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# A workbook is packed: a small file may hide a mountain.
LARGEST_UNPACKED = 512 * 1024 * 1024
LONGEST_SECONDS = 120
CHUNK = 1024 * 1024


def opened_workbook(path: Path, out: Path, sheet: str) -> Opened:
    """Row by row from the very first one, so that their numbers are those that Excel shows."""
    _ask_size(path)
    return _read(path, out, sheet, _kind(path))


def opened_page(path: Path, out: Path) -> Opened:
    return _read(path, out, "", "html")


def _read(path: Path, out: Path, sheet: str, encoding: str) -> Opened:
    command = [sys.executable, child.__file__, str(path), str(out), sheet, _("yes"), _("no")]
    try:
        code = subprocess.run(command, timeout=LONGEST_SECONDS, check=False, stderr=subprocess.DEVNULL).returncode
    except subprocess.TimeoutExpired as error:
        raise Refused(_("The workbook is too large when unpacked: split it in parts")) from error
    _ask_answer(code, encoding)
    lines = _lines(out)
    found: Any = next(lines)
    return Opened(
        encoding=encoding,
        lines=((line[0], line[1:]) for line in lines),
        sheets=tuple(Sheet(about["name"], about["is_hidden"]) for about in found["sheets"]),
        sheet=found["sheet"],
        has_titles=True,
        notes=_notes(found),
    )


def _ask_answer(code: int, encoding: str) -> None:
    if code == child.EMPTY:
        raise Refused(_("There is no table on this page") if encoding == "html" else _("The file is empty"))
    if code == child.LOCKED:
        raise Refused(_("The workbook is locked with a password: save it without one"))
    if code == child.TOO_LARGE or code < 0:
        raise Refused(_("The workbook is too large when unpacked: split it in parts"))
    if code:
        raise Refused(_("This workbook cannot be read. Save the sheet as XLSX or CSV and load that file"))


def _lines(out: Path) -> Iterator[Any]:
    with out.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _notes(found: dict[str, Any]) -> tuple[str, ...]:
    count = found["long_numbers"]
    if not count:
        return ()
    said = ngettext(
        "%(count)d number is longer than fifteen digits: Excel has rounded it. Make the column text in Excel, else its tail is noughts",
        "%(count)d numbers are longer than fifteen digits: Excel has rounded them. Make the column text in Excel, else tails are noughts",
        count,
    )
    return (said % {"count": count},)


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(4) != ZIP:
            return "xls"
    with zipfile.ZipFile(path) as packed:
        return "ods" if "content.xml" in packed.namelist() else "xlsx"


def _ask_size(path: Path) -> None:
    """By what is really inside: the list of contents may lie, so each part is unpacked and its check sum is asked."""
    with path.open("rb") as file:
        if file.read(4) != ZIP:
            return
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Refused(_("The workbook is too large when unpacked: split it in parts"))
            for part in packed.infolist():
                with packed.open(part) as content:
                    while chunk := content.read(CHUNK):
                        unpacked += len(chunk)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refused(_("This workbook cannot be read. Save the sheet as XLSX or CSV and load that file")) from error
    if unpacked > LARGEST_UNPACKED:
        raise Refused(_("The workbook is too large when unpacked: split it in parts"))
