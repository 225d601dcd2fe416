"""Faults of a page that people with assistive technology meet, as axe-core finds them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
COUNTED = ("serious", "critical")


ARRIVED = """() => Promise.all(document.getAnimations()
    .filter((one) => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => undefined)))"""


def serious_faults(page: Any) -> list[str]:
    """One line a fault: what is wrong and where first."""
    page.evaluate(_source())
    # What is still rising or fading in is half transparent: people read it when it has arrived.
    page.evaluate(ARRIVED)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {fault['help']} — {fault['nodes'][0]['target']} and {len(fault['nodes']) - 1} more"
        for fault in found["violations"]
        if fault["impact"] in COUNTED
    ]


@cache
def _source() -> str:
    return SOURCE.read_text()
