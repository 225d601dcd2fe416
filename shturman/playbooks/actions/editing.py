"""Algorithms themselves: taken ready, written, published, switched on, removed."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.models import DealKind, Funnel
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused
from shturman.playbooks.access import can_edit_playbooks
from shturman.playbooks.actions.running import begin_open_runs
from shturman.playbooks.events import PlaybookAdded, PlaybookPublished, PlaybookRemoved, PlaybookSwitched
from shturman.playbooks.models import Playbook, Result, Step, Version
from shturman.playbooks.ready_made import READY, ReadyPlaybook


def ask_to_edit(by: Member) -> None:
    if not can_edit_playbooks(by):
        raise NotAllowed(_("Algorithms are written by the owner: ask him"))


@transaction.atomic
def take_ready_made(key: str, *, by: Member) -> Playbook:
    """As the company's own, published, not yet leading any deal."""
    ask_to_edit(by)
    ready = next((ready for ready in READY if ready.key == key), None)
    if ready is None:
        raise Refused(_("There is no such ready algorithm"))
    playbook = Playbook.objects.create(name=free_name(ready.name), purpose=ready.purpose, created_by=by)
    version = Version.objects.create(playbook=playbook, number=1)
    write_steps(version, ready)
    version.published_at, version.published_by = timezone.now(), by
    version.save(update_fields=["published_at", "published_by"])
    record(PlaybookAdded(playbook.pk, playbook.name), by=by, about=[playbook])
    record(PlaybookPublished(playbook.pk, playbook.name, version.number), by=by, about=[playbook])
    return playbook


def free_name(name: str) -> str:
    """With a number behind it while the name is taken."""
    taken = {taken.lower() for taken in Playbook.objects.kept().values_list("name", flat=True)}
    if name.lower() not in taken:
        return name
    return next(f"{name} ({number})" for number in range(2, len(taken) + 3) if f"{name} ({number})".lower() not in taken)


def write_steps(version: Version, ready: ReadyPlaybook) -> None:
    steps = {
        step.key: Step(
            version=version,
            key=step.key,
            position=place,
            kind=step.kind,
            title=step.title,
            script="\n".join(step.script),
            wait=step.wait,
            unit=step.unit,
            is_urgent=step.is_urgent,
            needs=list(step.needs),
            asks=list(step.asks),
        )
        for place, step in enumerate(ready.steps)
    }
    Step.objects.bulk_create(steps.values())
    Result.objects.bulk_create(
        Result(
            step=steps[step.key],
            position=place,
            name=result.name,
            effect=result.effect,
            following=steps[result.to] if result.to else None,
            wait=result.wait,
            unit=result.unit,
            most_tries=result.most_tries,
            warmth=result.warmth,
        )
        for step in ready.steps
        for place, result in enumerate(step.results, 1)
    )


@transaction.atomic
def switch_playbook(
    playbook: Playbook,
    is_on: bool,
    *,
    by: Member,
    funnel: Funnel | None = None,
    deal_kind: DealKind | None = None,
    with_open: bool = False,
) -> Playbook:
    """New deals of this funnel or kind go by it. Running ones stay with theirs; `with_open`: those in work that go by none
    begin it after the task that they have."""
    ask_to_edit(by)
    playbook = Playbook.objects.select_for_update().get(pk=playbook.pk, removed_at=None)
    if is_on:
        _ask_to_lead(playbook, funnel, deal_kind)
        playbook.funnel, playbook.deal_kind = funnel, deal_kind
    playbook.is_on = is_on
    _save_switch(playbook)
    record(PlaybookSwitched(playbook.pk, playbook.name, is_on), by=by, about=[playbook])
    if is_on and with_open:
        begin_open_runs(playbook.versions.filter(published_at__isnull=False).select_related("playbook")[0])
    return playbook


def _ask_to_lead(playbook: Playbook, funnel: Funnel | None, deal_kind: DealKind | None) -> None:
    if funnel is None and deal_kind is None:
        raise Refused(_("Choose whose deals go by it: of a funnel or of a kind"), field="funnel")
    if not playbook.versions.filter(published_at__isnull=False).exists():
        raise Refused(_("Publish the algorithm first: a draft leads nobody"))
    if (leader := _other_leader(playbook, funnel, deal_kind)) is not None:
        raise _led_already(leader)


def _save_switch(playbook: Playbook) -> None:
    """Two owners may switch two algorithms on at the same moment: the database lets one through, the other one is told."""
    try:
        with transaction.atomic():
            playbook.save(update_fields=["is_on", "funnel", "deal_kind"])
    except IntegrityError as error:
        leader = _other_leader(playbook, playbook.funnel, playbook.deal_kind)
        if leader is None:
            raise Refused(_("Another algorithm was being switched at the same moment: press once more"), field="funnel") from error
        raise _led_already(leader) from error


def _other_leader(playbook: Playbook, funnel: Funnel | None, deal_kind: DealKind | None) -> Playbook | None:
    return Playbook.objects.running().filter(funnel=funnel, deal_kind=deal_kind).exclude(pk=playbook.pk).first()


def _led_already(leader: Playbook) -> Refused:
    return Refused(_("These deals go by “%(name)s” already: switch it off first") % {"name": leader.name}, field="funnel")


@transaction.atomic
def remove_playbook(playbook: Playbook, *, by: Member) -> None:
    """Deals that go by it finish their way; new ones do not begin it."""
    ask_to_edit(by)
    playbook = Playbook.objects.select_for_update().get(pk=playbook.pk, removed_at=None)
    playbook.is_on, playbook.removed_at = False, timezone.now()
    playbook.save(update_fields=["is_on", "removed_at"])
    record(PlaybookRemoved(playbook.pk, playbook.name), by=by, about=[playbook])
