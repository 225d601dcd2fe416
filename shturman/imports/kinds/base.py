"""What a kind of table is: its fields, how a row is understood, how understood rows are written.

Sorting only reads: it is the dry run. Writing calls the actions of the rooms that own the rows. Rows come in batches; a
kind whose rows lean on each other takes the whole file as one batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.fields.kinds import kind_of
from shturman.fields.known import KnownField, fields_for
from shturman.fields.models import OwnField
from shturman.imports.kinds.comparing import as_refusal, differs, is_empty
from shturman.imports.models import LoadedRow, Policy
from shturman.kit.errors import Refused
from shturman.kit.words import folded

BATCH = 1000
# Own fields of which a word of the file may be told to mean another choice of ours.
MAPPED = (OwnField.Kind.CHOICE, OwnField.Kind.MANY, OwnField.Kind.PERSON)
NOT_TAKEN = (Refused, DataError, IntegrityError)


@dataclass(frozen=True)
class Field:
    """`takes_many` joins several columns and several values of a cell; `has_values` may be mapped word by word; `is_phone` may hold
    several numbers in one value."""

    name: str
    label: Any
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    takes_many: bool = False
    has_values: bool = False
    is_phone: bool = False


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
    """What becomes of the rows of one batch; `warned` are loaded all the same."""

    new: list[Draft] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    warned: Counter[str] = field(default_factory=Counter)
    seen_words: dict[str, Counter[str]] = field(default_factory=dict)
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
    # What may be done with a row that the base knows already.
    policies: ClassVar[tuple[str, ...]] = (Policy.ALL, Policy.EMPTY, Policy.SKIP)
    is_whole: ClassVar[bool] = False
    # The kind of card whose own fields the table may fill in, and which clients' where it is of clients.
    own_thing: ClassVar[str] = ""
    client_kind: ClassVar[str] = ""

    @classmethod
    def own_fields(cls, by: Member) -> list[KnownField]:
        """Those that he may fill in; a file is no cell of a table."""
        fields = fields_for(by, cls.own_thing) if cls.own_thing else []
        return [field for field in fields if field.may_change and field.only_for in ("", cls.client_kind) and kind_of(field).is_in_tables]

    @classmethod
    def all_fields(cls, by: Member) -> tuple[Field, ...]:
        """With those that the company has added."""
        return (*cls.fields, *(Field(field.key, field.name, has_values=field.kind in MAPPED) for field in cls.own_fields(by)))

    def __init__(
        self, mapping: Mapping[str, Any], by: Member, zone: ZoneInfo, *, policy: str = Policy.ALL, source: str = "", run_id: int = 0
    ):
        self.by = by
        self.zone = zone
        self.policy = policy
        self.source = source
        self.run_id = run_id
        self.values: Mapping[str, Mapping[str, str]] = {
            name: {folded(theirs): ours for theirs, ours in words.items()} for name, words in mapping.get("values", {}).items()
        }
        self.chosen: Mapping[str, str] = mapping.get("defaults", {})
        self.seen: set[int] = set()
        self.keys: list[Any] = []
        self.outer: Any = None
        self.own = self.own_fields(by)
        self.known_fields = self.all_fields(by)
        self.result = Sorted()
        self.begin()

    def begin(self) -> None:
        """Reads once what is common to all rows: people, stages, goods."""

    def look_up(self, records: Sequence[Record]) -> None:
        """Reads what the rows of a batch will be compared with."""

    def key_of(self, record: Record) -> Any:
        """By what a repetition inside the file is known; `None` never repeats. Asked once of each row, in their order."""
        return None

    def place(self, record: Record, key: Any) -> None:
        """Adds the row to `result`, or raises `Refused`."""
        raise NotImplementedError

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        raise NotImplementedError

    def write_change(self, change: Change) -> Written:
        raise NotImplementedError

    def finish(self, records: Sequence[Record]) -> list[Written]:
        """Links between rows of one file, once all of them stand: asked of each batch after the last one is written."""
        return []

    def pass_over(self, records: Iterable[Record]) -> None:
        """Rows loaded before the work broke off: only remembered, so that a repetition of one is still a repetition."""
        for record in records:
            try:
                self.once(self.key_of(record))
            except Refused:
                continue

    def sort(self, records: Sequence[Record]) -> Sorted:
        self.result = Sorted()
        keyed = [(record, key) for record in records if (key := self._key(record)) is not _REFUSED]
        self.keys = [key for _record, key in keyed]
        self.look_up([record for record, _key in keyed])
        for record, key in keyed:
            try:
                self.once(key)
                self.place(record, key)
            except Refused as refusal:
                self.result.refuse(record.number, refusal)
        return self.result

    def write(self) -> list[Written]:
        """The sorted batch goes into the base; a row that the base does not take is refused alone."""
        drafts = self.result.new
        if self.is_whole:
            return (self.write_new(drafts) if drafts else []) + self.write_changes()
        try:
            with transaction.atomic():
                written = self.write_new(drafts) if drafts else []
        except NOT_TAKEN:
            written, self.result.new = self._one_by_one(drafts)
        return written + self.write_changes()

    def _one_by_one(self, drafts: Sequence[Draft]) -> tuple[list[Written], list[Draft]]:
        written: list[Written] = []
        kept = []
        for draft in drafts:
            try:
                with transaction.atomic():
                    written += self.write_new([draft])
            except NOT_TAKEN as error:
                self.result.refuse(draft.number, as_refusal(error))
            else:
                kept.append(draft)
        return written, kept

    def write_changes(self) -> list[Written]:
        written, kept = [], []
        for change in self.result.changes:
            try:
                with transaction.atomic():
                    if fresh := self.held(change):
                        written.append(self.write_change(fresh))
            except NOT_TAKEN as error:
                self.result.refuse(change.number, as_refusal(error))
            else:
                kept.append(change)
        self.result.changes = kept
        return written

    def held(self, change: Change) -> Change | None:
        """The row as it stands now, held till the commit: what somebody has written meanwhile is not written over unseen."""
        thing = type(change.thing)._meta.base_manager.select_for_update().get(pk=change.thing.pk)
        facts = dict(change.facts)
        if self.policy == Policy.EMPTY:
            facts = {name: value for name, value in facts.items() if is_empty(getattr(thing, name, None))}
        return Change(change.number, thing, facts) if facts else None

    def _key(self, record: Record) -> Any:
        try:
            return self.key_of(record)
        except Refused as refusal:
            self.result.refuse(record.number, refusal)
            return _REFUSED

    def mapped(self, name: str, value: str) -> str:
        """The word of the file in our words, when the mapping names it."""
        self.result.seen_words.setdefault(name, Counter())[value] += 1
        return self.values.get(name, {}).get(folded(value), value)

    def once(self, key: Any) -> None:
        """A number stands for the key: a million of rows is remembered in little."""
        if key is None:
            return
        mark = hash(key)
        if mark in self.seen:
            raise Refused(_("This is a repetition of an earlier row of the file"))
        self.seen.add(mark)

    def made_now(self, model: type[Model], ids: Iterable[int]) -> set[int]:
        """Which of them this very load has made: a row is compared with what stood in the base before the load."""
        if not self.run_id:
            return set()
        rows = LoadedRow.objects.filter(run=self.run_id, model=model._meta.label_lower, was_changed=False, object_id__in=list(ids))
        return set(rows.values_list("object_id", flat=True))

    def keep_or_change(self, record: Record, thing: Model, facts: Mapping[str, Any]) -> None:
        changed = {name: value for name, value in facts.items() if differs(getattr(thing, name), value)}
        if self.policy == Policy.EMPTY:
            changed = {name: value for name, value in changed.items() if is_empty(getattr(thing, name))}
        if changed and self.policy != Policy.SKIP:
            self.result.changes.append(Change(record.number, thing, changed))
        else:
            self.result.same.append(record.number)

    def written_change(self, change: Change, thing: Model) -> Written:
        before = {name: getattr(change.thing, name) for name in change.facts}
        after = {name: getattr(thing, name) for name in change.facts}
        return Written(thing, True, before, after)


_REFUSED = object()
