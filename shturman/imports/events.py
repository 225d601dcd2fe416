from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.journal.events import Event


@dataclass(frozen=True)
class _AboutRun(Event):
    icon = "import"
    run_id: int
    name: str


@dataclass(frozen=True)
class CheckAsked(_AboutRun):
    kind = "imports.check_asked"
    said = gettext_lazy("The check of “%(name)s” has begun")


@dataclass(frozen=True)
class LoadAsked(_AboutRun):
    kind = "imports.load_asked"
    said = gettext_lazy("The loading of “%(name)s” has begun")


@dataclass(frozen=True)
class TableLoaded(_AboutRun):
    kind = "imports.table_loaded"
    new: int
    updated: int
    refused: int
    said = gettext_lazy("“%(name)s” is loaded")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("new %(new)s, updated %(updated)s, refused %(refused)s") % facts


@dataclass(frozen=True)
class LoadStopped(_AboutRun):
    kind = "imports.load_stopped"
    done: int
    total: int
    said = gettext_lazy("The loading of “%(name)s” is stopped")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("loaded rows: %(done)s of %(total)s") % facts


@dataclass(frozen=True)
class LoadUndoAsked(_AboutRun):
    kind = "imports.load_undo_asked"
    icon = "undo"
    said = gettext_lazy("The loading of “%(name)s” is being withdrawn")


@dataclass(frozen=True)
class LoadUndone(_AboutRun):
    kind = "imports.load_undone"
    icon = "undo"
    kept: int
    said = gettext_lazy("The loading of “%(name)s” is withdrawn")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("left in the base: %(kept)s") % facts if facts["kept"] else ""
