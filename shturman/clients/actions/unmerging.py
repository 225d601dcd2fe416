"""A merge taken back whole; what was changed after it is not lost."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.clients.access import can_edit_client
from shturman.clients.actions.duplicates import open_pairs_again
from shturman.clients.actions.merging import ask_to_merge, plain
from shturman.clients.actions.standing import give_rows_back, move_rows
from shturman.clients.events import ClientsMergeUndone
from shturman.clients.merging import UNITS, living
from shturman.clients.models import Client, Merge, MovedRow
from shturman.company.models import Member
from shturman.fields.models.rows import column_of, is_own
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_rows


def undo_merge_of(entry: Entry, *, by: Member) -> str:
    return told(undo_merge(Merge.objects.get(entry=entry), by=by))


@transaction.atomic
def undo_merge(merge: Merge, *, by: Member) -> Merge:
    """Rows made on the main client since stay with it, and so does a field that was changed later."""
    other_ids = sorted(merge.away.values_list("client", flat=True))
    everybody = Client.objects.everything().select_related("responsible").select_for_update(of=("self",))
    held = {client.pk: client for client in hold_rows(everybody, [merge.main_id, *other_ids])}
    merge = Merge.objects.select_for_update(of=("self",)).select_related("entry").get(pk=merge.pk)
    main, others = held[merge.main_id], [held[pk] for pk in other_ids]
    _ask(merge, main, others, by)
    Client.objects.everything().filter(pk__in=other_ids).update(merged_into=None, deleted_at=None)
    returned, kept = give_rows_back(merge)
    kept += _give_fields_back(merge, main)
    for standing in Merge.objects.filter(main=main, undone_at=None).exclude(pk=merge.pk).order_by("pk"):
        # The same phone waited on the others while this one's was there.
        move_rows(standing, list(standing.away.values_list("client", flat=True)))
    open_pairs_again(merge)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    event = ClientsMergeUndone(main.pk, other_ids, merge.pk, returned, kept)
    record(event, by=by, about=[main, *others], undoes=merge.entry)
    return merge


def told(merge: Merge) -> str:
    kept = merge.moved.filter(kept=True).count()
    if not kept:
        return _("The merge is undone: everything is as it was")
    words = ngettext(
        "The merge is undone; %(count)d row stays with the main client: it was changed later",
        "The merge is undone; %(count)d rows stay with the main client: they were changed later",
        kept,
    )
    return words % {"count": kept}


def _ask(merge: Merge, main: Client, others: list[Client], by: Member) -> None:
    ask_to_merge(by)
    if merge.is_undone:
        raise Refused(_("This is undone already"))
    if main.merged_into_id is not None and (above := living(main.pk)):
        raise Refused(_("The main client was merged into “%(name)s” later: undo that merge first") % {"name": above.name})
    if main.deleted_at:
        raise Refused(_("The main client is in the trash: restore it first"))
    if main.erased_at:
        raise Refused(_("The client is erased on request: there is nothing to give back"))
    for client in (main, *others):
        if not can_edit_client(by, client):
            raise NotAllowed(_("This client is led by %(name)s: ask him or his head") % {"name": client.responsible.short_name})


def _give_fields_back(merge: Merge, main: Client) -> int:
    """A field goes back if nobody has written into it since; a name goes back whole or not at all."""
    rows = {row.field: row for row in merge.moved.filter(model=Client._meta.label, row_id=main.pk)}
    kept = 0
    own = [(name,) for name in rows if is_own(name)]
    for names in (*UNITS.values(), *own, ("changed_at",)):
        unit = [rows[name] for name in names if name in rows]
        later = [row for row in unit if plain(getattr(main, row.field)) != row.after]
        if not later:
            for row in unit:
                main.put(row.field, _read(row.field, row.before))
        elif not _pass_on(merge, later) and names != ("changed_at",):
            MovedRow.objects.filter(pk__in=[row.pk for row in unit]).update(kept=True)
            kept += len(unit)
    main.save(update_fields={column_of(name) for name in rows})
    return kept


def _pass_on(merge: Merge, later: list[MovedRow]) -> bool:
    """Another merge into the same client wrote over it: what stood before becomes that one's to give back."""
    standing = MovedRow.objects.filter(merge__main=merge.main_id, merge__undone_at=None, merge__gt=merge.pk)
    for row in later:
        after = standing.filter(model=row.model, row_id=row.row_id, field=row.field).order_by("merge").first()
        if after is None or after.before != row.after:
            return False
        after.before = row.before
        after.save(update_fields=["before"])
    return True


def _read(field: str, value: Any) -> Any:
    if field.endswith("_id") or is_own(field):
        return value
    return Client._meta.get_field(field).to_python(value)  # type: ignore[union-attr]  # a plain column, not a reference
