from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Department, Member
from shturman.deals.access import can_keep_funnels
from shturman.deals.actions.moving import relocate_deals
from shturman.deals.events import (
    FunnelAdded,
    FunnelChanged,
    FunnelRemoved,
    FunnelRestored,
    LossReasonsChanged,
    StageAdded,
    StageAskedToKeepTasks,
    StageChanged,
    StageRemoved,
    StageRestored,
)
from shturman.deals.models import Deal, DealKind, Funnel, LossReason, PresetTask, Stage
from shturman.deals.ready_made import DEAL_KIND, FUNNEL, LOSS_REASONS, STAGES, ReadyStage
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused

Row = TypeVar("Row", Funnel, Stage)


@transaction.atomic
def set_up_sales(*, by: Member) -> Funnel:
    """What every company starts with; does nothing when a funnel stands already."""
    funnel = Funnel.objects.first()
    if funnel is not None:
        return funnel
    LossReason.objects.bulk_create([LossReason(name=name, position=place) for place, name in enumerate(LOSS_REASONS)])
    kind = DealKind.objects.create(name=DEAL_KIND)
    return add_funnel(FUNNEL, by=by, kind=kind)


@transaction.atomic
def add_funnel(
    name: str, *, by: Member, kind: DealKind | None = None, departments: Sequence[Department] = (), stages: Sequence[ReadyStage] = STAGES
) -> Funnel:
    """A new funnel starts with the ready-made stages, to be renamed."""
    _ask(by)
    funnel = _unique(Funnel(name=name.strip(), kind=kind, position=Funnel.objects.count()))
    funnel.departments.set(departments)
    for place, ready in enumerate(stages):
        stage = Stage.objects.create(
            funnel=funnel,
            name=ready.name,
            description=ready.description,
            kind=ready.kind,
            phase=ready.phase,
            colour=ready.colour,
            probability=ready.probability,
            longest_stay_days=ready.longest_stay_days,
            position=place,
        )
        PresetTask.objects.bulk_create(
            [
                PresetTask(stage=stage, kind=task.kind, title=task.title, due_in_days=task.due_in_days, position=number)
                for number, task in enumerate(ready.tasks)
            ]
        )
    record(FunnelAdded(funnel.pk, funnel.name), by=by, about=[funnel])
    return funnel


@transaction.atomic
def change_funnel(funnel: Funnel, *, name: str, kind: DealKind | None, departments: Sequence[Department], by: Member) -> Funnel:
    _ask(by)
    funnel.name, funnel.kind = name.strip(), kind
    _unique(funnel)
    funnel.departments.set(departments)
    record(FunnelChanged(funnel.pk, funnel.name), by=by, about=[funnel])
    return funnel


@transaction.atomic
def remove_funnel(funnel: Funnel, *, by: Member) -> Funnel:
    _ask(by)
    if Deal.objects.kept().filter(funnel=funnel).exists():
        raise Refused(_("There are deals in this funnel: close or move them first"))
    if not Funnel.objects.kept().exclude(pk=funnel.pk).exists():
        raise Refused(_("This is the only funnel: add another one first"))
    funnel.removed_at = timezone.now()
    funnel.save(update_fields=["removed_at"])
    record(FunnelRemoved(funnel.pk, funnel.name), by=by, about=[funnel])
    return funnel


@transaction.atomic
def add_stage(funnel: Funnel, facts: dict[str, Any], *, by: Member) -> Stage:
    """Stages in work stand before the closing ones."""
    _ask(by)
    stage = Stage(funnel=funnel, **facts)
    last = funnel.stages.kept().filter(kind=stage.kind).order_by("-position").first()
    stage.position = last.position + 1 if last else funnel.stages.kept().count()
    later = list(funnel.stages.kept().filter(position__gte=stage.position).order_by("position"))
    _unique(stage)
    for place, row in enumerate(later, stage.position + 1):
        Stage.objects.filter(pk=row.pk).update(position=place)
    record(StageAdded(funnel.pk, stage.pk, stage.name), by=by, about=[funnel])
    return stage


@transaction.atomic
def change_stage(stage: Stage, changes: dict[str, Any], *, by: Member) -> Stage:
    """Switching tasks on forms the missing ones first, as a job that ends by the switch; see `switch_stage_to_tasks`."""
    _ask(by)
    stage = Stage.objects.select_for_update(no_key=True).get(pk=stage.pk)
    changes = {name: value for name, value in changes.items() if getattr(stage, name) != value}
    wants_tasks = changes.pop("keeps_tasks", None)
    if "kind" in changes and Deal.objects.everything().filter(stage=stage).exists():
        raise Refused(_("There are deals on this stage: its type can be changed only while it is empty"), field="kind")
    if wants_tasks is False:
        changes["keeps_tasks"] = False
    for name, value in changes.items():
        setattr(stage, name, value)
    if changes:
        _unique(stage)
        record(StageChanged(stage.funnel_id, stage.pk, stage.name, fields=list(changes)), by=by, about=[stage.funnel])
    if wants_tasks:
        _ask_to_keep_tasks(stage, by)
    return stage


