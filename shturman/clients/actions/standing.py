"""What stands on a client goes over to another one and comes back: every room lists its own in `wiring.STANDS_ON_CLIENT`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.db.models import F, Max, Model, QuerySet

from shturman.clients.models import Client, Merge, MovedRow
from shturman.kit import house
from shturman.kit.house import StandsOn


def move_rows(merge: Merge, others: Collection[int]) -> None:
    for standing in house.stands_on_client():
        _move(merge, standing, others)


def _move(merge: Merge, standing: StandsOn, others: Collection[int]) -> None:
    rows = _rows(standing)
    coming = rows.filter(**{f"{standing.reference}__in": others}).order_by("pk")
    if standing.model == Client._meta.label:
        coming = coming.exclude(pk__in=[merge.main_id, *others])
    moving = list(_not_there_yet(rows, coming, standing, merge.main_id) if standing.alone_in or standing.is_alone else coming)
    moved = [
        MovedRow(
            merge=merge,
            model=standing.model,
            row_id=row.pk,
            field=standing.reference,
            before=getattr(row, standing.attribute),
            after=merge.main_id,
            place=getattr(row, standing.place) if standing.place else None,
        )
        for row in moving
    ]
    MovedRow.objects.bulk_create(moved, batch_size=2000)
    changes: dict[str, Any] = {standing.attribute: merge.main_id}
    if standing.place:
        last = rows.filter(**{standing.reference: merge.main_id}).aggregate(last=Max(standing.place))["last"]
        changes[standing.place] = F(standing.place) + (0 if last is None else last + 1)
    rows.filter(pk__in=[row.row_id for row in moved]).update(**changes)


def _not_there_yet(rows: QuerySet[Any], coming: QuerySet[Any], standing: StandsOn, main_id: int) -> Iterable[Model]:
    """The same phone or tag is not needed twice: the second one waits on the client who is away."""
    known = {_told(row, standing) for row in rows.filter(**{standing.reference: main_id})}
    for row in coming:
        if (told := _told(row, standing)) not in known:
            known.add(told)
            yield row


def _told(row: Model, standing: StandsOn) -> tuple[str, ...]:
    return tuple(str(getattr(row, name)).lower() for name in standing.alone_in)


def give_rows_back(merge: Merge) -> tuple[int, int]:
    """How many came back, and how many were changed later and stay where they are."""
    returned = kept = 0
    for standing in house.stands_on_client():
        told = MovedRow.objects.filter(merge=merge, model=standing.model, field=standing.reference)
        # The parent of the main client itself is one of its fields.
        moved = list(told.exclude(row_id=merge.main_id) if standing.model == Client._meta.label else told)
        here = _rows(standing).filter(pk__in=[row.row_id for row in moved], **{standing.reference: merge.main_id})
        still_here = set(here.values_list("pk", flat=True))
        for origin in {row.before for row in moved}:
            back = [row for row in moved if row.before == origin and row.row_id in still_here]
            _rows(standing).filter(pk__in=[row.row_id for row in back]).update(**{standing.attribute: origin})
            for row in back if standing.place else ():
                _rows(standing).filter(pk=row.row_id).update(**{standing.place: row.place})
        left = [row.pk for row in moved if row.row_id not in still_here]
        MovedRow.objects.filter(pk__in=left).update(kept=True)
        returned, kept = returned + len(still_here), kept + len(left)
    return returned, kept


def _rows(standing: StandsOn) -> QuerySet[Any]:
    return apps.get_model(standing.model)._meta.base_manager.filter(**standing.where)
