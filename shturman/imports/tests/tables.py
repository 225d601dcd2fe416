"""Loads tables as the administrator's command does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
