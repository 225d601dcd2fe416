"""What batches have come to so far: counts, reasons, words, and the first rows of each fate to be shown."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from shturman.imports.kinds.base import Sorted
from shturman.imports.models import ImportRun

MOST_REASONS = 200
MOST_WORDS = 200
MOST_SHOWN = 200
FATES = ("new", "changed", "same")


class Tally:
    def __init__(self, findings: dict[str, Any] | None = None):
        found = findings or {}
        self.refused: Counter[str] = Counter(dict(found.get("refused", [])))
        self.warned: Counter[str] = Counter(dict(found.get("warned", [])))
        self.unknown = {name: Counter(dict(words)) for name, words in found.get("unknown", {}).items()}
        self.words = {name: Counter(dict(words)) for name, words in found.get("words", {}).items()}
        self.shown: dict[str, list[int]] = {fate: list(found.get("shown", {}).get(fate, [])) for fate in FATES}

    def add(self, run: ImportRun, found: Sorted) -> None:
        run.new_count += len(found.new)
        run.updated_count += len({change.number for change in found.changes})
        run.unchanged_count += len(found.same)
        run.refused_count += len(found.refused)
        _count(self.refused, found.reasons)
        _count(self.warned, found.warned)
        for mine, theirs in ((self.unknown, found.unknown), (self.words, found.seen_words)):
            for name, words in theirs.items():
                _count(mine.setdefault(name, Counter()), words)
        rows = {"new": [draft.number for draft in found.new], "changed": [change.number for change in found.changes], "same": found.same}
        for fate, numbers in rows.items():
            self.shown[fate] += numbers[: MOST_SHOWN - len(self.shown[fate])]

    def findings(self) -> dict[str, Any]:
        return {
            "refused": self.refused.most_common(),
            "warned": self.warned.most_common(),
            "unknown": {name: words.most_common(MOST_WORDS) for name, words in self.unknown.items()},
            "words": {name: words.most_common(MOST_WORDS) for name, words in self.words.items()},
            "shown": self.shown,
        }


def _count(mine: Counter[str], theirs: Counter[str]) -> None:
    """A million rows may have as many reasons: past the first ones they are counted together."""
    for word, count in theirs.items():
        mine[word if word in mine or len(mine) < MOST_REASONS else _("other reasons")] += count
