"""Numbers of the former system: kept beside our rows, so that clients need no column for them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Model

from shturman.imports.kinds.base import Record
from shturman.imports.models import OuterKey

LONGEST_KEY = 80


class OuterKeys:
    def __init__(self, kind: str, source: str):
        self.kind = kind
        self.source = source
        self.kept: dict[str, Model] = {}

    def known(self, keys: Sequence[str]) -> dict[str, int]:
        """Key → number of our row."""
        rows = OuterKey.objects.filter(kind=self.kind, source=self.source, key__in=[key for key in keys if key])
        return dict(rows.values_list("key", "object_id"))

    def keep(self, things: Mapping[str, Model]) -> None:
        """Written together with the rows of the batch."""
        self.kept |= {key: thing for key, thing in things.items() if key}


def key_of_facts(record: Record, likeness: Counter[str]) -> str:
    """A row without a number is known by its facts; the second alike in the file is another one."""
    if record["outer_key"]:
        return record["outer_key"][:80]
    facts = "\n".join(f"{name}={value}" for name, value in sorted(record.facts.items()))
    digest = hashlib.sha256(facts.encode()).hexdigest()[:24]
    likeness[digest] += 1
    return f"{digest}-{likeness[digest]}"
