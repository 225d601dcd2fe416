"""Which stage of ours a word of the file means."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from shturman.deals.models import Funnel, Stage
from shturman.imports.kinds.base import Sorter, UnknownValue
from shturman.kit.words import folded

# Words by which other systems name the end of a deal.
ENDS = {
    Stage.Kind.WON: ("успешно реализовано", "won", "closed won", "выиграна", "сделка успешна", "оплачено"),
    Stage.Kind.LOST: ("закрыто и не реализовано", "lost", "closed lost", "проиграна", "сделка провалена", "отказ"),
}


class Stages:
    def __init__(self, funnel: Funnel):
        self.rows: Sequence[Stage] = list(funnel.stages.kept())
        self.by_name = {folded(stage.name): stage for stage in self.rows}
        for kind, words in ENDS.items():
            end = next((stage for stage in self.rows if stage.kind == kind), None)
            for word in words:
                if end is not None:
                    self.by_name.setdefault(word, end)

    @property
    def first(self) -> Stage:
        return next(stage for stage in self.rows if stage.is_open)

    def named(self, value: str, sorter: Sorter) -> Stage:
        if not value:
            return self.first
        found = self.by_name.get(folded(sorter.mapped("stage", value)))
        if found is None:
            raise UnknownValue("stage", value, _("There is no stage “%(name)s” in the funnel") % {"name": value[:80]})
        return found
