"""What tasks do when their deal moves, closes, changes hands, goes to the trash or comes back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.company.queries import absences_of, head_over, robot, standing_in_for
from shturman.deals.models import Deal
from shturman.journal.actions import Fact, record_many
from shturman.tasks.actions.setting import cards_of, task_fact
from shturman.tasks.events import TaskBecameOverdue, TaskCancelled, TaskHandedOver
from shturman.tasks.models import Task


@transaction.atomic(savepoint=False)
def drop_formed_tasks(deal_ids: Collection[int], *, reason: str, by: Member, also: Collection[int] = ()) -> None:
    """Tasks that the system formed belong to their stage; hand-set ones only go when a person said so (`also`)."""
    leaving = open_tasks_of(deal_ids).filter(Q(is_formed=True) | Q(pk__in=also))
    _cancel(list(leaving.select_related("deal", "client")), reason, by)


@transaction.atomic(savepoint=False)
def bring_tasks_back(deal_id: int, since: datetime, *, by: Member) -> None:
    """The move is undone: what it dropped is open again, what it formed goes."""
    formed = list(open_tasks_of([deal_id]).filter(is_formed=True, created_at__gte=since).select_related("deal", "client"))
    dropped = list(
        Task.objects.everything()
        .kept()
        .filter(deal=deal_id, cancelled_at__gte=since, completed_at=None)
        .select_related("deal", "client", "assignee")
    )
    Task.objects.everything().filter(pk__in=[task.pk for task in dropped]).update(cancelled_at=None)
    record_many([task_fact(task) for task in dropped], by=by)
    _cancel(formed, _("the move is undone"), by)


def doer_of(deal: Deal) -> Member:
    """Who does the tasks of a deal: its responsible; on a stage that is not for managers the head of an ordinary one."""
    responsible = deal.responsible
    if not deal.stage.is_for_managers and responsible.role.is_ordinary:
        return head_over(responsible)
    return standing_in_for(responsible)


@transaction.atomic(savepoint=False)
def hand_tasks_over(from_members: Mapping[int, int]) -> None:
    """Open tasks that the former responsible of these deals holds go to who does them now; deal id → former responsible's id."""
    doers = {deal.pk: doer_of(deal) for deal in with_absences(deals_of(from_members))}
    open_tasks = open_tasks_of(from_members).filter(assignee__in=set(from_members.values())).select_related("deal", "client", "assignee")
    moving = [task for task in open_tasks if task.deal_id and task.assignee_id == from_members[task.deal_id]]
    moving = [task for task in moving if task.deal_id and doers[task.deal_id].pk != task.assignee_id]
    facts = []
    for task in moving:
        former, task.assignee = task.assignee, doers[task.deal_id or 0]
        event = TaskHandedOver(task.pk, task.deal_id, task.kind, task.title, former.short_name, task.assignee.short_name)
        facts.append(Fact(event, cards_of(task)))
    Task.objects.everything().bulk_update(moving, ["assignee"], batch_size=1000)
    if facts:
        record_many(facts, by=robot())


def pass_from_leavers(tasks: QuerySet[Task]) -> None:
    """Open again, with one who does not work here any more: they are for who does the deal now, else for his head."""
    moving = list(tasks.filter(assignee__is_active=False).select_related("deal", "client", "assignee__head"))
    deals = {deal.pk: deal for deal in with_absences(deals_of([task.deal_id for task in moving if task.deal_id]))}
    facts = []
    for task in moving:
        former, task.assignee = task.assignee, doer_of(deals[task.deal_id]) if task.deal_id else head_over(task.assignee)
        event = TaskHandedOver(task.pk, task.deal_id, task.kind, task.title, former.short_name, task.assignee.short_name)
        facts.append(Fact(event, cards_of(task)))
    Task.objects.everything().bulk_update(moving, ["assignee"], batch_size=1000)
    if facts:
        record_many(facts, by=robot())


def pass_to_heads(deals: Sequence[Deal]) -> None:
    """On a stage that is not for managers their tasks are done by the head."""
    hidden = {deal.pk: deal.responsible_id for deal in deals if not deal.stage.is_for_managers}
    if hidden:
        hand_tasks_over(hidden)


def hide_tasks(deal_id: int, deleted_at: datetime) -> None:
    """With the deal to the trash: told by the deal's own entry."""
    open_tasks_of([deal_id]).update(deleted_at=deleted_at)


def show_tasks(deal_id: int, deleted_at: datetime) -> None:
    Task.objects.everything().filter(deal=deal_id, deleted_at=deleted_at).update(deleted_at=None)


@transaction.atomic(savepoint=False)
def mark_overdue_tasks(now: datetime, batch: int = 1000) -> int:
    """Lateness becomes a fact; the clock calls it every minute. A row is marked once, whoever runs twice."""
    late = list(
        Task.objects.everything()
        .overdue(now)
        .filter(overdue_since=None, assignee__is_robot=False)
        .select_related("deal", "client")
        .order_by("deadline")
        .select_for_update(of=("self",), skip_locked=True)[:batch]
    )
    if not late:
        return 0
    for task in late:
        task.overdue_since = task.deadline
    Task.objects.bulk_update(late, ["overdue_since"])
    record_many(
        [Fact(TaskBecameOverdue(task.pk, task.deal_id, task.kind, task.title, task.assignee_id), cards_of(task)) for task in late],
        by=robot(),
    )
    return len(late)


def open_tasks_of(deal_ids: Collection[int]) -> QuerySet[Task]:
    return Task.objects.everything().open().filter(deal__in=deal_ids)


def _cancel(tasks: Sequence[Task], reason: str, by: Member) -> None:
    record_many(cancelled(tasks, reason), by=by)


def cancelled(tasks: Sequence[Task], reason: str) -> list[Fact]:
    """The rows alone: whoever cancels them records the facts."""
    Task.objects.everything().filter(pk__in=[task.pk for task in tasks]).update(cancelled_at=timezone.now())
    return [Fact(TaskCancelled(task.pk, task.deal_id, task.kind, task.title, reason=reason), cards_of(task)) for task in tasks]


NEEDED = (
    *("title", "client_id", "stage_id", "funnel_id", "responsible_id", "closed_at", "deleted_at"),
    *(f"stage__{name}" for name in ("name", "kind", "keeps_tasks", "is_for_managers")),
    *(f"responsible__{name}" for name in ("login", "surname", "given_name", "patronymic", "time_zone", "is_active", "is_robot")),
    *(f"responsible__{name}" for name in ("role_id", "department_id", "head_id")),
)


def deals_of(deal_ids: Collection[int]) -> list[Deal]:
    """With whom a task needs: who does it, and the head who stands in for him; that one is read only where he has to."""
    rows = Deal.objects.everything().filter(pk__in=deal_ids).select_related("stage", "responsible").only(*NEEDED)
    deals = list(rows)
    led = [deal.responsible for deal in deals if not deal.responsible.is_active or not deal.stage.is_for_managers]
    prefetch_related_objects(led, "head", "role")
    return deals


def with_absences(deals: Sequence[Deal]) -> Sequence[Deal]:
    """Who stands in for whom is asked once for all of them, and only where a task is about to be given."""
    prefetch_related_objects(deals, absences_of("responsible"))
    return deals
