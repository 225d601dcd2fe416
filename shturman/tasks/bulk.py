"""What may be done to many tasks of a list at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from shturman.lists.bulk import BulkThing
from shturman.tasks.list_questions import chosen_tasks
from shturman.tasks.models import Task


def _held(ids: Sequence[int]) -> Sequence[Task]:
    return list(Task.objects.everything().kept().filter(pk__in=ids).select_for_update(no_key=True).order_by("pk"))


TASKS = BulkThing(
    key="tasks",
    section="tasks",
    label=_("Tasks"),
    list_url="/tasks/",
    seen=lambda member: Task.objects.visible_to(member),
    chosen=lambda params, member: Task.objects.visible_to(member).filter(chosen_tasks(params, member)),
    held=_held,
    deeds=(),
)
