from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Value

NAME = re.compile(r"own_([0-9]{1,18})")


class WithOwnFields(models.Model):
    """A card on which a company has fields of its own: `card.own_12` is what stands in the field of number 12, or None.

    All values stand in one column by the numbers of their fields, as JSON has them: text, numbers and money as text, dates
    by ISO 8601, yes and no, choices, people and files by their numbers. A trigger of the database refuses any other.
    """

    own = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), blank=True, editable=False)

    class Meta:
        abstract = True

    def __getattr__(self, name: str) -> Any:
        if found := NAME.fullmatch(name):
            return self.own.get(found[1])
        raise AttributeError(f"{type(self).__name__} has no {name}")

    def put(self, name: str, value: Any) -> None:
        """Into a field of the card or into one of the company's own."""
        if found := NAME.fullmatch(name):
            others = {key: kept for key, kept in self.own.items() if key != found[1]}
            self.own = others if value is None else {**others, found[1]: value}
        else:
            setattr(self, name, value)


def column_of(name: str) -> str:
    """Where the value of a field of this name is kept."""
    return "own" if is_own(name) else name.removesuffix("_id")


def is_own(name: str) -> bool:
    return NAME.fullmatch(name) is not None


def index_of_own_values(name: str) -> GinIndex:
    """Finds a card by a choice, a person or a yes."""
    return GinIndex(fields=["own"], opclasses=["jsonb_path_ops"], name=name)
