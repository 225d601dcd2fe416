from __future__ import annotations

from collections.abc import Sequence

from shturman.lists.models import BulkRow


def erase_in_bulk(thing: str, row_ids: Sequence[int]) -> None:
    """What stood in the fields of these rows before many were changed: such a change is undone for the others alone."""
    BulkRow.objects.filter(run__thing=thing, run__deed="change", object_id__in=row_ids).update(before={}, after={})
