"""Values as they come to a field from outside: taken, or refused beside it in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from shturman.fields.kinds import Kind, kind_of
from shturman.fields.known import KnownField
from shturman.kit.errors import Refused

NOT_A_VALUE = {
    Kind.NUMBER: gettext_lazy("“%(value)s” is no number: %(field)s"),
    Kind.MONEY: gettext_lazy("“%(value)s” is no amount: %(field)s"),
    Kind.DATE: gettext_lazy("“%(value)s” is no date: %(field)s"),
    Kind.FLAG: gettext_lazy("“%(value)s” is neither yes nor no: %(field)s"),
    Kind.CHOICE: gettext_lazy("There is no choice “%(value)s”: %(field)s"),
    Kind.MANY: gettext_lazy("There is no choice “%(value)s”: %(field)s"),
    Kind.PERSON: gettext_lazy("There is no employee “%(value)s”: %(field)s"),
}


def checked(field: KnownField, kept: Any) -> Any:
    """None empties the field; any other value is one of its kind, or `Refused` beside it."""
    if kept is None:
        return None
    try:
        return kind_of(field).checked(kept, field)
    except (ValueError, TypeError) as error:
        raise _no_value(field, kept) from error


def read_cell(field: KnownField, text: str) -> Any:
    try:
        return kind_of(field).from_text(text, field)
    except ValueError as error:
        raise _no_value(field, text) from error


def _no_value(field: KnownField, value: Any) -> Refused:
    words = NOT_A_VALUE.get(Kind(field.kind), gettext_lazy("“%(value)s” does not fit: %(field)s"))
    return Refused(str(words) % {"value": str(value)[:80], "field": field.name}, field=field.key)
