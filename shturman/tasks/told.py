"""What a task tells its doer: of a deal or a client that is closed to him, its own title alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shturman.company.models import Member
from shturman.tasks.calendar.queries import names_seen
from shturman.tasks.models import Task


def as_told_to(reader: Member, tasks: Sequence[Task]) -> Sequence[Task]:
    """The same rows, for the screen alone: what stands behind them is not there for whoever may not see it."""
    told = names_seen(tasks, reader)
    relations: list[Any] = [Task._meta.get_field(name) for name in ("deal", "client")]
    for task in tasks:
        if task.pk not in told:
            for relation in relations:
                relation.set_cached_value(task, None)
    return tasks
