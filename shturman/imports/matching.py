"""What a word of a file means here: as it was said by hand, or as the base has understood it by itself."""

from __future__ import annotations

from typing import Any

from shturman.imports.kinds.contacts import member_named
from shturman.imports.kinds.own import one_of
from shturman.imports.kinds.stages import Stages
from shturman.imports.models import ImportRun
from shturman.imports.table import sorter_of
from shturman.kit.errors import Refused
from shturman.kit.words import folded


class Matches:
    def __init__(self, run: ImportRun):
        self.sorter: Any = sorter_of(run)

    def of(self, name: str, word: str) -> str:
        """The value of the choice, or nothing where the base knows no such word."""
        try:
            if name == "stage" and isinstance(getattr(self.sorter, "stages", None), Stages):
                return self.sorter.stages.named(word, self.sorter).name
            if own := next((field for field in self.sorter.own if field.key == name and field.choices), None):
                return own.choice_names[one_of(own, word, self.sorter)]
            if name == "role":
                role = self.sorter.roles.get(folded(self.sorter.mapped(name, word)))
                return role.name if role else ""
            return member_named(self.sorter.people, self.sorter, word, name).login
        except Refused:
            return ""
