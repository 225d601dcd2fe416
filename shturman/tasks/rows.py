"""Tasks as lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shturman.company.queries import work_week
from shturman.kit.working_time import WorkWeek
from shturman.tasks.due import Chip, chip
from shturman.tasks.models import Task


@dataclass(frozen=True)
class Row:
    task: Task
    chip: Chip


def rows_of(tasks: Iterable[Task], now: datetime, week: WorkWeek | None = None) -> list[Row]:
    tasks = list(tasks)
    week = week or (work_week() if tasks else WorkWeek())
    return [Row(task, _chip(task, now, week)) for task in tasks]


def _chip(task: Task, now: datetime, week: WorkWeek) -> Chip:
    if task.completed_at is not None:
        return Chip("done", "")
    return chip(task.deadline, task.due_on is not None, now, week)
