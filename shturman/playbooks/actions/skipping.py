from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import Refused
from shturman.playbooks.events import TaskSkipped
from shturman.playbooks.models import Skip
from shturman.tasks.actions.completing import locked_open
from shturman.tasks.actions.setting import cards_of
from shturman.tasks.models import Task

# What is skipped comes back the same day.
WAITS = timedelta(hours=1)


@transaction.atomic
def skip_task(task: Task, why: str, words: str = "", *, by: Member) -> Entry:
    """It waits for an hour at the end of the queue; each skip is counted."""
    task = locked_open(task, by)
    if why not in Skip.Why.values:
        raise Refused(_("Say why it waits"), field="why")
    if why == Skip.Why.OTHER and not words.strip():
        raise Refused(_("“Other” needs words: what happened"), field="words")
    now = timezone.now()
    Skip.objects.create(task=task, by=by, why=why, words=words.strip(), at=now, until=now + WAITS)
    count = Skip.objects.filter(task=task).count()
    return record(TaskSkipped(task.pk, task.deal_id, task.kind, task.title, why=why, count=count), by=by, about=cards_of(task))
