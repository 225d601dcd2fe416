from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.journal.queries import entries_about
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_row
from shturman.tasks.access import can_close_task
from shturman.tasks.actions.following import pass_from_leavers
from shturman.tasks.actions.forming import form_next_tasks
from shturman.tasks.actions.setting import NewTask, cards_of, cards_of_touch, set_task, set_tasks
from shturman.tasks.events import TaskCancelled, TaskCompleted, TaskCompletionUndone, TaskTakenUpAgain
from shturman.tasks.models import Task


@dataclass(frozen=True)
class Attempt:
    """Which touch of the deal it was, and why it stood first in the queue."""

    number: int = 0
    why: str = ""


@transaction.atomic
def complete_task(
    task: Task, result: str, *, by: Member, next_step: NewTask | None = None, attempt: Attempt = Attempt(), moves_on: bool = False
) -> Entry:
    """«Готово и следующий шаг»: without a given one the system forms it from the stage's presets.

    `moves_on`: the deal changes its stage in the same transaction, which forms the step there.
    """
    task = locked_open(task, by)
    now = timezone.now()
    task.completed_at, task.completed_by, task.result = now, by, result.strip()
    if now > task.deadline:
        task.overdue_since = task.overdue_since or task.deadline
    task.save(update_fields=["completed_at", "completed_by", "result", "overdue_since"])
    following = None if moves_on else keep_going(task, next_step, by=by)
    event = TaskCompleted(
        task.pk,
        task.deal_id,
        task.kind,
        task.title,
        result=task.result,
        was_late=task.overdue_since is not None,
        next_task_id=following.pk if following else None,
        attempt=attempt.number,
        why=attempt.why,
    )
    return record(event, by=by, about=cards_of_touch(task))


@transaction.atomic
def log_touch(touch: NewTask, result: str, *, by: Member) -> Entry:
    """A call or a meeting that was not planned: written down as done; the deal's next step stays as it is."""
    if not result.strip():
        raise Refused(_("What came of it? A few words are enough"), field="result")
    task = set_task(touch, by=by)
    return complete_task(task, result, by=by)


@transaction.atomic
def cancel_task(task: Task, reason: str, *, by: Member, next_step: NewTask | None = None) -> Entry:
    task = locked_open(task, by)
    task.cancelled_at = timezone.now()
    task.save(update_fields=["cancelled_at"])
    following = keep_going(task, next_step, by=by)
    next_task_id = following.pk if following else None
    event = TaskCancelled(task.pk, task.deal_id, task.kind, task.title, reason=reason.strip(), next_task_id=next_task_id)
    return record(event, by=by, about=cards_of(task))


@transaction.atomic
def undo_complete_task(entry: Entry, *, by: Member) -> str:
    """The task is open again; the one that its completion formed goes, unless somebody has begun with it."""
    task = locked(Task.objects.everything().get(pk=entry.facts["task_id"]), by)
    if task.completed_at is None:
        raise Refused(_("The task is open already"))
    if task.deleted_at is not None:
        raise Refused(_("The task is in the trash already"))
    task.completed_at, task.completed_by, task.result = None, None, ""
    task.save(update_fields=["completed_at", "completed_by", "result"])
    pass_from_leavers(Task.objects.everything().filter(pk=task.pk))
    _drop_formed(entry, by)
    keep_going(task, None, by=by)
    record(TaskCompletionUndone(task.pk, task.deal_id, task.kind, task.title), by=by, about=cards_of_touch(task), undoes=entry)
    return _("The task “%(title)s” is open again") % {"title": task.title}


@transaction.atomic
def undo_cancel_task(entry: Entry, *, by: Member) -> str:
    task = locked(Task.objects.everything().get(pk=entry.facts["task_id"]), by)
    if task.cancelled_at is None:
        raise Refused(_("The task is open already"))
    if task.deleted_at is not None:
        raise Refused(_("The task is in the trash already"))
    task.cancelled_at = None
    task.save(update_fields=["cancelled_at"])
    pass_from_leavers(Task.objects.everything().filter(pk=task.pk))
    _drop_formed(entry, by)
    record(TaskTakenUpAgain(task.pk, task.deal_id, task.kind, task.title), by=by, about=cards_of(task), undoes=entry)
    return _("The task “%(title)s” is open again") % {"title": task.title}


def _drop_formed(entry: Entry, by: Member) -> None:
    """What stepped into its place with the same press, unless people have begun with it since."""
    formed = Task.objects.everything().open().filter(pk=entry.facts.get("next_task_id")).first()
    if formed is None or entries_about("task", formed.pk).filter(pk__gt=entry.pk, by__is_robot=False).exists():
        return
    formed.cancelled_at = timezone.now()
    formed.save(update_fields=["cancelled_at"])
    event = TaskCancelled(formed.pk, formed.deal_id, formed.kind, formed.title, reason=_("the step before is not done"))
    record(event, by=by, about=[formed])


def locked(task: Task, by: Member) -> Task:
    """The deal's row first, then the task's: the same order as the database's own guard."""
    if task.deal_id:
        Deal.objects.everything().select_for_update(no_key=True).get(pk=task.deal_id)
    rows = Task.objects.everything().select_related("deal__stage", "deal__responsible", "deal__client", "client", "assignee", "preset")
    task = hold_row(rows.select_for_update(of=("self",), no_key=True), task.pk)
    if not can_close_task(by, task):
        raise NotAllowed(_("This task is done by %(name)s") % {"name": task.assignee.short_name})
    return task


def locked_open(task: Task, by: Member) -> Task:
    task = locked(task, by)
    if task.completed_at is not None:
        raise Refused(_("The task is done already: %(result)s") % {"result": task.result or _("without a result")})
    if not task.is_open:
        raise Refused(_("The task is dropped already"))
    return task


def keep_going(task: Task, next_step: NewTask | None, *, by: Member) -> Task | None:
    """The step after this one: the one that a person named, else formed where the deal would be left without any."""
    if next_step is not None:
        keeps_doer = next_step.is_formed or next_step.assignee == task.assignee
        return set_tasks([next_step], by=by, keeps_doer=keeps_doer)[0]
    if task.deal is None:
        return None
    formed = form_next_tasks([task.deal], by=by, after=task.preset)
    return formed[0] if formed else None
