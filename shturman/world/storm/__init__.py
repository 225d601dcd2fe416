"""A storm of random operations from parallel connections: whatever people and programs do, no open deal is left
without its next step. Each later room adds its operations to `OPERATIONS`."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from django.db import IntegrityError, OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone
from psycopg.errors import ForeignKeyViolation

from shturman.company.models import Member, Role
from shturman.deals.actions import (
    GivenFacts,
    NewDeal,
    add_stage,
    assign_deals,
    change_stage,
    delete_deal,
    move_deal,
    open_deal,
    remove_stage,
    restore_deal,
    switch_stage_to_tasks,
    undo_placement,
)
from shturman.deals.models import Deal, Funnel, LossReason, Stage
from shturman.imports.actions import carry_out_load, carry_out_undo, check_table, keep_table, start_load, start_undo
from shturman.imports.models import ImportRun
from shturman.journal.models import Entry
from shturman.kit.errors import Refused
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
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.tables import table

Row = TypeVar("Row", Deal, Task)


@dataclass
class Storm:
    """`seed` makes a run repeatable but for the interleaving of its threads."""

    seed: int = 1
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    # Deadlocks and vanished rows: the database chose a loser of a race, and nothing was half-done.
    lost_races: int = 0
    gaps: list[str] = field(default_factory=list)

    def blow(self, operations: int, threads: int) -> Storm:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(self._blow_alone, range(threads), [operations // threads] * threads))
        return self

    def _blow_alone(self, number: int, operations: int) -> None:
        dice = random.Random(self.seed * 1000 + number)
        names = [name for name, (_act, weight) in OPERATIONS.items() for _time in range(weight)]
        try:
            for _operation in range(operations):
                self._do(dice.choice(names), dice)
        finally:
            connection.close()

    def _do(self, name: str, dice: random.Random) -> None:
        try:
            OPERATIONS[name][0](dice)
            self.done[name] += 1
        except Refused:
            self.refused[name] += 1
        except (OperationalError, Deal.DoesNotExist, Task.DoesNotExist):
            self.lost_races += 1
        except IntegrityError as error:
            # A withdrawn load took away the deal that a task was being set on.
            if not isinstance(error.__cause__, ForeignKeyViolation):
                raise
            self.lost_races += 1
        if next_step_gaps():
            self.gaps.append(name)


def _owner() -> Member:
    return Member.objects.owners()[0]


def _anybody(dice: random.Random) -> Member:
    return dice.choice(list(Member.objects.active().exclude(role__base=Role.Base.OWNER)))


def _deal(dice: random.Random, **conditions: object) -> Deal:
    return _one(dice, Deal.objects.everything().filter(**conditions))


def _task(dice: random.Random, **conditions: object) -> Task:
    return _one(dice, Task.objects.everything().filter(deal__isnull=False, **conditions))


def _one(dice: random.Random, rows: QuerySet[Row]) -> Row:
    known = list(rows.values_list("pk", flat=True))
    if not known:
        raise Refused("nothing to choose from")
    return rows.get(pk=dice.choice(known))


def _stage(dice: random.Random, kind: str = Stage.Kind.IN_WORK) -> Stage:
    return dice.choice(list(Stage.objects.kept().filter(kind=kind)))


def open_one(dice: random.Random) -> None:
    new = NewDeal(
        title="Шторм",
        funnel=Funnel.objects.kept()[0],
        responsible=_anybody(dice),
        stage=_stage(dice),
        amount=Decimal(dice.randint(1, 9) * 1000),
    )
    open_deal(new, by=_owner())


def move_one(dice: random.Random) -> None:
    move_deal(_deal(dice, closed_at=None, deleted_at=None), _stage(dice), by=_owner())


def lose_one(dice: random.Random) -> None:
    given = GivenFacts(loss_reason=LossReason.objects.all()[0])
    move_deal(_deal(dice, closed_at=None, deleted_at=None), _stage(dice, Stage.Kind.LOST), by=_owner(), given=given)


def reopen_one(dice: random.Random) -> None:
    move_deal(_deal(dice, closed_at__isnull=False, deleted_at=None), _stage(dice), by=_owner())


def undo_move(dice: random.Random) -> None:
    entry = Entry.objects.filter(kind="deals.deal_moved").order_by("-pk")[dice.randint(0, 3) :].first()
    if entry is None:
        raise Refused("nothing to undo")
    undo_placement(entry, by=_owner())


def finish_one(dice: random.Random) -> None:
    complete_task(_task(dice, completed_at=None, cancelled_at=None, deleted_at=None), "Поговорили", by=_owner())


def undo_finish(dice: random.Random) -> None:
    entry = Entry.objects.filter(kind="tasks.task_completed").order_by("-pk")[dice.randint(0, 3) :].first()
    if entry is None:
        raise Refused("nothing to undo")
    undo_complete_task(entry, by=_owner())


def cancel_one(dice: random.Random) -> None:
    cancel_task(_task(dice, completed_at=None, cancelled_at=None, deleted_at=None), "Не нужно", by=_owner())


def set_one(dice: random.Random) -> None:
    deal = _deal(dice, deleted_at=None)
    set_task(NewTask("Привезти образцы", Due(on=timezone.localdate()), _anybody(dice), deal=deal), by=_owner())


def hand_over_one(dice: random.Random) -> None:
    hand_task_over(_task(dice, completed_at=None, cancelled_at=None, deleted_at=None), _anybody(dice), by=_owner())


def delete_one_task(dice: random.Random) -> None:
    delete_task(_task(dice, deleted_at=None), by=_owner())


def restore_one_task(dice: random.Random) -> None:
    restore_task(_task(dice, deleted_at__isnull=False), by=_owner())


def delete_one_deal(dice: random.Random) -> None:
    delete_deal(_deal(dice, deleted_at=None), by=_owner())


def restore_one_deal(dice: random.Random) -> None:
    restore_deal(_deal(dice, deleted_at__isnull=False), by=_owner())


def reassign_one(dice: random.Random) -> None:
    assign_deals([_deal(dice, deleted_at=None)], _anybody(dice), by=_owner())


def load_table(dice: random.Random) -> None:
    """A small table by the import room's own steps: kept, checked, loaded. One load of a kind goes at a time."""
    rows = [(f"Из таблицы {dice.random()}", _anybody(dice).short_name, _stage(dice).name, dice.randint(1, 9) * 1000) for _row in range(3)]
    content = table(("Название сделки", "Ответственный", "Этап сделки", "Бюджет, руб."), rows, separator=";")
    run = check_table(keep_table("deals", "шторм.csv", content, by=_owner()), by=_owner())
    carry_out_load(start_load(run, by=_owner()))


