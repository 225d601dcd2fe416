"""The expected «no», in the person's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Missing:
    """A fact that a gate needs: `field` names the form field that asks for it."""

    field: str
    label: str


class Refused(Exception):
    """Somebody asked for what may not happen now.

    `reason` is shown to the person as it is; `field` puts it beside that field of the form;
    `missing` lists the facts which, once given, turn the answer into «yes».
    """

    def __init__(self, reason: Any, *, field: str | None = None, missing: Sequence[Missing] = ()):
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.missing = tuple(missing)

    def __str__(self) -> str:
        return str(self.reason)


class NotAllowed(Refused):
    """The person sees the thing and may not do this to it: says in words why and whom to ask."""
