"""What a kind of table is: its fields, how a row is understood, how understood rows are written.

Sorting only reads: it is the dry run. Writing calls the actions of the rooms that own the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.imports.values import bare, several
from shturman.kit.errors import Refused
from shturman.kit.words import folded

BATCH = 1000


@dataclass(frozen=True)
class Field:
    """`takes_many` joins several columns and several values of a cell; `has_values` may be mapped word by word."""

    name: str
    label: Any
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    takes_many: bool = False
    has_values: bool = False


class UnknownValue(Refused):
    """A stage or a person that the base does not know: the person who loads may say what it is here."""

    def __init__(self, field: str, value: str, reason: str):
        super().__init__(reason, field=field)
        self.of = field
        self.value = value


@dataclass(frozen=True)
class Record:
    """A row under the names of fields."""

    number: int
    facts: Mapping[str, str]
    many: Mapping[str, Sequence[str]]

    def __getitem__(self, name: str) -> str:
        return self.facts.get(name, "")


@dataclass(frozen=True)
class Draft:
    number: int
    facts: Any


@dataclass(frozen=True)
class Change:
    number: int
    thing: Model
    facts: Mapping[str, Any]


@dataclass
class Sorted:
    new: list[Draft] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)

    def refuse(self, number: int, refusal: Refused) -> None:
        self.refused.append((number, str(refusal)))
        self.reasons[str(refusal)] += 1
        if isinstance(refusal, UnknownValue):
            self.note(refusal)

    def note(self, refusal: UnknownValue) -> None:
        self.unknown.setdefault(refusal.of, Counter())[refusal.value] += 1


@dataclass(frozen=True)
class Written:
    """`before` and `after` of the fields that an update has touched; none of them for a row that is new."""

    thing: Model
    was_changed: bool = False
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


class Sorter:
    kind: ClassVar[str]
    label: ClassVar[Any]
    hint: ClassVar[Any]
    fields: ClassVar[tuple[Field, ...]]
    # What stands where the file is silent, by name of a field: chosen on the page of the mapping.
    defaults: ClassVar[tuple[str, ...]] = ()

    def __init__(self, mapping: Mapping[str, Any], by: Member, zone: ZoneInfo):
        self.by = by
        self.zone = zone
        self.values: Mapping[str, Mapping[str, str]] = {
            name: {folded(theirs): ours for theirs, ours in words.items()} for name, words in mapping.get("values", {}).items()
        }
        self.chosen: Mapping[str, str] = mapping.get("defaults", {})
        self.seen: dict[Any, int] = {}
        self.result = Sorted()
        self.look_up()

    def look_up(self) -> None:
        """Reads once what rows will be compared with."""

    def place(self, record: Record) -> None:
        """Adds the row to `result`, or raises `Refused`."""
        raise NotImplementedError

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        raise NotImplementedError

    def write_change(self, change: Change) -> Written:
        raise NotImplementedError

    def finish(self) -> list[Written]:
        """Links between rows of one file, once all of them stand."""
        return []

    def sort(self, records: Sequence[Record]) -> Sorted:
        for record in records:
            try:
                self.place(record)
            except Refused as refusal:
                self.result.refuse(record.number, refusal)
        return self.result

    def write(self, done: Callable[[int], None]) -> Iterator[list[Written]]:
        """Batch by batch; `done` is told how many rows stand."""
        ready = self.result.unchanged + len(self.result.refused)
        for start in range(0, len(self.result.new), BATCH):
            drafts = self.result.new[start : start + BATCH]
            yield self.write_new(drafts)
            ready += len(drafts)
            done(ready)
        yield self._write_changes()
        yield self.finish()

    def _write_changes(self) -> list[Written]:
        written, kept = [], []
        for change in self.result.changes:
            try:
                written.append(self.write_change(change))
            except Refused as refusal:
                self.result.refuse(change.number, refusal)
            else:
                kept.append(change)
        self.result.changes = kept
        return written

    def mapped(self, name: str, value: str) -> str:
        """The word of the file in our words, when the mapping names it."""
        return self.values.get(name, {}).get(folded(value), value)

    def once(self, key: Any, number: int) -> None:
        first = self.seen.setdefault(key, number)
        if first != number:
            raise Refused(_("This is a repetition of an earlier row of the file"))

    def keep_or_change(self, record: Record, thing: Model, facts: Mapping[str, Any]) -> None:
        changed = {name: value for name, value in facts.items() if _differs(getattr(thing, name), value)}
        if changed:
            self.result.changes.append(Change(record.number, thing, changed))
        else:
            self.result.unchanged += 1

    def written_change(self, change: Change, thing: Model) -> Written:
        before = {name: getattr(change.thing, name) for name in change.facts}
        after = {name: getattr(thing, name) for name in change.facts}
        return Written(thing, True, before, after)


def recorded(number: int, headers: Sequence[str], cells: Sequence[str], mapping: Mapping[str, str], fields: Sequence[Field]) -> Record:
    """A value is cut at the edges; what means «nothing» is nothing; the first filled column wins."""
    many: dict[str, list[str]] = {field.name: [] for field in fields if field.takes_many}
    facts: dict[str, str] = {}
    for header, cell in zip(headers, cells, strict=False):
        name = mapping.get(header)
        if not name:
            continue
        if name in many:
            many[name] += several(cell)
        elif value := bare(cell):
            facts.setdefault(name, value)
    return Record(number, facts, many)


def _differs(present: Any, value: Any) -> bool:
    if isinstance(present, str) and isinstance(value, str):
        return " ".join(present.split()) != " ".join(value.split())
    return present != value
