"""What happens to people: they change departments and roles, get rights and caps, leave and come back."""

from __future__ import annotations

import random

from shturman.company.actions import change_member, set_own_rights
from shturman.company.models import Department, Role
from shturman.kit.errors import Refused
from shturman.tasks.actions import dismiss_member, undo_hand_over
from shturman.world.storm.choosing import anybody, employee_ids, owner, recent_entry

FEWEST_EMPLOYEES = 2
ROLES = (Role.Base.HEAD, Role.Base.MANAGER, Role.Base.MANAGER, Role.Base.COLLEAGUE)


def change_department(dice: random.Random) -> None:
    change_member(anybody(dice), {"department": dice.choice(list(Department.objects.all()[:3]))}, by=owner())


def change_role_and_head(dice: random.Random) -> None:
    """Who does the tasks of a hidden stage follows from both."""
    member = anybody(dice)
    facts = {"role": Role.objects.of_base(dice.choice(ROLES)), "head": anybody(dice, but=member)}
    change_member(member, facts, by=owner())


def change_rights(dice: random.Random) -> None:
    rights: dict[str, object] = dice.choice(
        [{}, {"deal.see": "all", "deal.edit": "all"}, {"deal.edit": "none"}, {"deal.day_cap": dice.randint(1, 200)}]
    )
    set_own_rights(anybody(dice), rights, by=owner())


def dismiss_one(dice: random.Random) -> None:
    if len(employee_ids()) <= FEWEST_EMPLOYEES:
        raise Refused("there is nobody to spare")
    leaver = anybody(dice)
    dismiss_member(leaver, [anybody(dice, but=leaver)], by=owner())


def undo_dismissal(dice: random.Random) -> None:
    undo_hand_over(recent_entry(dice, "tasks.member_handed_over"), by=owner())
