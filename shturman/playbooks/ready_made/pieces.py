"""Of what ready algorithms are made."""

from __future__ import annotations

from dataclasses import dataclass, field

from shturman.deals.models.funnel import TaskKind
from shturman.playbooks.models import Result, Unit

Effect, Warmth = Result.Effect, Result.Warmth
CALL, MEETING, LETTER, DOCUMENT = TaskKind.CALL, TaskKind.MEETING, TaskKind.LETTER, TaskKind.DOCUMENT
COLDER, SAME, WARMER = Warmth.COLDER, Warmth.SAME, Warmth.WARMER
MINUTES, HOURS, DAYS = Unit.MINUTES, Unit.HOURS, Unit.DAYS


@dataclass(frozen=True)
class ReadyResult:
    """`to` is the key of the next step."""

    name: str
    effect: str
    to: int | None = None
    wait: int = 2
    unit: str = HOURS
    most_tries: int = 5
    warmth: int = SAME


@dataclass(frozen=True)
class ReadyStep:
    key: int
    kind: str
    title: str
    wait: int
    unit: str
    results: tuple[ReadyResult, ...]
    script: tuple[str, ...] = ()
    is_urgent: bool = False
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadyPlaybook:
    key: str
    name: str
    purpose: str
    steps: tuple[ReadyStep, ...] = field(default_factory=tuple)


def next_to(name: str, to: int, warmth: int = WARMER) -> ReadyResult:
    return ReadyResult(name, Effect.NEXT, to, warmth=warmth)


def no_answer(to: int | None, wait: int = 2, unit: str = HOURS, most_tries: int = 5) -> ReadyResult:
    return ReadyResult("Не дозвонились", Effect.REPEAT, to, wait, unit, most_tries)


CALL_BACK = ReadyResult("Перезвонить позже", Effect.CALL_BACK)
PAUSE = ReadyResult("Отложили", Effect.PAUSE, warmth=COLDER)
REFUSAL = ReadyResult("Отказ", Effect.REFUSE, warmth=COLDER)
