from __future__ import annotations

from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.company.sight import covers_person
from shturman.tasks.models import Task


def can_close_task(member: Member, task: Task) -> bool:
    """Who does it, who set it, who leads the deal, and the heads of who does it."""
    if member.is_robot or member.pk in (task.assignee_id, task.author_id):
        return True
    if task.deal is not None and task.deal.responsible_id == member.pk:
        return True
    return covers_person(member, "task", "edit", task.assignee)


def can_change_task(member: Member, task: Task) -> bool:
    return can_close_task(member, task)


def can_hand_over(member: Member, person: Member) -> bool:
    """All that a person holds at once: his deals, his clients and his tasks are all within the giver's reach."""
    return all(covers_person(member, thing, "transfer", person) for thing in ("client", "deal", "task"))


def can_dismiss(member: Member) -> bool:
    return can_keep_house(member)
