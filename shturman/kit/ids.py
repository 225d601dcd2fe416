"""Ids as addresses and forms bring them: typed by hand, cut short, or made up."""

from __future__ import annotations

import re

# Eighteen digits always fit the database's own number; `isdigit` would also let «²» through.
_ID = re.compile(r"[0-9]{1,18}")


def row_id(text: object) -> int | None:
    """The number, or None for what no row can bear."""
    text = str(text or "")
    return int(text) if _ID.fullmatch(text) else None
