"""How a value of a file stands to what is there: empty, another, or not taken."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from shturman.kit.errors import Refused

EMPTY_VALUES: tuple[Any, ...] = (None, "", 0)


def is_empty(value: Any) -> bool:
    """A «no» is an answer."""
    return value is not False and value in EMPTY_VALUES


def as_refusal(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    return Refused(_("The base does not take this row: a value in it is too long or belongs to another"))


def differs(present: Any, value: Any) -> bool:
    if isinstance(present, str) and isinstance(value, str):
        return " ".join(present.split()) != " ".join(value.split())
    return present != value
