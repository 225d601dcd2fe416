"""What may be done to many tasks of a list at once. Each goes through the same action as a single one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.kit.dates_in_words import day, moment
from shturman.kit.errors import Refused
from shturman.lists.asking import NothingToAskForm
from shturman.lists.bulk import (
    CHANGED_SINCE,
    GONE,
    BulkDeed,
    BulkThing,
    Facts,
    Outcome,
    one_by_one,
    take_entries_back,
    taken_back_one_by_one,
)
from shturman.tasks.access import can_close_task
from shturman.tasks.actions import cancel_task, delete_task, hand_task_over, reschedule_task, undo_cancel_task, undo_delete_task
from shturman.tasks.due import Due
from shturman.tasks.forms import DropManyForm, GiveTasksForm, PutOffManyForm
from shturman.tasks.list_questions import chosen_tasks
from shturman.tasks.models import Task


def _receiver(facts: Facts) -> Member:
    return Member.objects.select_related("role", "department").get(pk=facts["responsible"])


def _obstacle(task: Task, by: Member) -> str:
    if not task.is_open:
        return _("it is done or dropped already")
    return "" if can_close_task(by, task) else _("it is another person's task")


def _cannot_give(task: Task, to: Member, by: Member) -> str:
    return _("he does it already") if task.assignee_id == to.pk and task.is_open else _obstacle(task, by)


def _give(tasks: Sequence[Task], to: Member, by: Member) -> Mapping[int, Outcome]:
    def one(task: Task) -> Outcome:
        if reason := _cannot_give(task, to, by):
            raise Refused(reason)
        before = {"assignee": task.assignee_id}
        hand_task_over(task, to, by=by)
        return Outcome(before, {"assignee": to.pk})

    return one_by_one(tasks, one)


def _give_back(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    def one(task: Task, outcome: Outcome) -> str:
        if task.assignee_id != outcome.after["assignee"] or not task.is_open:
            return str(CHANGED_SINCE)
        hand_task_over(task, _receiver({"responsible": outcome.before["assignee"]}), by=by)
        return ""

    return _taken_back(outcomes, one)


def _due(facts: Facts) -> Due:
    return Due(
        at=datetime.fromisoformat(facts["at"]) if facts.get("at") else None,
        on=date.fromisoformat(facts["on"]) if facts.get("on") else None,
    )


def _term(task: Task) -> dict[str, str]:
    return {"at": task.due_at.isoformat() if task.due_at else "", "on": task.due_on.isoformat() if task.due_on else ""}


def _cannot_put_off(task: Task, due: Due, by: Member) -> str:
    return _("it is so already") if task.is_open and (task.due_at, task.due_on) == (due.at, due.on) else _obstacle(task, by)


def _put_off(tasks: Sequence[Task], due: Due, by: Member) -> Mapping[int, Outcome]:
    def one(task: Task) -> Outcome:
        if reason := _cannot_put_off(task, due, by):
            raise Refused(reason)
        before = _term(task)
        return Outcome(before, _term(reschedule_task(task, due, by=by)))

    return one_by_one(tasks, one)


def _put_back(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    def one(task: Task, outcome: Outcome) -> str:
        if _term(task) != outcome.after or not task.is_open:
            return str(CHANGED_SINCE)
        reschedule_task(task, _due(outcome.before), by=by)
        return ""

    return _taken_back(outcomes, one)


def _cannot_delete(task: Task, aim: Any, by: Member) -> str:
    return _is_last_step(task) if can_close_task(by, task) else _("it is another person's task")


def _cannot_drop(task: Task, aim: Any, by: Member) -> str:
    return _obstacle(task, by) or _is_last_step(task)


def _is_last_step(task: Task) -> str:
    """The last step of an open deal is replaced by a result and a next step, never just taken away."""
    deal = task.deal
    if not task.is_open or deal is None or not deal.is_open or not deal.stage.keeps_tasks:
        return ""
    others = Task.objects.everything().open().filter(deal=deal).exclude(pk=task.pk)
    return "" if others.exists() else _("it is the last step of an open deal: finish it with a result")


def _drop(tasks: Sequence[Task], aim: Facts, by: Member) -> Mapping[int, Outcome]:
    def one(task: Task) -> Outcome:
        if reason := _cannot_drop(task, aim, by):
            raise Refused(reason)
        return Outcome(after={"entry": cancel_task(task, aim["reason"], by=by).pk})

    return one_by_one(tasks, one)


def _take_up_again(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    return take_entries_back(outcomes, undo_cancel_task, by)


def _delete(tasks: Sequence[Task], aim: Any, by: Member) -> Mapping[int, Outcome]:
    def one(task: Task) -> Outcome:
        if reason := _cannot_delete(task, aim, by):
            raise Refused(reason)
        return Outcome(after={"entry": delete_task(task, by=by).pk})

    return one_by_one(tasks, one)


def _restore(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    return take_entries_back(outcomes, undo_delete_task, by)


def _taken_back(outcomes: Mapping[int, Outcome], undo: Any) -> Mapping[int, str]:
    tasks = {task.pk: task for task in _held(list(outcomes))}
    return taken_back_one_by_one(outcomes, lambda pk, outcome: undo(tasks[pk], outcome) if pk in tasks else str(GONE))


def _said_of_term(facts: Facts) -> str:
    due, today = _due(facts), timezone.localdate()
    shown = moment(timezone.localtime(due.at), today) if due.at else day(due.on, today) if due.on else ""
    return _("Move the term: %(due)s") % {"due": shown}


def _held(ids: Sequence[int]) -> Sequence[Task]:
    """A deal is locked before its tasks, by the action itself: here they are only read."""
    rows = Task.objects.everything().kept().filter(pk__in=ids)
    return list(rows.select_related("deal__stage", "deal__responsible", "client", "assignee", "author").order_by("deal_id", "pk"))


def _may(deed: str) -> Any:
    return lambda member: member.reach("task", deed) != "none" and not member.role.is_outside


DEEDS = (
    BulkDeed(
        key="assign",
        label=gettext_lazy("Hand over to"),
        icon="user",
        is_for=_may("transfer"),
        form=GiveTasksForm,
        describe=lambda facts: _("Hand over to: %(name)s") % facts,
        read=_receiver,
        obstacle=_cannot_give,
        act=_give,
        take_back=_give_back,
    ),
    BulkDeed(
        key="put_off",
        label=gettext_lazy("Move the term"),
        icon="clock",
        is_for=_may("edit"),
        form=PutOffManyForm,
        describe=_said_of_term,
        read=_due,
        obstacle=_cannot_put_off,
        act=_put_off,
        take_back=_put_back,
    ),
    BulkDeed(
        key="drop",
        label=gettext_lazy("Drop tasks"),
        icon="close",
        is_for=_may("edit"),
        form=DropManyForm,
        describe=lambda facts: _("Drop tasks: %(reason)s") % facts,
        obstacle=_cannot_drop,
        act=_drop,
        take_back=_take_up_again,
    ),
    BulkDeed(
        key="delete",
        label=gettext_lazy("Delete"),
        icon="trash",
        is_for=_may("delete"),
        form=NothingToAskForm,
        describe=lambda facts: _("To the trash"),
        obstacle=_cannot_delete,
        act=_delete,
        take_back=_restore,
        is_removal=True,
    ),
)
TASKS = BulkThing(
    key="tasks",
    section="tasks",
    label=gettext_lazy("Tasks"),
    list_url="/tasks/",
    seen=lambda member: Task.objects.visible_to(member).select_related("deal__stage", "deal__responsible", "assignee"),
    chosen=lambda params, member: Task.objects.visible_to(member).filter(chosen_tasks(params, member)),
    held=_held,
    deeds=DEEDS,
)
