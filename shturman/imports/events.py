from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shturman.journal.events import Event


@dataclass(frozen=True)
class _AboutRun(Event):
    icon = "import"
    run_id: int
    name: str


@dataclass(frozen=True)
class LoadAsked(_AboutRun):
    kind = "imports.load_asked"

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("The loading of “%(name)s” has begun") % facts


@dataclass(frozen=True)
class TableLoaded(_AboutRun):
    kind = "imports.table_loaded"
    new: int
    updated: int
    refused: int

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("“%(name)s” is loaded") % facts

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("new %(new)s, updated %(updated)s, refused %(refused)s") % facts


@dataclass(frozen=True)
class LoadUndoAsked(_AboutRun):
    kind = "imports.load_undo_asked"
    icon = "undo"

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("The loading of “%(name)s” is being withdrawn") % facts


@dataclass(frozen=True)
class LoadUndone(_AboutRun):
    kind = "imports.load_undone"
    icon = "undo"
    kept: int

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("The loading of “%(name)s” is withdrawn") % facts

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("left in the base: %(kept)s") % facts if facts["kept"] else ""
