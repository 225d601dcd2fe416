from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.tasks.due import Chip, chip
from shturman.tasks.models import Task


@dataclass(frozen=True)
class NextStep:
    chip: Chip
    title: str
    is_late: bool


def next_steps(member: Member, deal_ids: Collection[int]) -> dict[int, NextStep]:
    """The earliest open task of each deal; a deal without one is not in the answer. The chip itself is no secret to
    whoever sees the deal."""
    if not deal_ids:
        return {}
    now, week = timezone.now(), work_week()
    rows = (
        Task.objects.everything()
        .open()
        .filter(deal__in=deal_ids)
        .order_by("deal", "deadline", "id")
        .distinct("deal")
        .values_list("deal_id", "deadline", "due_on", "title")
    )
    return {
        deal_id: NextStep(chip(deadline, due_on is not None, now, week), title, deadline < now) for deal_id, deadline, due_on, title in rows
    }
