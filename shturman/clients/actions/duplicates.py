"""Who looks like whom: found at night among those who have changed, decided by people once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.access import can_edit_client
from shturman.clients.duplicate_sql import FORGET, REASONS, pairs_by
from shturman.clients.events import ClientsLeftApart
from shturman.clients.merging import can_merge
from shturman.clients.models import Client, DuplicatePair, DuplicateSearch, Merge
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused

# What a long transaction wrote with an earlier moment is looked at again.
OVERLAP = timedelta(hours=1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@transaction.atomic
def find_duplicates() -> DuplicateSearch:
    """Only clients changed since the last search, each beside all who share a phone, mail, INN or name with him."""
    started_at = timezone.now()
    last = DuplicateSearch.objects.order_by("-started_at").first()
    since = last.started_at - OVERLAP if last else BEGINNING
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"since": since})
        for reason in REASONS:
            cursor.execute(pairs_by(reason), {"since": since, "now": started_at})
    gather_groups(DuplicatePair.objects.open())
    return DuplicateSearch.objects.create(
        started_at=started_at,
        finished_at=timezone.now(),
        looked_at=Client.objects.kept().filter(changed_at__gte=since).count(),
        found=DuplicatePair.objects.filter(found_at=started_at).count(),
    )


@transaction.atomic
def leave_apart(pairs: Sequence[DuplicatePair], *, by: Member) -> list[DuplicatePair]:
    """«Не дубли»: the search never shows these two together again."""
    held = list(
        DuplicatePair.objects.visible_to(by)
        .filter(pk__in=[pair.pk for pair in pairs])
        .order_by("pk")
        .select_for_update(of=("self",))
        .select_related("first__responsible", "second__responsible")
    )
    waiting = [pair for pair in held if pair.decision == DuplicatePair.Decision.OPEN]
    if not waiting:
        raise Refused(_("This is decided already: open the list anew"))
    for pair in waiting:
        if not (can_merge(by) and can_edit_client(by, pair.first) and can_edit_client(by, pair.second)):
            raise NotAllowed(_("Who is a duplicate is decided by those who may merge these clients: ask your head"))
    now = timezone.now()
    DuplicatePair.objects.filter(pk__in=[pair.pk for pair in waiting]).update(
        decision=DuplicatePair.Decision.APART, decided_by=by, decided_at=now
    )
    gather_groups(DuplicatePair.objects.open().filter(group__in={pair.group for pair in waiting}))
    clients = {client.pk: client for pair in waiting for client in (pair.first, pair.second)}
    record(ClientsLeftApart([pair.pk for pair in waiting]), by=by, about=[clients[pk] for pk in sorted(clients)])
    return waiting


def settle_pairs(client_ids: Collection[int], merge: Merge, *, by: Member) -> None:
    """Those who are one now are no pair any more. Told by the merge's own entry."""
    among = DuplicatePair.objects.open().filter(first__in=client_ids, second__in=client_ids)
    groups = set(among.values_list("group", flat=True))
    among.update(decision=DuplicatePair.Decision.MERGED, decided_by=by, decided_at=merge.created_at, merge=merge)
    gather_groups(DuplicatePair.objects.open().filter(group__in=groups))


def open_pairs_again(merge: Merge) -> None:
    """Two again. Told by the entry of the undo."""
    ids = list(merge.pairs.values_list("pk", flat=True))
    touched = {pk for pair in merge.pairs.all() for pk in (pair.first_id, pair.second_id)}
    merge.pairs.update(decision="", decided_by=None, decided_at=None, merge=None)
    beside = DuplicatePair.objects.open().filter(Q(first__in=touched) | Q(second__in=touched))
    groups = set(beside.values_list("group", flat=True))
    gather_groups(DuplicatePair.objects.open().filter(Q(group__in=groups) | Q(pk__in=ids)))


def gather_groups(pairs: Iterable[DuplicatePair]) -> None:
    """All who are tied together by pairs are one group, under the largest number among them."""
    known = list(pairs)
    above: dict[int, int] = {}

    def top(client_id: int) -> int:
        while above.setdefault(client_id, client_id) != client_id:
            above[client_id] = above[above[client_id]]
            client_id = above[client_id]
        return client_id

    for pair in known:
        first, second = sorted((top(pair.first_id), top(pair.second_id)))
        above[first] = second
    moved = []
    for pair in known:
        if pair.group != (group := top(pair.first_id)):
            pair.group = group
            moved.append(pair)
    DuplicatePair.objects.bulk_update(moved, ["group"], batch_size=2000)


def forget_pairs(client_ids: Collection[int]) -> None:
    """Of an erased person nothing is compared any more."""
    DuplicatePair.objects.filter(Q(first__in=client_ids) | Q(second__in=client_ids), first__lt=F("second")).delete()