def _ask_to_keep_tasks(stage: Stage, by: Member) -> None:
    stage.is_switching = True
    stage.save(update_fields=["is_switching"])
    record(StageAskedToKeepTasks(stage.funnel_id, stage.pk, stage.name), by=by, about=[stage.funnel])


@transaction.atomic
def switch_stage_to_tasks(stage: Stage, *, by: Member) -> Stage:
    """The last step of switching: a reaction forms what is still missing in this very transaction."""
    _ask(by)
    stage = Stage.objects.select_for_update(no_key=True).get(pk=stage.pk)
    stage.keeps_tasks, stage.is_switching = True, False
    stage.save(update_fields=["keeps_tasks", "is_switching"])
    record(StageChanged(stage.funnel_id, stage.pk, stage.name, fields=["keeps_tasks"]), by=by, about=[stage.funnel])
    return stage


@transaction.atomic
def order_stages(funnel: Funnel, stage_ids: Sequence[int], *, by: Member) -> None:
    _ask(by)
    stages = {stage.pk: stage for stage in funnel.stages.kept()}
    if set(stage_ids) != set(stages):
        raise Refused(_("The stages changed meanwhile: open the funnel again"))
    for place, stage_id in enumerate(stage_ids):
        stages[stage_id].position = place
    Stage.objects.bulk_update(stages.values(), ["position"])
    record(FunnelChanged(funnel.pk, funnel.name), by=by, about=[funnel])


@transaction.atomic
def remove_stage(stage: Stage, *, move_to: Stage | None, by: Member) -> int:
    """Returns how many deals were placed on `move_to`."""
    _ask(by)
    stage = Stage.objects.select_for_update().select_related("funnel").get(pk=stage.pk)
    if not stage.funnel.stages.kept().filter(kind=stage.kind).exclude(pk=stage.pk).exists() and stage.kind in (
        Stage.Kind.IN_WORK,
        Stage.Kind.WON,
        Stage.Kind.LOST,
    ):
        raise Refused(_("A funnel needs at least one stage of this type: add another one first"))
    moved = 0
    if Deal.objects.everything().filter(stage=stage).exists():
        if move_to is None:
            raise Refused(_("There are deals on this stage: choose where to place them"), field="move_to")
        moved = relocate_deals(stage, move_to, by=by)
    stage.removed_at = timezone.now()
    stage.save(update_fields=["removed_at"])
    record(StageRemoved(stage.funnel_id, stage.pk, stage.name, move_to.pk if move_to else 0, moved), by=by, about=[stage.funnel])
    return moved


@transaction.atomic
def restore_stage(stage: Stage, *, by: Member) -> Stage:
    """Empty, at its former place: the deals that were on it stay where they were put."""
    _ask(by)
    stage.removed_at = None
    _unique(stage)
    record(StageRestored(stage.funnel_id, stage.pk, stage.name), by=by, about=[stage.funnel])
    return stage


@transaction.atomic
def restore_funnel(funnel: Funnel, *, by: Member) -> Funnel:
    _ask(by)
    funnel.removed_at = None
    _unique(funnel)
    record(FunnelRestored(funnel.pk, funnel.name), by=by, about=[funnel])
    return funnel


@transaction.atomic
def set_preset_tasks(stage: Stage, presets: Sequence[dict[str, Any]], *, by: Member) -> Stage:
    """The whole list in its order; a row with an `id` is changed, one without is added, the rest goes."""
    _ask(by)
    kept = [preset["id"] for preset in presets if preset.get("id")]
    stage.preset_tasks.exclude(pk__in=kept).delete()
    for place, preset in enumerate(presets):
        facts = {"kind": preset["kind"], "title": preset["title"], "due_in_days": preset["due_in_days"], "position": place}
        if preset.get("id"):
            stage.preset_tasks.filter(pk=preset["id"]).update(**facts)
        else:
            PresetTask.objects.create(stage=stage, **facts)
    record(StageChanged(stage.funnel_id, stage.pk, stage.name, fields=["preset_tasks"]), by=by, about=[stage.funnel])
    return stage


@transaction.atomic
def change_loss_reasons(names: Sequence[str], *, by: Member) -> None:
    """The list as it is offered from now on; a reason that is not in it stays with the deals that have it."""
    _ask(by)
    longest = LossReason._meta.get_field("name").max_length or 0
    if any(len(name) > longest for name in names):
        raise Refused(_("A reason is at most %(count)d letters long") % {"count": longest}, field="reasons")
    LossReason.objects.update(is_offered=False)
    for place, name in enumerate(names):
        LossReason.objects.update_or_create(name=name, defaults={"position": place, "is_offered": True})
    record(LossReasonsChanged(list(names)), by=by)


def _ask(by: Member) -> None:
    if not can_keep_funnels(by):
        raise NotAllowed(_("Funnels and stages are changed by the owner"))


def _unique(row: Row) -> Row:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(_("There is such a name already"), field="name") from error
    return row
