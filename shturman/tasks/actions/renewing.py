from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from shturman.company.queries import robot
from shturman.deals.models import Deal
from shturman.journal.actions import record_many
from shturman.tasks.actions.following import cancelled, open_tasks_of, pass_to_heads
from shturman.tasks.actions.forming import next_tasks
from shturman.tasks.actions.setting import create_rows, task_fact
from shturman.tasks.queries import without_open_task


@transaction.atomic(savepoint=False)
def renew_formed_tasks(deals: Sequence[Deal], *, reason: str) -> None:
    """Deals have moved: what their old stages formed goes, the first task of the new one comes. Told together, so that the
    next step is looked for once."""
    known = {deal.pk: deal for deal in deals}
    leaving = list(open_tasks_of(known).filter(is_formed=True))
    for task in leaving:
        task.deal = known[task.deal_id or 0]
    facts = cancelled(leaving, reason) if leaving else []
    pass_to_heads(deals)
    coming = next_tasks(without_open_task(deals))
    if facts or coming:
        automation = robot()
        formed = create_rows(coming, author=automation, is_formed=True)
        record_many([*facts, *(task_fact(task) for task in formed)], by=automation)
