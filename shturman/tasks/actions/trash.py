from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import Refused
from shturman.tasks.actions.completing import keep_going, locked
from shturman.tasks.actions.following import pass_from_leavers
from shturman.tasks.actions.setting import NewTask, cards_of
from shturman.tasks.events import TaskDeleted, TaskRestored
from shturman.tasks.models import Task


@transaction.atomic
def delete_task(task: Task, *, by: Member, next_step: NewTask | None = None) -> Entry:
    task = locked(task, by)
    if task.deleted_at is not None:
        raise Refused(_("The task is in the trash already"))
    task.deleted_at = timezone.now()
    task.save(update_fields=["deleted_at"])
    following = keep_going(task, next_step, by=by)
    event = TaskDeleted(task.pk, task.deal_id, task.kind, task.title, next_task_id=following.pk if following else None)
    return record(event, by=by, about=cards_of(task))


@transaction.atomic
def restore_task(task: Task, *, by: Member, undoes: Entry | None = None) -> Task:
    task = locked(task, by)
    if task.deleted_at is None:
        raise Refused(_("The task is restored already"))
    task.deleted_at = None
    task.save(update_fields=["deleted_at"])
    pass_from_leavers(Task.objects.everything().open().filter(pk=task.pk))
    record(TaskRestored(task.pk, task.deal_id, task.kind, task.title), by=by, about=cards_of(task), undoes=undoes)
    return task


@transaction.atomic
def undo_delete_task(entry: Entry, *, by: Member) -> str:
    task = restore_task(Task.objects.everything().get(pk=entry.facts["task_id"]), by=by, undoes=entry)
    formed = Task.objects.everything().open().filter(pk=entry.facts["next_task_id"], is_formed=True).first()
    if formed is not None:
        delete_task(formed, by=by)
    return _("The task “%(title)s” is restored") % {"title": task.title}


@transaction.atomic
def unload_tasks(deal_ids: Collection[int]) -> int:
    """The undo of an import removes its deals, and with them the tasks that were formed for them."""
    count, _by_model = Task.objects.everything().filter(deal__in=deal_ids).delete()
    return count
