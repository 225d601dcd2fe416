"""What is chosen stays chosen: what was looked through is what will be changed, whatever the list shows later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.lists.bulk import GONE, MOST_ROWS, BulkDeed, Facts
from shturman.lists.models import BulkRow, BulkRun

READ_AT_ONCE = 1000


@transaction.atomic
def choose_rows(thing: str, ids: Sequence[int], *, by: Member) -> BulkRun:
    """Only of what the member sees; rows beyond his sight are not counted."""
    seen = list(house.bulk_thing(thing).seen(by).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    return _run_of(thing, seen, by)


@transaction.atomic
def choose_filtered(thing: str, params: object, *, by: Member) -> BulkRun:
    """Everything that the filter of the list selects."""
    rows = house.bulk_thing(thing).chosen(params, by).order_by("pk").values_list("pk", flat=True)
    return _run_of(thing, list(rows[: MOST_ROWS + 1]), by)


def _run_of(thing: str, ids: Sequence[int], by: Member) -> BulkRun:
    if not ids:
        raise Refused(_("Nothing is chosen: mark rows of the list"))
    if len(ids) > MOST_ROWS:
        raise Refused(_("More than 10 000 rows are chosen: narrow the condition"))
    run = BulkRun.objects.create(thing=thing, by=by, total_rows=len(ids))
    BulkRow.objects.bulk_create([BulkRow(run=run, object_id=pk) for pk in ids], batch_size=2000)
    return run


@transaction.atomic
def prepare_bulk(run: BulkRun, deed: BulkDeed, facts: Facts, *, by: Member) -> BulkRun:
    """Looks each row through: which will be changed, which cannot be and why."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk:
        raise NotAllowed(_("These rows were chosen by another person: choose them yourself"))
    if run.state not in (BulkRun.State.CHOSEN, BulkRun.State.PREPARED):
        raise Refused(_("This is begun already: choose the rows anew"))
    if not deed.is_for(by):
        raise NotAllowed(_("This deed is closed to you: the right is given by the owner"))
    run.deed, run.facts, run.state = deed.key, dict(facts), BulkRun.State.PREPARED
    run.save(update_fields=["deed", "facts", "state"])
    rows, aim = list(run.rows.all()), deed.read(run.facts)
    for place in range(0, len(rows), READ_AT_ONCE):
        _look_through(run, deed, aim, rows[place : place + READ_AT_ONCE], by)
    BulkRow.objects.bulk_update(rows, ["state", "reason"], batch_size=2000)
    return run


def _look_through(run: BulkRun, deed: BulkDeed, aim: Any, rows: Sequence[BulkRow], by: Member) -> None:
    things = house.bulk_thing(run.thing).seen(by).in_bulk([row.object_id for row in rows])
    for row in rows:
        thing = things.get(row.object_id)
        row.reason = (deed.obstacle(thing, aim, by) if thing is not None else str(GONE))[:300]
        row.state = BulkRow.State.REFUSED if row.reason else BulkRow.State.WAITING


@transaction.atomic
def forget_abandoned_choices(before: datetime) -> None:
    """Chosen and never carried out."""
    BulkRun.objects.filter(state__in=[BulkRun.State.CHOSEN, BulkRun.State.PREPARED], created_at__lt=before).delete()
