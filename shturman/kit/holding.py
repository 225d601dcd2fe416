"""Rows held till the commit together with what they refer to."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from shturman.kit.errors import Refused

Row = TypeVar("Row", bound=Model)


def hold_rows(rows: QuerySet[Row], ids: Collection[int]) -> list[Row]:
    """In one order, so that two who take many wait for each other instead of locking each other out.

    A row whose reference changes while it is waited for slips out of the join: the database holds its new version and
    looks for it beside the old neighbour. It is ours by then, so a second reading finds it.
    """
    found = list(rows.filter(pk__in=ids).order_by("pk"))
    missed = set(ids) - {row.pk for row in found}
    if missed:
        found += rows.filter(pk__in=missed).order_by("pk")
    return sorted(found, key=lambda row: row.pk)


def hold_row(rows: QuerySet[Row], pk: int) -> Row:
    """Raises Refused where the row has gone since it was read."""
    found = hold_rows(rows, [pk])
    if not found:
        raise Refused(_("A colleague has deleted it meanwhile"))
    return found[0]
