"""One file with the queries of the floors and their plans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection

from shturman.world.bench.screens import SCREENS


def write_plans(target: Path, facts: dict[str, Any]) -> None:
    parts = []
    with connection.cursor() as cursor:
        for screen in SCREENS:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {screen.floor}", facts)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            parts.append(f"-- {screen.title}\n{screen.floor};\n\n{plan}\n")
    target.write_text("\n\n".join(parts))
