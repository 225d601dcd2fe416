"""The chain as a picture: steps by how far they are from the first one, results as ways between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shturman.playbooks.models import Result, Step

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE, LANE = 190, 58, 74, 34, 12, 10


@dataclass(frozen=True)
class Node:
    number: int
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
    nodes = {
        step.pk: _node(steps.index(step) + 1, step, level, place)
        for level, column in sorted(columns.items())
        for place, step in enumerate(column)
    }
    ways = _ways(nodes, steps)
    width = (max(columns) + 1) * (WIDTH + GAP_X) + EDGE
    lanes = sum(way.is_back for way in ways)
    return Picture(list(nodes.values()), ways, width, max(node.bottom for node in nodes.values()) + (lanes + 1) * LANE + EDGE)


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


def _node(number: int, step: Step, level: int, place: int) -> Node:
    results = list(step.results.all())
    loops = sum(leads_to(step, result) == step.pk or result.effect == Result.Effect.REPEAT for result in results)
    exits = [result for result in results if leads_to(step, result) is None]
    return Node(number, step, EDGE + level * (WIDTH + GAP_X), EDGE + place * (HEIGHT + GAP_Y), loops, exits)


def _ways(nodes: Mapping[int, Node], steps: Sequence[Step]) -> list[Way]:
    """One line for all results that lead to the same step; those that lead back go below, each in a lane of its own."""
    floor, lane, ways = max(node.bottom for node in nodes.values()), 0, []
    for step in steps:
        named: dict[int, list[str]] = {}
        for result in step.results.all():
            following = leads_to(step, result)
            if following is not None and following in nodes and following != step.pk:
                named.setdefault(following, []).append(result.name)
        for following, names in named.items():
            start, end, words = nodes[step.pk], nodes[following], " · ".join(names)
            if end.x > start.x:
                ways.append(_forward(start, end, words))
            else:
                lane += 1
                ways.append(_back(start, end, floor + lane * LANE, words))
    return ways


def _forward(start: Node, end: Node, words: str) -> Way:
    first, last = start.x + WIDTH, end.x - 3
    bend = (last - first) // 2
    return Way(f"M{first} {start.middle}C{first + bend} {start.middle} {last - bend} {end.middle} {last} {end.middle}", words, False)


def _back(start: Node, end: Node, depth: int, words: str) -> Way:
    """Down between the columns, along the lane, up into the step from below."""
    aside, into = start.x + WIDTH + GAP_X // 3, end.x + WIDTH // 4
    return Way(f"M{start.x + WIDTH} {start.middle + 12}H{aside}V{depth}H{into}V{end.bottom + 3}", words, True)
