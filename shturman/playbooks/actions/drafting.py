"""A new version is written apart and led by from its publication on; what is published is never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import Refused
from shturman.playbooks.actions.editing import ask_to_edit, free_name
from shturman.playbooks.checking import faults_of
from shturman.playbooks.events import PlaybookAdded, PlaybookChanged, PlaybookPublished, RunsMovedOver
from shturman.playbooks.models import Playbook, Result, Run, Step, Version
from shturman.playbooks.queries.chains import first_step

RESULT_FACTS = ("name", "effect", "stage", "wait", "unit", "most_tries", "warmth")
STEP_FACTS = ("kind", "title", "script", "wait", "unit", "is_urgent", "stage", "needs", "asks")
MOST_STEPS = 60


@transaction.atomic
def add_playbook(name: str, purpose: str, *, by: Member) -> Playbook:
    """With a draft of one step, ready to be written further."""
    ask_to_edit(by)
    if not name.strip():
        raise Refused(_("How is the algorithm called?"), field="name")
    playbook = Playbook.objects.create(name=free_name(name.strip()[:76]), purpose=purpose.strip(), created_by=by)
    version = Version.objects.create(playbook=playbook, number=1)
    _new_step(version, 1, 0)
    record(PlaybookAdded(playbook.pk, playbook.name), by=by, about=[playbook])
    return playbook


@transaction.atomic
def change_playbook(playbook: Playbook, name: str, purpose: str, *, by: Member) -> Playbook:
    ask_to_edit(by)
    playbook = _locked(playbook)
    if not name.strip():
        raise Refused(_("How is the algorithm called?"), field="name")
    if Playbook.objects.kept().filter(name__iexact=name.strip()).exclude(pk=playbook.pk).exists():
        raise Refused(_("There is an algorithm of this name already"), field="name")
    playbook.name, playbook.purpose = name.strip(), purpose.strip()
    playbook.save(update_fields=["name", "purpose"])
    record(PlaybookChanged(playbook.pk, playbook.name), by=by, about=[playbook])
    return playbook


@transaction.atomic
def open_draft(playbook: Playbook, *, by: Member) -> Version:
    """The draft that stands, else a copy of what is published."""
    ask_to_edit(by)
    playbook = _locked(playbook)
    draft = playbook.versions.filter(published_at=None).first()
    if draft is not None:
        return draft
    last = playbook.versions.first()
    draft = Version.objects.create(playbook=playbook, number=(last.number if last else 0) + 1)
    if last is not None:
        _copy(last, draft)
    else:
        _new_step(draft, 1, 0)
    return draft


def _copy(last: Version, draft: Version) -> None:
    old = list(last.steps.prefetch_related("results"))
    new = {
        step.key: Step(version=draft, key=step.key, position=step.position, **{name: getattr(step, name) for name in STEP_FACTS})
        for step in old
    }
    Step.objects.bulk_create(new.values())
    key_of = {step.pk: step.key for step in old}
    Result.objects.bulk_create(
        Result(
            step=new[step.key],
            position=result.position,
            following=new[key_of[result.following_id]] if result.following_id else None,
            **{name: getattr(result, name) for name in RESULT_FACTS},
        )
        for step in old
        for result in step.results.all()
    )


def _new_step(version: Version, key: int, position: int) -> Step:
    step = Step.objects.create(version=version, key=key, position=position, title=_("Call the client"))
    Result.objects.create(step=step, position=1, name=_("Talked"), effect=Result.Effect.END, warmth=Result.Warmth.WARMER)
    return step


@transaction.atomic
def add_step(draft: Version, *, by: Member) -> Step:
    draft = _draft(draft, by)
    if draft.steps.count() >= MOST_STEPS:
        raise Refused(_("An algorithm has at most %(count)d steps") % {"count": MOST_STEPS})
    last = draft.steps.aggregate(key=Max("key"), position=Max("position"))
    # A key that an older version has used is never given to another step: running deals move over by it.
    used = Step.objects.filter(version__playbook=draft.playbook_id).aggregate(key=Max("key"))["key"] or 0
    return _new_step(draft, used + 1, (last["position"] if last["position"] is not None else -1) + 1)


@dataclass(frozen=True)
class ResultFacts:
    """`following` is the key of the next step."""

    facts: Mapping[str, Any]
    following: int | None = None


@transaction.atomic
def write_step(draft: Version, key: int, facts: Mapping[str, Any], results: Sequence[ResultFacts], *, by: Member) -> Step:
    """The step and its results as they stand on the screen; results take their keys in this order."""
    draft = _draft(draft, by)
    step = draft.steps.filter(key=key).first()
    if step is None:
        raise Refused(_("This step is gone from the draft: open it anew"))
    if len(results) > 9:
        raise Refused(_("A step has at most nine results: keys 1 to 9"))
    for name in STEP_FACTS:
        setattr(step, name, facts[name])
    step.save(update_fields=STEP_FACTS)
    steps = {other.key: other for other in draft.steps.all()}
    step.results.all().delete()
    Result.objects.bulk_create(
        Result(step=step, position=place, following=steps.get(result.following or 0), **result.facts)
        for place, result in enumerate(results, 1)
    )
    return step


@transaction.atomic
def remove_step(draft: Version, key: int, *, by: Member) -> None:
    draft = _draft(draft, by)
    if draft.steps.count() < 2:
        raise Refused(_("The last step stays: an algorithm has at least one"))
    draft.steps.filter(key=key).delete()


@transaction.atomic
def move_step(draft: Version, key: int, up: bool, *, by: Member) -> None:
    """A deal begins with the first one."""
    draft = _draft(draft, by)
    steps = list(draft.steps.all())
    place = next((place for place, step in enumerate(steps) if step.key == key), None)
    other = None if place is None else place - 1 if up else place + 1
    if place is None or other is None or not 0 <= other < len(steps):
        return
    steps[place], steps[other] = steps[other], steps[place]
    for position, step in enumerate(steps):
        Step.objects.filter(pk=step.pk).update(position=position)


@transaction.atomic
def discard_draft(playbook: Playbook, *, by: Member) -> None:
    ask_to_edit(by)
    playbook = _locked(playbook)
    if not playbook.versions.filter(published_at__isnull=False).exists():
        raise Refused(_("Nothing is published yet: remove the whole algorithm instead"))
    playbook.versions.filter(published_at=None).delete()


@transaction.atomic
def publish_draft(playbook: Playbook, *, by: Member) -> Version:
    """New deals begin by it; running ones stay with their version till they are moved over."""
    ask_to_edit(by)
    playbook = _locked(playbook)
    draft = playbook.versions.filter(published_at=None).select_for_update().first()
    if draft is None:
        raise Refused(_("There is no draft to publish"))
    grave = [fault for fault in faults_of(list(draft.steps.select_related("stage").prefetch_related("results"))) if fault.is_grave]
    if grave:
        raise Refused(grave[0].words)
    draft.published_at, draft.published_by = timezone.now(), by
    draft.save(update_fields=["published_at", "published_by"])
    record(PlaybookPublished(playbook.pk, playbook.name, draft.number), by=by, about=[playbook])
    return draft


@transaction.atomic
def move_runs_over(version: Version, *, by: Member) -> int:
    """Deals that go by older versions stand on the same steps of this one; where a step is gone, on its first."""
    ask_to_edit(by)
    if version.published_at is None:
        raise Refused(_("Publish the algorithm first: a draft leads nobody"))
    runs = list(older_runs(version).select_related("step", "deal").select_for_update(of=("self",)).order_by("deal_id"))
    by_key = {step.key: step for step in version.steps.all()}
    for run in runs:
        if run.step is not None:
            run.step = by_key.get(run.step.key) or first_step(version, run.deal.stage_id)
        run.version = version
    Run.objects.bulk_update(runs, ["step", "version"], batch_size=500)
    if runs:
        record(RunsMovedOver(version.playbook_id, version.playbook.name, version.number, len(runs)), by=by, about=[version.playbook])
    return len(runs)


def older_runs(version: Version) -> QuerySet[Run]:
    return Run.objects.filter(version__playbook=version.playbook_id, ended_at=None, version__number__lt=version.number)


def _locked(playbook: Playbook) -> Playbook:
    found = Playbook.objects.select_for_update().filter(pk=playbook.pk, removed_at=None).first()
    if found is None:
        raise Refused(_("The algorithm is removed meanwhile"))
    return found


def _draft(draft: Version, by: Member) -> Version:
    ask_to_edit(by)
    found = Version.objects.select_for_update().filter(pk=draft.pk, published_at=None).first()
    if found is None:
        raise Refused(_("The draft is published meanwhile: open a new one"))
    return found
