"""Many groups of duplicates, one after another: each is a merge of its own, undone on its own."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.actions.merging import ask_to_merge, merge_clients
from shturman.clients.events import MergesAsked
from shturman.clients.merging import main_of
from shturman.clients.models import Client, MergeRun
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import Refused


@transaction.atomic
def ask_to_merge_many(groups: Sequence[Sequence[int]], *, by: Member) -> MergeRun:
    ask_to_merge(by)
    if not groups:
        raise Refused(_("Choose at least one group"))
    run = MergeRun.objects.create(groups=[sorted(group) for group in groups], by=by)
    record(MergesAsked(run.pk, run.total), by=by, about=[by])
    return run


@transaction.atomic
def merge_next_group(run: MergeRun) -> bool:
    """The merge and the step of the progress are one transaction: killed between two groups, none is done twice."""
    run = MergeRun.objects.select_for_update(of=("self",)).select_related("by__role").get(pk=run.pk)
    if run.finished_at is not None:
        return False
    if run.done < run.total:
        try:
            _merge_group(run.groups[run.done], run.by)
        except Refused as refusal:
            run.refused[str(run.done)] = str(refusal)
        run.done += 1
    if run.done == run.total:
        run.finished_at = timezone.now()
    run.save()
    return run.finished_at is None


def _merge_group(client_ids: Sequence[int], by: Member) -> None:
    clients = list(Client.objects.visible_to(by).filter(pk__in=client_ids).order_by("pk"))
    if len(clients) < 2:
        raise Refused(_("Nothing is left to merge: some are merged or deleted already"))
    main = main_of(clients)
    merge_clients(main, [client for client in clients if client.pk != main.pk], by=by)
