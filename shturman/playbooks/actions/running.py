"""How deals begin, follow and leave their algorithm: the parts of `now`, true at commit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.utils import timezone

from shturman.deals.models import Deal
from shturman.playbooks.models import Run, Step, Touch, Version
from shturman.playbooks.queries.chains import first_step, leading_versions, step_after_move, usual_next
from shturman.playbooks.queries.results import silent_in_a_row
from shturman.playbooks.terms import due_after
from shturman.tasks.actions.following import doer_of
from shturman.tasks.actions.setting import NewTask
from shturman.tasks.due import Due
from shturman.tasks.models import Task

LED = "SELECT EXISTS (SELECT FROM playbooks_run WHERE deal_id = ANY(%s) AND ended_at IS NULL)"


def are_led(deal_ids: Collection[int]) -> bool:
    """Most deals go by the typical tasks of their stages: one cheap question tells."""
    with connection.cursor() as cursor:
        cursor.execute(LED, [list(deal_ids)])
        return cursor.fetchone()[0]


@transaction.atomic(savepoint=False)
def begin_runs(deal_ids: Collection[int]) -> None:
    """Of deals that have just been opened."""
    deals = list(Deal.objects.everything().filter(pk__in=deal_ids).only("funnel", "kind", "stage"))
    versions = leading_versions(deals)
    runs = []
    for deal in deals:
        version = versions.get(deal.pk)
        if version is not None:
            runs.append(Run(deal=deal, version=version, step=first_step(version, deal.stage_id)))
    Run.objects.bulk_create(runs, batch_size=2000)


@transaction.atomic(savepoint=False)
def begin_open_runs(version: Version) -> int:
    """Of deals in work that go by no algorithm: their task stays, the first step comes after it."""
    book = version.playbook
    rows = Deal.objects.everything().kept().open().exclude(run__ended_at=None, run__isnull=False)
    if book.funnel_id is not None:
        rows = rows.filter(funnel=book.funnel_id)
    if book.deal_kind_id is not None:
        rows = rows.filter(kind=book.deal_kind_id)
    deals = list(rows.only("funnel", "kind", "stage"))
    leading = leading_versions(deals)
    runs = [Run(deal=deal, version=version, step=first_step(version, deal.stage_id)) for deal in deals if leading.get(deal.pk) == version]
    Run.objects.bulk_create(
        runs,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["deal"],
        update_fields=["version", "step", "task", "tries", "started_at", "ended_at"],
    )
    return len(runs)


@transaction.atomic(savepoint=False)
def follow_stages(deal_ids: Collection[int], *, anew: bool = False) -> None:
    """Of deals that have moved; `anew`: they are open again, and their algorithm with them."""
    if not anew and not are_led(deal_ids):
        return
    rows = Run.objects.filter(deal__in=deal_ids).order_by("deal_id").select_for_update(of=("self",))
    for run in rows if anew else rows.filter(ended_at=None):
        stage_id = Deal.objects.everything().values_list("stage_id", flat=True).get(pk=run.deal_id)
        step = step_after_move(run.step, run.version, stage_id)
        if anew and step is None:
            step = first_step(run.version, stage_id)
        run.tries = run.tries if step == run.step else 0
        run.step, run.ended_at = step, None
        run.save(update_fields=["step", "tries", "ended_at"])


@transaction.atomic(savepoint=False)
def end_runs(deal_ids: Collection[int]) -> None:
    """Of deals that are closed."""
    if are_led(deal_ids):
        Run.objects.filter(deal__in=deal_ids, ended_at=None).update(ended_at=timezone.now(), task=None)


@transaction.atomic(savepoint=False)
def plan_steps(deals: Sequence[Deal]) -> list[NewTask]:
    """The next step of each of these deals that goes by an algorithm."""
    by_id = {deal.pk: deal for deal in deals}
    if not are_led(by_id):
        return []
    rows = Run.objects.filter(deal__in=by_id, ended_at=None, step__isnull=False).select_related("step", "task")
    return [_next_of(run, by_id[run.deal_id]) for run in rows.order_by("deal_id").select_for_update(of=("self",))]


def _next_of(run: Run, deal: Deal) -> NewTask:
    """A step that was ended past its results leads on by its usual one."""
    step = run.step
    if step is None:
        raise ValueError("a run that rests plans nothing")
    if run.task is not None and run.task.completed_at is not None and not Touch.objects.filter(task=run.task).exists():
        step = usual_next(step)
        run.step, run.tries = step, 0
        run.save(update_fields=["step", "tries"])
    return task_of(step, deal)


def task_of(step: Step, deal: Deal, *, due: Due | None = None, is_important: bool = False) -> NewTask:
    """As the doer of the deal meets it; without a `due` of its own it is due in the step's term."""
    doer = doer_of(deal)
    due = due or due_after(step.wait, step.unit, doer, timezone.now())
    return NewTask(step.title, due, doer, kind=step.kind, deal=deal, is_important=is_important, is_formed=True)


@transaction.atomic(savepoint=False)
def take_up(formed: Sequence[tuple[int, int]]) -> None:
    """The task that was formed for a deal is the step of its algorithm: (deal, task)."""
    if not are_led([deal_id for deal_id, _task_id in formed]):
        return
    for deal_id, task_id in formed:
        Run.objects.filter(deal=deal_id, ended_at=None, step__isnull=False).update(task=task_id)


@transaction.atomic(savepoint=False)
def take_up_again(deal_id: int) -> None:
    """A move was taken back, and the tasks with it: the run stands on the one that was formed."""
    formed = Task.objects.everything().open().filter(deal=deal_id, is_formed=True).order_by("deadline").first()
    if formed is not None:
        Run.objects.filter(deal=deal_id, ended_at=None, step__isnull=False).update(task=formed)


@transaction.atomic(savepoint=False)
def take_touch_back(task_id: int) -> None:
    """The touch did not happen after all: its deal stands on that step again."""
    touch = Touch.objects.filter(task=task_id).select_related("step").first()
    if touch is None:
        return
    if touch.step is not None and touch.deal_id is not None:
        before = Touch.objects.filter(deal=touch.deal_id, step=touch.step, pk__lt=touch.pk).values_list("effect", flat=True)
        Run.objects.filter(deal=touch.deal_id, version=touch.step.version_id).update(
            step=touch.step, task=task_id, tries=silent_in_a_row(before), ended_at=None
        )
    touch.delete()
