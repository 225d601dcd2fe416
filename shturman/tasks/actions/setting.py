from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.clients.models import Client
from shturman.company.access import can_assign_to
from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.deals.access import is_handed_over_now, sees_deal
from shturman.deals.models import Deal, PresetTask
from shturman.journal.actions import Fact, record_many
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.working_time import WorkWeek
from shturman.tasks.due import Due
from shturman.tasks.events import TaskFormed, TaskSet
from shturman.tasks.models import Task
from shturman.tasks.models.task import LONGEST, SHORTEST


@dataclass(frozen=True)
class NewTask:
    title: str
    due: Due
    assignee: Member
    kind: str = Task.Kind.CALL
    deal: Deal | None = None
    client: Client | None = None
    is_important: bool = False
    preset: PresetTask | None = None
    # Nothing is the usual of its kind.
    minutes: int | None = None
    # By the algorithm of the deal, not by hand.
    is_formed: bool = False


def set_task(new: NewTask, *, by: Member) -> Task:
    return set_tasks([new], by=by)[0]


@transaction.atomic
def set_tasks(news: Sequence[NewTask], *, by: Member, keeps_doer: bool = False) -> list[Task]:
    """Set by hand: to oneself, or by a head to his people; `keeps_doer`: what follows a task stays with whoever did it."""
    for new in news:
        _ask(new, by, keeps_doer)
    return write_tasks(news, author=by, by=by, is_formed=False)


def write_tasks(news: Sequence[NewTask], *, author: Member, by: Member, is_formed: bool) -> list[Task]:
    tasks = create_rows(news, author=author, is_formed=is_formed)
    record_many([task_fact(task) for task in tasks], by=by)
    return tasks


def create_rows(news: Sequence[NewTask], *, author: Member, is_formed: bool) -> list[Task]:
    """Rows alone: whoever writes them records what happened."""
    week = work_week()
    tasks = [_row(new, week, author, is_formed) for new in news]
    Task.objects.bulk_create(tasks, batch_size=2000)
    return tasks


def _ask(new: NewTask, by: Member, keeps_doer: bool) -> None:
    if not new.title.strip():
        raise Refused(_("What has to be done? Two or three words are enough"), field="title")
    ask_length(new.minutes)
    if not keeps_doer and not can_assign_to(by, new.assignee, "task"):
        raise NotAllowed(_("You may set tasks to yourself; to others their head does"), field="assignee")
    if new.deal is not None and not sees_deal(by, new.deal):
        raise NotAllowed(_("There is no such deal"), field="deal")
    if new.deal is not None and is_handed_over_now(by, new.deal):
        raise NotAllowed(_("The deal is handed over: its tasks are set by the head"), field="deal")


def ask_length(minutes: int | None) -> None:
    if minutes is not None and not SHORTEST <= minutes <= LONGEST:
        raise Refused(_("A task takes from 5 minutes to a whole day"), field="minutes")


def _row(new: NewTask, week: WorkWeek, author: Member, is_formed: bool) -> Task:
    return Task(
        kind=new.kind,
        title=new.title.strip(),
        deal=new.deal,
        client_id=new.client.pk if new.client else new.deal.client_id if new.deal else None,
        assignee=new.assignee,
        author=author,
        due_at=new.due.at,
        due_on=new.due.on,
        deadline=new.due.deadline(week, new.assignee.zone),
        is_important=new.is_important,
        is_formed=is_formed or new.is_formed,
        preset=new.preset,
        minutes=new.minutes,
    )


def task_fact(task: Task) -> Fact:
    event_class = TaskFormed if task.is_formed else TaskSet
    event = event_class(
        task.pk,
        task.deal_id,
        task.kind,
        task.title,
        assignee_id=task.assignee_id,
        assignee=task.assignee.short_name,
        due_at=task.due_at,
        due_on=task.due_on,
        is_important=task.is_important,
    )
    return Fact(event, cards_of(task))


def cards_of(task: Task) -> list[Task | Deal | Client]:
    """A task of a deal stands on the deal's timeline, else on its client's."""
    card = task.deal or task.client
    return [task, card] if card else [task]


def cards_of_touch(task: Task) -> list[Task | Deal | Client]:
    """What came of a touch is knowledge of the client, whichever of his deals it was about."""
    client_id = task.deal.client_id if task.deal else None
    # Its number is all that a link needs: the row is not read for it.
    return [*cards_of(task), Client(pk=client_id)] if client_id else cards_of(task)
