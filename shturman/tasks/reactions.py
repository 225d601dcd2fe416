"""The tasks' part in what happens to deals: true at commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from shturman.company.events import MemberChanged
from shturman.company.models import Member
from shturman.company.queries import absences_of, robot
from shturman.deals.actions import set_next_step
from shturman.deals.events import DealAssigned, DealDeleted, DealPlacementUndone, DealRestored, DealTaken, StageChanged
from shturman.deals.models import Deal
from shturman.tasks.actions.following import (
    bring_tasks_back,
    deals_of,
    drop_formed_tasks,
    hand_tasks_over,
    hide_tasks,
    open_tasks_of,
    pass_from_leavers,
    pass_to_heads,
    show_tasks,
)
from shturman.tasks.actions.forming import form_next_tasks
from shturman.tasks.actions.internet_calendars import close_calendars_of
from shturman.tasks.actions.reminders import move_reminders, plan_usual
from shturman.tasks.actions.renewing import renew_formed_tasks
from shturman.tasks.events import TaskSet
from shturman.tasks.models import Task
from shturman.tasks.queries import earliest_deadlines, held_open


def form_first_task(opened: Sequence[Any]) -> None:
    form_next_tasks(deals_of([event.deal_id for event in opened]), by=robot())


def renew_tasks(moved: Sequence[Any]) -> None:
    renew_formed_tasks(deals_of([event.deal_id for event in moved]), reason=_("the deal has moved on"))


def close_tasks(closed: Sequence[Any]) -> None:
    ids = [event.deal_id for event in closed]
    also = [task for event in closed for task in event.drop_tasks]
    drop_formed_tasks(ids, reason=_("the deal is closed"), by=robot(), also=also)


def take_tasks_back(undone: Sequence[DealPlacementUndone]) -> None:
    automation = robot()
    for event in undone:
        if event.undone_since is not None:
            bring_tasks_back(event.deal_id, event.undone_since, by=automation)
    pass_from_leavers(open_tasks_of([event.deal_id for event in undone]))
    form_next_tasks(deals_of([event.deal_id for event in undone]), by=automation)


def hand_over(assigned: Sequence[DealAssigned | DealTaken]) -> None:
    hand_tasks_over({event.deal_id: event.from_member_id for event in assigned})


def follow_to_trash(deleted: Sequence[DealDeleted]) -> None:
    for event in deleted:
        hide_tasks(event.deal_id, event.deleted_at)


def follow_from_trash(restored: Sequence[DealRestored]) -> None:
    for event in restored:
        show_tasks(event.deal_id, event.deleted_at)
    ids = [event.deal_id for event in restored]
    pass_from_leavers(open_tasks_of(ids))
    form_next_tasks(deals_of(ids), by=robot())
    set_next_step(earliest_deadlines(ids))


def form_missing_tasks(changed: Sequence[StageChanged]) -> None:
    """A stage has just begun to keep tasks."""
    stages = [event.stage_id for event in changed if "keeps_tasks" in event.fields]
    if stages:
        form_next_tasks(held_open(_open_on(stages)), by=robot())


def follow_hidden_stage(changed: Sequence[StageChanged]) -> None:
    """A stage has just been hidden from managers."""
    stages = [event.stage_id for event in changed if "is_for_managers" in event.fields]
    if stages:
        pass_to_heads(_open_on(stages))


def _open_on(stage_ids: Sequence[int]) -> list[Deal]:
    deals = Deal.objects.everything().kept().open().filter(stage__in=stage_ids)
    return list(
        deals.select_related("stage", "responsible__head", "responsible__role", "client").prefetch_related(absences_of("responsible"))
    )


def refresh_next_step(events: Sequence[Any]) -> None:
    deal_ids = {event.deal_id for event in events if event.deal_id}
    if deal_ids:
        set_next_step(earliest_deadlines(deal_ids))


def plan_reminders(news: Sequence[Any]) -> None:
    """What the system forms for a day reminds by the morning letter alone, unless it is important."""
    ids = [event.task_id for event in news if event.due_at or event.is_important or event.kind == TaskSet.kind]
    if ids:
        plan_usual(list(Task.objects.everything().filter(pk__in=ids)))


def remind_at_new_moment(moved: Sequence[Any]) -> None:
    move_reminders([event.task_id for event in moved])


def close_phone_calendars(changed: Sequence[MemberChanged]) -> None:
    """Who does not work here any more has no calendar in his phone."""
    ids = [event.member_id for event in changed if "is_active" in event.fields]
    leavers = list(Member.objects.filter(pk__in=ids, is_active=False)) if ids else []
    if leavers:
        close_calendars_of(leavers)
