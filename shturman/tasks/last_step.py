from __future__ import annotations

from shturman.tasks.models import Task


def is_last_step(task: Task) -> bool:
    """An open deal on a task-keeping stage never stays without a step: whoever ends this one names the next."""
    deal = task.deal
    if deal is None or not deal.is_open or not deal.stage.keeps_tasks:
        return False
    return not Task.objects.everything().open().filter(deal=deal).exclude(pk=task.pk).exists()
