"""The chain as a picture: steps by how far they are from the first one, results as ways between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shturman.playbooks.models import Result, Step

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 190, 58, 74, 34, 12


@dataclass(frozen=True)
class Node:
    step: Step
    x: int
    y: int
    # Results that lead back to the step itself, and those that leave the chain.
    loops: int
    exits: Sequence[Result]

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2

    @property
    def bottom(self) -> int:
        return self.y + HEIGHT


@dataclass(frozen=True)
class Way:
    path: str
    words: str
    is_back: bool


@dataclass(frozen=True)
class Picture:
    nodes: Sequence[Node]
    ways: Sequence[Way]
    width: int
    height: int


def leads_to(step: Step, result: Result) -> int | None:
    """The number of the step, of itself where the touch is made once more."""
    if result.effect == Result.Effect.END:
        return None
    if result.effect in (Result.Effect.CALL_BACK, Result.Effect.PAUSE) and result.following_id is None:
        return step.pk
    return result.following_id


def picture_of(steps: Sequence[Step]) -> Picture:
    if not steps:
        return Picture((), (), 0, 0)
    levels = _levels(steps)
    columns: dict[int, list[Step]] = {}
    for step in steps:
        columns.setdefault(levels[step.pk], []).append(step)
    nodes = {step.pk: _node(step, level, place) for level, column in sorted(columns.items()) for place, step in enumerate(column)}
    ways = [way for step in steps for way in _ways(nodes, step)]
    width = (max(columns) + 1) * (WIDTH + GAP_X) - GAP_X + 2 * EDGE
    height = max(len(column) for column in columns.values()) * (HEIGHT + GAP_Y) + 2 * EDGE + 24
    return Picture(list(nodes.values()), ways, width, height)


def _levels(steps: Sequence[Step]) -> Mapping[int, int]:
    levels, waiting = {steps[0].pk: 0}, [steps[0]]
    by_id = {step.pk: step for step in steps}
    while waiting:
        step = waiting.pop(0)
        for result in step.results.all():
            following = leads_to(step, result)
            if following in by_id and following not in levels:
                levels[following] = levels[step.pk] + 1
                waiting.append(by_id[following])
    beyond = max(levels.values()) + 1
    return {step.pk: levels.get(step.pk, beyond) for step in steps}


def _node(step: Step, level: int, place: int) -> Node:
    results = list(step.results.all())
    loops = sum(leads_to(step, result) == step.pk or result.effect == Result.Effect.REPEAT for result in results)
    exits = [result for result in results if leads_to(step, result) is None]
    return Node(step, EDGE + level * (WIDTH + GAP_X), EDGE + place * (HEIGHT + GAP_Y), loops, exits)


def _ways(nodes: Mapping[int, Node], step: Step) -> list[Way]:
    """One line for all results that lead to the same step."""
    named: dict[int, list[str]] = {}
    for result in step.results.all():
        following = leads_to(step, result)
        if following is not None and following in nodes and following != step.pk:
            named.setdefault(following, []).append(result.name)
    return [_way(nodes[step.pk], nodes[following], " · ".join(names)) for following, names in named.items()]


def _way(start: Node, end: Node, words: str) -> Way:
    if end.x > start.x:
        bend = (end.x - start.x - WIDTH) // 2
        first, last = start.x + WIDTH, end.x - 3
        return Way(f"M{first} {start.middle}C{first + bend} {start.middle} {last - bend} {end.middle} {last} {end.middle}", words, False)
    depth = max(start.bottom, end.bottom) + 20
    first, last = start.x + WIDTH // 2, end.x + WIDTH // 2 + 14
    return Way(f"M{first} {start.bottom}C{first} {depth} {last} {depth} {last} {end.bottom + 4}", words, True)
