from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from shturman.clients.access import can_edit_client
from shturman.clients.actions.duplicates import settle_pairs
from shturman.clients.actions.standing import move_rows
from shturman.clients.events import ClientsMerged
from shturman.clients.merging import MOST_AT_ONCE, UNITS, can_merge, givers, value_of
from shturman.clients.models import Client, Merge, MergedClient, MovedRow
from shturman.company.models import Member
from shturman.fields.known import by_key, every_field
from shturman.fields.models.rows import column_of, is_own
from shturman.fields.naming import in_words, names_of
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_rows

ATTEMPTS = 8


def merge_clients(main: Client, others: Sequence[Client], *, by: Member, chosen: Mapping[str, int] | None = None) -> Merge:
    """`chosen`: for each field whose value stays, the client it is taken from.

    A merge takes rows of every room, in an order that suits nobody who holds one of them already: it is the one to give way,
    before the database would stop somebody else, and tries again.
    """
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                _wait_at_most("300ms")
                merge = _merge(main.pk, [other.pk for other in others], by, chosen or {})
                _wait_at_most("0")
            return merge
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                raise
    raise Refused(_("Others are changing these cards just now: try again in a minute"))


def _wait_at_most(time: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [time])


def _merge(main_id: int, other_ids: Sequence[int], by: Member, chosen: Mapping[str, int]) -> Merge:
    main, others = _held(main_id, other_ids)
    _ask(main, others, by)
    merge = Merge.objects.create(main=main, by=by)
    MergedClient.objects.bulk_create([MergedClient(merge=merge, client=other) for other in others])
    move_rows(merge, other_ids)
    old_values = _take_fields(merge, main, others, chosen)
    Client.objects.everything().filter(pk__in=other_ids).update(merged_into=main, deleted_at=merge.created_at)
    settle_pairs([main_id, *other_ids], merge, by=by)
    merge.entry = record(ClientsMerged(main.pk, list(other_ids), merge.pk), by=by, about=[main, *others], old_values=old_values)
    merge.save(update_fields=["entry"])
    return merge


def _held(main_id: int, other_ids: Sequence[int]) -> tuple[Client, list[Client]]:
    ids = {main_id, *other_ids}
    if main_id in other_ids or len(ids) < len(other_ids) + 1 or len(ids) == 1:
        raise Refused(_("Choose at least two different clients"))
    if len(ids) > MOST_AT_ONCE:
        raise Refused(_("At most %(count)d clients are merged at once: take the rest next time") % {"count": MOST_AT_ONCE})
    kept = Client.objects.kept().select_related("responsible").select_for_update(of=("self",))
    found = {client.pk: client for client in hold_rows(kept, ids)}
    if len(found) < len(ids):
        raise Refused(_("One of them has been merged or deleted meanwhile: open the list anew"))
    return found[main_id], [found[pk] for pk in other_ids]


def _ask(main: Client, others: Sequence[Client], by: Member) -> None:
    ask_to_merge(by)
    clients = [main, *others]
    if Client.objects.visible_to(by).filter(pk__in=[client.pk for client in clients]).count() < len(clients):
        raise NotAllowed(_("You do not see one of these clients: his responsible or a head merges him"))
    for client in clients:
        if not can_edit_client(by, client):
            raise NotAllowed(_("This client is led by %(name)s: ask him or his head") % {"name": client.responsible.short_name})
        if client.kind != main.kind:
            raise Refused(_("A person and an organisation are not one: link them instead"))
        if client.erased_at:
            raise Refused(_("One of them is erased on request: there is nothing to merge"))


def ask_to_merge(by: Member) -> None:
    if not can_merge(by):
        raise NotAllowed(_("Clients are merged by those who have the right to: ask your head or the owner"))


def _take_fields(merge: Merge, main: Client, others: Sequence[Client], chosen: Mapping[str, int]) -> dict[str, tuple[Any, Any]]:
    family = {main.pk, *[other.pk for other in others]}
    old_values: dict[str, tuple[Any, Any]] = {}
    for unit, giver in givers(main, others, chosen).items():
        if unit == "parent" and giver.pk == main.pk and main.parent_id not in family:
            continue
        for name in UNITS.get(unit, (unit,)):
            value = value_of(giver, unit, family) if unit == "parent" else getattr(giver, name)
            if getattr(main, name) != value:
                old_values[name] = (getattr(main, name), value)
    if _stands_under_itself(main.pk, old_values["parent_id"][1] if "parent_id" in old_values else main.parent_id):
        old_values["parent_id"] = (main.parent_id, None)
    _write(merge, main, {**old_values, "changed_at": (main.changed_at, timezone.now())})
    told = {name: values for name, values in old_values.items() if name not in ("folded_name", "parent_id") and not is_own(name)}
    return told | _own_told({name: values for name, values in old_values.items() if is_own(name)})


def _own_told(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[str, str]]:
    fields = by_key(every_field("client"))
    named = names_of((fields[name], value) for name, values in changes.items() for value in values)
    return {
        name: (in_words(before, fields[name], named), in_words(after, fields[name], named)) for name, (before, after) in changes.items()
    }


def _write(merge: Merge, main: Client, changes: Mapping[str, tuple[Any, Any]]) -> None:
    label = Client._meta.label
    MovedRow.objects.bulk_create(
        [
            MovedRow(merge=merge, model=label, row_id=main.pk, field=name, before=plain(before), after=plain(after))
            for name, (before, after) in changes.items()
        ]
    )
    for name, (_before, after) in changes.items():
        main.put(name, after)
    main.save(update_fields={column_of(name) for name in changes})


def _stands_under_itself(client_id: int, parent_id: int | None) -> bool:
    """A daughter who came over may be one of those above."""
    seen: set[int] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == client_id:
            return True
        seen.add(parent_id)
        parent_id = Client.objects.everything().filter(pk=parent_id).values_list("parent", flat=True).first()
    return False


def plain(value: Any) -> Any:
    """As a JSON keeps it."""
    return value.isoformat() if isinstance(value, datetime) else value
