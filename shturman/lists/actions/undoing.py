from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.lists.actions.carrying import in_batches, said
from shturman.lists.bulk import GONE, Outcome
from shturman.lists.events import BulkUndoAsked, BulkUndone
from shturman.lists.models import BulkRow, BulkRun


@transaction.atomic
def ask_to_undo_bulk(run: BulkRun, *, by: Member, undoes: Entry | None = None) -> BulkRun:
    """A job gives back row by row; what was changed later by hand is left as it is, with the reason."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk and not by.sees_whole_house:
        raise NotAllowed(_("This is undone by the one who did it or by the owner"))
    if run.state == BulkRun.State.RUNNING:
        raise Refused(_("It is being done now: stop it, or wait till it ends"))
    if not run.is_ended:
        raise Refused(_("This is undone already"))
    changed = run.rows.filter(state=BulkRow.State.DONE).count()
    if not changed:
        raise Refused(_("Nothing was changed: there is nothing to undo"))
    run.state, run.undone_by, run.done_rows, run.total_rows = BulkRun.State.UNDOING, by, 0, changed
    run.save()
    record(BulkUndoAsked(run.pk, said(run), changed), by=by, about=[run], undoes=undoes)
    return run


def undo_bulk_done(entry: Entry, *, by: Member) -> str:
    run = ask_to_undo_bulk(BulkRun.objects.get(pk=entry.facts["run_id"]), by=by, undoes=entry)
    return _("Being undone: %(what)s") % {"what": said(run)}


def carry_out_bulk_undo(run_id: int) -> None:
    """What has failed may be asked for again: what is given back stays so."""
    try:
        in_batches(run_id, _undo_batch)
    except Exception:
        BulkRun.objects.filter(pk=run_id, state=BulkRun.State.UNDOING).update(state=BulkRun.State.STOPPED)
        raise


@transaction.atomic
def _undo_batch(run_id: int) -> bool:
    run = BulkRun.objects.select_related("undone_by__role", "undone_by__department").select_for_update(of=("self",)).get(pk=run_id)
    if run.state != BulkRun.State.UNDOING or run.undone_by is None:
        return False
    deed = house.bulk_thing(run.thing).deed(run.deed)
    rows = list(run.rows.filter(state=BulkRow.State.DONE).order_by("-id")[: deed.undo_batch])
    if not rows:
        run.state, run.undone_at = BulkRun.State.UNDONE, timezone.now()
        run.save()
        restored = run.rows.filter(state=BulkRow.State.RESTORED).count()
        record(BulkUndone(run.pk, said(run), restored), by=run.undone_by, about=[run])
        return False
    left = deed.take_back({row.object_id: Outcome(row.before, row.after) for row in rows}, run.undone_by)
    for row in rows:
        row.reason = left.get(row.object_id, str(GONE))[:300]
        row.state = BulkRow.State.KEPT if row.reason else BulkRow.State.RESTORED
    BulkRow.objects.bulk_update(rows, ["state", "reason"])
    run.done_rows = min(run.done_rows + len(rows), run.total_rows)
    run.save(update_fields=["done_rows"])
    return True
