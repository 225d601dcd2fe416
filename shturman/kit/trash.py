from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Discarded:
    """A row of the trash, whatever room it comes from."""

    kind: str
    title: str
    context: str
    deleted_at: datetime
    restore_url: str


# The trash shows the latest; older rows are found by search of the journal.
SHOWN = 100
