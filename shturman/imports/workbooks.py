"""Excel workbooks: the first sheet that holds anything, its cells as a person reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from shturman.kit.errors import Refused

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# A workbook is packed: a small file may hide a mountain.
LARGEST_UNPACKED = 512 * 1024 * 1024


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIP, OLD_EXCEL))


def lines_of_workbook(content: bytes) -> Iterator[list[str]]:
    """Row by row from the very first one, so that their numbers are those that Excel shows."""
    _ask_size(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for row in rows for cell in row):
                return ([_shown(cell) for cell in row] for row in rows)
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(_("This workbook cannot be read. Save the sheet as XLSX or CSV and load that file")) from error
    raise Refused(_("The file is empty"))


def _ask_size(content: bytes) -> None:
    if not content.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise Refused(_("This workbook cannot be read. Save the sheet as XLSX or CSV and load that file")) from error
    if unpacked > LARGEST_UNPACKED:
        raise Refused(_("The workbook is too large when unpacked: split it in parts"))


def _shown(cell: Any) -> str:
    """A phone is a number in Excel, and a day may carry an idle midnight."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() != time():
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return str(cell)
