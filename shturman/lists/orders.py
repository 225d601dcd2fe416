"""What a column of a list is put in order by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Lower, NullIf, Replace

from shturman.company.models import Member

By = Callable[[Member], Sequence[Any]]


@dataclass(frozen=True)
class ListOrder:
    """`key` names it in the address; `by`: what the rows are compared by, as this member meets them; `falls`: the first press
    puts the greatest on top."""

    key: str
    by: By
    falls: bool = False


def by_values(*fields: Any) -> By:
    """Numbers, moments, places: as the base compares them."""
    return lambda member: [F(field) if isinstance(field, str) else field for field in fields]


def by_words(*fields: Any) -> By:
    """Russian text: capitals and «ё» make no difference, what is empty comes last."""
    return lambda member: [words_of(field) for field in fields]


def words_of(field: Any) -> Any:
    lowered = Lower(field, output_field=TextField())
    return NullIf(Replace(lowered, Value("ё"), Value("е")), Value(""), output_field=TextField())
