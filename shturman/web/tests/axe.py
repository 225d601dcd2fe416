"""Faults of a page that people with assistive technology meet, as axe-core finds them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
COUNTED = ("serious", "critical")


def serious_faults(page: Any) -> list[str]:
    """One line a fault: what is wrong and where first."""
    page.evaluate(_source())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {fault['help']} — {fault['nodes'][0]['target']} and {len(fault['nodes']) - 1} more"
        for fault in found["violations"]
        if fault["impact"] in COUNTED
    ]


@cache
def _source() -> str:
    return SOURCE.read_text()
