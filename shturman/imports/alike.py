"""Reasons that differ by a name alone are told once: sixty unknown clients are one thing to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# So many stand each by itself; so many names are enough to understand.
FEW, NAMED = 3, 20
_NAME = re.compile("«(.*)»")


@dataclass(frozen=True)
class Reason:
    words: str
    count: int
    names: tuple[str, ...] = ()
    further: int = 0


def told_together(reasons: Iterable[tuple[str, int]]) -> list[Reason]:
    alike: dict[str, list[tuple[str, int]]] = {}
    for words, count in reasons:
        alike.setdefault(_NAME.sub("«…»", words), []).append((words, count))
    found: list[Reason] = []
    for shape, told in alike.items():
        if len(told) <= FEW:
            found += [Reason(*one) for one in told]
            continue
        names = [name[1] for words, _count in told if (name := _NAME.search(words))]
        found.append(Reason(shape, sum(count for _words, count in told), tuple(names[:NAMED]), max(0, len(names) - NAMED)))
    return sorted(found, key=lambda reason: -reason.count)
