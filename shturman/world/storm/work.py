"""What people do all day: deals move and change hands, tasks are set and done."""

from __future__ import annotations

import random
from decimal import Decimal

from django.utils import timezone

from shturman.deals.actions import (
    GivenFacts,
    NewDeal,
    assign_deals,
    delete_deal,
    move_deal,
    open_deal,
    restore_deal,
    take_deal,
    undo_placement,
)
from shturman.deals.models import Deal, Funnel, LossReason, Stage
from shturman.tasks.actions import (
    NewTask,
    cancel_task,
    complete_task,
    delete_task,
    hand_task_over,
    restore_task,
    set_task,
    undo_complete_task,
)
from shturman.tasks.due import Due
from shturman.world.storm.choosing import anybody, anyone_who_buys, one_deal, one_stage, one_task, owner, recent_entry


def open_one(dice: random.Random) -> None:
    new = NewDeal(
        title="Шторм",
        funnel=Funnel.objects.kept()[0],
        responsible=anybody(dice),
        stage=one_stage(dice),
        amount=Decimal(dice.randint(1, 9) * 1000),
        client=anyone_who_buys(dice),
    )
    open_deal(new, by=owner())


def move_one(dice: random.Random) -> None:
    move_deal(one_deal(dice, closed_at=None, deleted_at=None), one_stage(dice), by=owner())


def lose_one(dice: random.Random) -> None:
    given = GivenFacts(loss_reason=LossReason.objects.all()[0])
    move_deal(one_deal(dice, closed_at=None, deleted_at=None), one_stage(dice, Stage.Kind.LOST), by=owner(), given=given)


def reopen_one(dice: random.Random) -> None:
    move_deal(one_deal(dice, closed_at__isnull=False, deleted_at=None), one_stage(dice), by=owner())


def undo_move(dice: random.Random) -> None:
    undo_placement(recent_entry(dice, "deals.deal_moved"), by=owner())


def finish_one(dice: random.Random) -> None:
    complete_task(one_task(dice, completed_at=None, cancelled_at=None, deleted_at=None), "Поговорили", by=owner())


def undo_finish(dice: random.Random) -> None:
    undo_complete_task(recent_entry(dice, "tasks.task_completed"), by=owner())


def cancel_one(dice: random.Random) -> None:
    cancel_task(one_task(dice, completed_at=None, cancelled_at=None, deleted_at=None), "Не нужно", by=owner())


def set_one(dice: random.Random) -> None:
    deal = one_deal(dice, deleted_at=None)
    set_task(NewTask("Привезти образцы", Due(on=timezone.localdate()), anybody(dice), deal=deal), by=owner())


def hand_over_one(dice: random.Random) -> None:
    hand_task_over(one_task(dice, completed_at=None, cancelled_at=None, deleted_at=None), anybody(dice), by=owner())


def delete_one_task(dice: random.Random) -> None:
    delete_task(one_task(dice, deleted_at=None), by=owner())


def restore_one_task(dice: random.Random) -> None:
    restore_task(one_task(dice, deleted_at__isnull=False), by=owner())


def delete_one_deal(dice: random.Random) -> None:
    delete_deal(one_deal(dice, deleted_at=None), by=owner())


def restore_one_deal(dice: random.Random) -> None:
    restore_deal(one_deal(dice, deleted_at__isnull=False), by=owner())


def reassign_one(dice: random.Random) -> None:
    assign_deals([one_deal(dice, deleted_at=None)], anybody(dice), by=owner())


def reassign_many(dice: random.Random) -> None:
    """Up to eight at once; two such choices overlap often."""
    known = list(Deal.objects.everything().kept().only("pk").order_by("pk"))
    assign_deals(dice.sample(known, min(8, len(known))), anybody(dice), by=owner())


def take_common(dice: random.Random) -> None:
    take_deal(one_deal(dice, stage__is_open_to_all=True, stage__removed_at=None, deleted_at=None), by=anybody(dice))
