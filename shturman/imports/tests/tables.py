"""Loads tables as the administrator's command does."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from shturman import world
from shturman.company.models import Member
from shturman.imports.actions import carry_out_load, carry_out_undo, check_table, keep_table, map_table, start_load, start_undo
from shturman.imports.models import ImportRun
from shturman.world.tables import Tables, table

MAPPINGS = Path(world.__file__).parent / "maven"


def mapping_of(kind: str) -> dict[str, Any]:
    return json.loads((MAPPINGS / f"{kind}.json").read_text(encoding="utf-8"))


def check(kind: str, content: bytes, by: Member, mapping: dict[str, Any] | None = None) -> ImportRun:
    run = keep_table(kind, f"{kind}.csv", content, by=by)
    return check_table(map_table(run, mapping or run.mapping, by=by), by=by)


def check_rows(kind: str, headers: str, *rows: str, by: Member) -> ImportRun:
    """`Название;Цена`, `Насос;100`: a table in one breath."""
    return check(kind, table(headers.split(";"), [row.split(";") for row in rows], separator=";"), by)


def load_rows(kind: str, headers: str, *rows: str, by: Member) -> ImportRun:
    return carry_out_load(start_load(check_rows(kind, headers, *rows, by=by), by=by))


def load(kind: str, content: bytes, by: Member) -> ImportRun:
    return carry_out_load(start_load(check(kind, content, by, mapping_of(kind)), by=by))


def load_all(tables: Tables, by: Member) -> dict[str, ImportRun]:
    files = {"members": tables.teams, "goods": tables.products, "organisations": tables.accounts, "deals": tables.pipeline}
    return {kind: load(kind, content, by) for kind, content in files.items()}


def undo(run: ImportRun, by: Member) -> ImportRun:
    return carry_out_undo(start_undo(run, by=by))


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.new_count, run.updated_count, run.unchanged_count, run.refused_count


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """The smallest XLSX that Excel would open too: numbers are numbers, the rest is text."""
    parts = {
        "[Content_Types].xml": _xml("Types", "content-types", "".join(_typed(place) for place in range(1, len(sheets) + 1)) + TYPE_OF_BOOK),
        "_rels/.rels": _xml("Relationships", "relationships", _link(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": BOOK.format(
            "".join(f'<sheet name="L{place}" sheetId="{place}" r:id="rId{place}"/>' for place in _places(sheets))
        ),
        "xl/_rels/workbook.xml.rels": _xml(
            "Relationships",
            "relationships",
            "".join(_link(place, "worksheet", f"worksheets/sheet{place}.xml") for place in _places(sheets)),
        ),
    }
    for place, rows in enumerate(sheets, 1):
        lines = "".join(f"<row>{''.join(_cell(value) for value in row)}</row>" for row in rows)
        parts[f"xl/worksheets/sheet{place}.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return packed.getvalue()


OPEN = "http://schemas.openxmlformats.org"
MAIN = f"{OPEN}/spreadsheetml/2006/main"
LINKS = f"{OPEN}/officeDocument/2006/relationships"
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{{}}</sheets></workbook>'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPE_OF_BOOK = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
)


def _places(sheets: Sequence[object]) -> range:
    return range(1, len(sheets) + 1)


def _xml(root: str, space: str, inside: str) -> str:
    return f'<{root} xmlns="{OPEN}/package/2006/{space}">{inside}</{root}>'


def _link(place: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{place}" Type="{LINKS}/{kind}" Target="{target}"/>'


def _typed(place: int) -> str:
    return f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/>'


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
