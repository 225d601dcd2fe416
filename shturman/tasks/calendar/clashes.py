"""Two things of one person at the same time: told, never forbidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shturman.kit.answers import toast
from shturman.tasks.models import Task
from shturman.tasks.models.task import LONGEST

# So many titles are enough to understand.
TOLD = 3


def clashes_among(tasks: Iterable[Task]) -> Mapping[int, list[Task]]:
    """Open items of one person that share a moment."""
    timed = sorted(
        (task for task in tasks if task.due_at and task.completed_at is None), key=lambda task: (task.assignee_id, task.deadline)
    )
    found: dict[int, list[Task]] = {}
    for index, task in enumerate(timed):
        for other in timed[index + 1 :]:
            if other.assignee_id != task.assignee_id or task.ends_at is None or other.deadline >= task.ends_at:
                break
            found.setdefault(task.pk, []).append(other)
            found.setdefault(other.pk, []).append(task)
    return found


def clashes_with(task: Task) -> list[Task]:
    """For the warning beside what has just been set or moved."""
    if task.due_at is None or task.ends_at is None:
        return []
    near = (task.due_at - timedelta(minutes=LONGEST), task.ends_at - timedelta(microseconds=1))
    rows = Task.objects.everything().open().filter(assignee=task.assignee_id, deadline__range=near, due_at__isnull=False)
    others = rows.exclude(pk=task.pk).order_by("deadline", "id")
    return [other for other in others if other.ends_at and other.ends_at > task.due_at]


def warn_of_clashes(request: HttpRequest, task: Task) -> None:
    """Only of one's own: what a colleague has at that hour is his."""
    clashes = clashes_with(task) if task.assignee_id == request.user.pk else []
    if clashes:
        toast(request, crossing_words(clashes), level="today")


def crossing_words(tasks: Sequence[Task]) -> str:
    if not tasks:
        return ""
    return _("Crosses with: %(titles)s") % {"titles": ", ".join(_("“%(title)s”") % {"title": task.title} for task in tasks[:TOLD])}
