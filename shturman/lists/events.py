from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.journal.events import Event


@dataclass(frozen=True)
class _AboutBulk(Event):
    icon = "pencil"
    run_id: int
    what: str
    rows: int

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("rows: %(rows)s") % facts


@dataclass(frozen=True)
class BulkAsked(_AboutBulk):
    kind = "lists.bulk_asked"
    said = gettext_lazy("Change of many rows has begun: %(what)s")


@dataclass(frozen=True)
class BulkDone(_AboutBulk):
    kind = "lists.bulk_done"
    said = gettext_lazy("Many rows are changed: %(what)s")


@dataclass(frozen=True)
class BulkUndoAsked(_AboutBulk):
    kind = "lists.bulk_undo_asked"
    icon = "undo"
    said = gettext_lazy("Change of many rows is being undone: %(what)s")


@dataclass(frozen=True)
class BulkUndone(_AboutBulk):
    kind = "lists.bulk_undone"
    icon = "undo"
    said = gettext_lazy("Change of many rows is undone: %(what)s")