def undo_load(dice: random.Random) -> None:
    """What people have touched since stays; the rest goes with its tasks."""
    run = ImportRun.objects.filter(state=ImportRun.State.DONE).first()
    if run is None:
        raise Refused("nothing to withdraw")
    carry_out_undo(start_undo(run, by=_owner()))


def remove_and_add_stage(dice: random.Random) -> None:
    stage = _stage(dice)
    other = Stage.objects.kept().filter(kind=stage.kind, funnel=stage.funnel).exclude(pk=stage.pk).first()
    remove_stage(stage, move_to=other, by=_owner())
    add_stage(stage.funnel, {"name": f"Этап {dice.random()}", "kind": stage.kind}, by=_owner())


def switch_stage(dice: random.Random) -> None:
    stage = _stage(dice)
    if stage.keeps_tasks:
        change_stage(stage, {"keeps_tasks": False}, by=_owner())
    else:
        switch_stage_to_tasks(stage, by=_owner())


OPERATIONS: dict[str, tuple[Callable[[random.Random], None], int]] = {
    "open": (open_one, 6),
    "move": (move_one, 8),
    "undo move": (undo_move, 2),
    "lose": (lose_one, 3),
    "reopen": (reopen_one, 2),
    "finish": (finish_one, 10),
    "undo finish": (undo_finish, 2),
    "cancel": (cancel_one, 4),
    "set": (set_one, 3),
    "hand over": (hand_over_one, 2),
    "delete task": (delete_one_task, 3),
    "restore task": (restore_one_task, 2),
    "delete deal": (delete_one_deal, 3),
    "restore deal": (restore_one_deal, 3),
    "reassign": (reassign_one, 3),
    "import": (load_table, 1),
    "undo import": (undo_load, 1),
    "remove stage": (remove_and_add_stage, 1),
    "switch stage": (switch_stage, 2),
}
