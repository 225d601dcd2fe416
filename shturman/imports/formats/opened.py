from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    name: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Opened:
    """A file of any kind as numbered lines of cells; `has_titles` where people write a title above the head."""

    encoding: str
    lines: Iterable[tuple[int, Sequence[str]]]
    separator: str = ""
    sheets: tuple[Sheet, ...] = ()
    sheet: str = ""
    has_titles: bool = False
    notes: tuple[str, ...] = ()
