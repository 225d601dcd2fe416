"""The last loads of tables and how they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member, Role
from shturman.imports.access import can_import
from shturman.imports.queries import runs_of
from shturman.kit.house import Tile

LINES = 4


def loads(member: Member) -> Mapping[str, Any]:
    return {"runs": list(runs_of(member)[:LINES])}


LOADS = Tile(
    "loads",
    _("Loading of tables"),
    _("The last tables: what is being loaded, what has come in and what was refused"),
    "import",
    "/imports/",
    "imports/tiles/loads.html",
    loads,
    kinds=(Role.Base.OWNER, Role.Base.HEAD_OF_SALES),
    is_heavy=True,
    is_for=can_import,
)
