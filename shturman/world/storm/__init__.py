"""A storm of random operations from parallel connections: whatever people and programs do, no open deal is left
without its next step. Each later room adds its operations to `OPERATIONS`."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, OperationalError, connection
from psycopg.errors import CheckViolation, ForeignKeyViolation

from shturman.kit.errors import Refused
from shturman.tasks.queries import next_step_gaps
from shturman.world.storm import courses, doubles, many, people, settings, work

# What the database refuses when two are at it at once; alone nobody ever meets it.
GUARDS = ("open_deal_has_a_next_step", "open_task_has_a_worker")

# The operation and how often it comes.
OPERATIONS: dict[str, tuple[Callable[[random.Random], None], int]] = {
    "open": (work.open_one, 4),
    "move": (work.move_one, 6),
    "undo move": (work.undo_move, 2),
    "lose": (work.lose_one, 3),
    "reopen": (work.reopen_one, 2),
    "finish": (work.finish_one, 7),
    "undo finish": (work.undo_finish, 2),
    "cancel": (work.cancel_one, 3),
    "set": (work.set_one, 4),
    "hand over": (work.hand_over_one, 2),
    "delete task": (work.delete_one_task, 3),
    "restore task": (work.restore_one_task, 2),
    "delete deal": (work.delete_one_deal, 3),
    "restore deal": (work.restore_one_deal, 3),
    "reassign": (work.reassign_one, 3),
    "reassign many": (work.reassign_many, 2),
    "take": (work.take_common, 6),
    "import": (settings.load_table, 1),
    "undo import": (settings.undo_load, 1),
    "remove stage": (settings.remove_and_add_stage, 1),
    "switch stage": (settings.switch_stage, 2),
    "hide stage": (settings.hide_or_show_stage, 2),
    "open stage": (settings.open_or_close_stage, 3),
    "change department": (people.change_department, 2),
    "change role": (people.change_role_and_head, 2),
    "change rights": (people.change_rights, 3),
    "merge": (doubles.merge_some, 3),
    "undo merge": (doubles.undo_one, 2),
    "change many": (many.change_many, 2),
    "field comes or goes": (settings.field_comes_or_goes, 1),
    "undo many": (many.undo_many, 2),
    "press a result": (courses.press_one, 6),
    "skip": (courses.skip_one, 1),
    "switch algorithm": (courses.switch_one, 2),
    "renew algorithm": (courses.renew_one, 1),
    "dismiss": (people.dismiss_one, 1),
    "undo dismissal": (people.undo_dismissal, 1),
}


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
        except (OperationalError, ObjectDoesNotExist):
            self.lost_races += 1
        except IntegrityError as error:
            if not _is_lost_race(error.__cause__):
                raise
            self.lost_races += 1
        if next_step_gaps():
            self.gaps.append(name)


def _is_lost_race(cause: BaseException | None) -> bool:
    """A withdrawn load took away what a task was being set on, or the person who was to do it left in the same moment."""
    return isinstance(cause, ForeignKeyViolation) or (isinstance(cause, CheckViolation) and cause.diag.constraint_name in GUARDS)
