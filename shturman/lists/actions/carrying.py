"""A batch is a transaction: whatever is killed in between, no row is changed twice and none is forgotten."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import quietly, record
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.lists.bulk import GONE, Outcome
from shturman.lists.events import BulkAsked, BulkDone
from shturman.lists.models import BulkRow, BulkRun

BATCH = 100
TRIES = 3


@transaction.atomic
def start_bulk(run: BulkRun, *, by: Member) -> BulkRun:
    """A job carries it out: the page may be left. What was stopped goes on from where it stood."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk:
        raise NotAllowed(_("These rows were chosen by another person: choose them yourself"))
    if run.state not in (BulkRun.State.PREPARED, BulkRun.State.STOPPED):
        raise Refused(_("This is begun already"))
    waiting = run.rows.filter(state=BulkRow.State.WAITING).count()
    if not waiting:
        raise Refused(_("There is nothing to change: no chosen row may be changed so"))
    run.state, run.started_at = BulkRun.State.RUNNING, run.started_at or timezone.now()
    run.total_rows, run.done_rows = waiting, 0
    run.save()
    record(BulkAsked(run.pk, said(run), waiting), by=by, about=[run])
    return run


@transaction.atomic
def stop_bulk(run: BulkRun, *, by: Member) -> BulkRun:
    """What is changed stays changed and may be undone; the rest waits."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk and not by.sees_whole_house:
        raise NotAllowed(_("This is stopped by the one who began it or by the owner"))
    if run.state != BulkRun.State.RUNNING:
        raise Refused(_("It has ended already"))
    run.state, run.finished_at = BulkRun.State.STOPPED, timezone.now()
    run.save()
    return run


def carry_out_bulk(run_id: int) -> None:
    """What has failed is stopped: it goes on when asked, or is undone."""
    try:
        in_batches(run_id, _carry_batch)
    except Exception:
        BulkRun.objects.filter(pk=run_id, state=BulkRun.State.RUNNING).update(state=BulkRun.State.STOPPED, finished_at=timezone.now())
        raise


def in_batches(run_id: int, carry: Callable[[int], bool]) -> None:
    """Two who change the same rows may lock each other out: the loser tries its batch again."""
    failures = 0
    while True:
        try:
            with quietly():
                goes_on = carry(run_id)
            if not goes_on:
                return
            failures = 0
        except OperationalError:
            failures += 1
            if failures == TRIES:
                raise


@transaction.atomic
def _carry_batch(run_id: int) -> bool:
    run = BulkRun.objects.select_related("by__role", "by__department").select_for_update(of=("self",)).get(pk=run_id)
    if run.state != BulkRun.State.RUNNING:
        return False
    rows = list(run.rows.filter(state=BulkRow.State.WAITING)[:BATCH])
    if not rows:
        run.state, run.finished_at = BulkRun.State.DONE, timezone.now()
        run.save()
        record(BulkDone(run.pk, said(run), run.rows.filter(state=BulkRow.State.DONE).count()), by=run.by, about=[run])
        return False
    thing = house.bulk_thing(run.thing)
    ids = list(thing.seen(run.by).filter(pk__in=[row.object_id for row in rows]).values_list("pk", flat=True))
    deed = thing.deed(run.deed)
    outcomes = deed.act(thing.held(ids), deed.read(run.facts), run.by)
    for row in rows:
        outcome = outcomes.get(row.object_id) or Outcome(reason=str(GONE))
        row.state = BulkRow.State.REFUSED if outcome.reason else BulkRow.State.DONE
        row.reason, row.before, row.after = outcome.reason[:300], dict(outcome.before), dict(outcome.after)
    BulkRow.objects.bulk_update(rows, ["state", "reason", "before", "after"])
    run.done_rows = min(run.done_rows + len(rows), run.total_rows)
    run.save(update_fields=["done_rows"])
    return True


def said(run: BulkRun) -> str:
    return house.bulk_thing(run.thing).deed(run.deed).describe(run.facts)
