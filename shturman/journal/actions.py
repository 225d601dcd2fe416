"""The only way into the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.journal.events import Event
from shturman.journal.models import Entry, Link, OldValue, Undone
from shturman.kit import house
from shturman.kit.errors import Refused

CHANNEL = "shturman_events"
BATCH = 2000


@dataclass(frozen=True)
class Fact:
    """An event with the cards it is about; `happened_at` in the past marks history that nobody is told of."""

    event: Event
    about: Sequence[models.Model] = ()
    happened_at: datetime | None = None
    old_values: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


# Facts of the record that is being reacted to, with those of its reactions; None outside of one.
_telling: ContextVar[list[Fact] | None] = ContextVar("telling", default=None)
# Numbers of the entries that are being written, for whoever must know his own from those of people.
_noted: ContextVar[list[int] | None] = ContextVar("noted", default=None)


# Many rows are changed at once: people hear of them together, not of each.
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


@contextmanager
def entries_noted() -> Iterator[list[int]]:
    """Numbers of all entries written meanwhile, those of the reactions too."""
    numbers: list[int] = []
    token = _noted.set(numbers)
    try:
        yield numbers
    finally:
        _noted.reset(token)


def record(
    event: Event,
    *,
    by: Any,
    about: Sequence[models.Model] = (),
    old_values: Mapping[str, tuple[Any, Any]] | None = None,
    undoes: Entry | None = None,
) -> Entry:
    """Writes one entry, then runs the `now` reactions and defers the `later` jobs in the same transaction.

    `undoes` is the entry that this one takes back.
    """
    with transaction.atomic(savepoint=False):
        entry = record_many([Fact(event, about, old_values=old_values or {})], by=by)[0]
        if undoes is not None:
            _mark_undone(undoes, entry)
    return entry


@transaction.atomic(savepoint=False)
def record_many(facts: Sequence[Fact], *, by: Any) -> list[Entry]:
    if by is None:
        raise ValueError("an entry without its author")
    entries = _write(facts, by)
    told = _telling.get()
    if told is not None:
        # A reaction records its own facts: open pages hear of them together with what they follow from.
        told.extend(facts)
        _react(facts, entries)
        return entries
    heard = list(facts)
    token = _telling.set(heard)
    try:
        _react(facts, entries)
    finally:
        _telling.reset(token)
    _tell_open_pages(heard)
    return entries


def _insert(facts: Sequence[Fact], entries: Sequence[Entry], now: datetime, by: Any) -> None:
    about = [(number, card_of(thing), thing.pk) for number, fact in enumerate(facts, 1) for thing in fact.about]
    values = {
        "now": now,
        "by": by.pk,
        "kinds": [entry.kind for entry in entries],
        "moments": [entry.happened_at for entry in entries],
        "facts": [json.dumps(entry.facts) for entry in entries],
        "numbers": [number for number, _card, _pk in about],
        "cards": [card for _number, card, _pk in about],
        "card_ids": [pk for _number, _card, pk in about],
    }
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, values)
        for entry, (pk,) in zip(entries, cursor.fetchall(), strict=True):
            entry.pk = pk


@transaction.atomic(savepoint=False)
def record_history(facts: Sequence[Fact], *, by: Any) -> list[Entry]:
    """The past, as an import brings it: no reaction, no notice, no accrual fires for it."""
    return _write(facts, by)


def _mark_undone(entry: Entry, by_entry: Entry) -> None:
    try:
        with transaction.atomic():
            Undone.objects.create(entry=entry, by_entry=by_entry)
    except IntegrityError as error:
        raise Refused(_("This is undone already")) from error


# Written as SQL, because every action of the house passes here once and more.
ENTRIES = """
    WITH entry AS (
        INSERT INTO journal_entry (kind, happened_at, recorded_at, by_id, facts)
        SELECT told.kind, told.happened_at, %(now)s, %(by)s, told.facts::jsonb
        FROM unnest(%(kinds)s::text[], %(moments)s::timestamptz[], %(facts)s::text[])
            WITH ORDINALITY AS told (kind, happened_at, facts, number)
        ORDER BY told.number RETURNING id, happened_at),
    numbered AS (SELECT id, happened_at, row_number() OVER (ORDER BY id) AS number FROM entry),
    link AS (
        INSERT INTO journal_link (entry_id, card, card_id, happened_at)
        SELECT numbered.id, about.card, about.card_id, numbered.happened_at
        FROM unnest(%(numbers)s::bigint[], %(cards)s::text[], %(card_ids)s::bigint[]) AS about (number, card, card_id)
        JOIN numbered USING (number)
        ORDER BY about.number)
    SELECT id FROM numbered ORDER BY number
"""


def _write(facts: Sequence[Fact], by: Any) -> list[Entry]:
    now = timezone.now()
    entries = [
        Entry(kind=fact.event.kind, happened_at=fact.happened_at or now, recorded_at=now, by=by, facts=plain(fact.event.facts()))
        for fact in facts
    ]
    for start in range(0, len(entries), BATCH):
        _insert(facts[start : start + BATCH], entries[start : start + BATCH], now, by)
    if (noted := _noted.get()) is not None:
        noted.extend(entry.pk for entry in entries)
    OldValue.objects.bulk_create(
        [
            OldValue(entry=entry, field=name, before=_shown(before), after=_shown(after))
            for fact, entry in zip(facts, entries, strict=True)
            for name, (before, after) in fact.old_values.items()
        ]
    )
    return entries


# Within so many minutes it is one look, and nothing is written.
LOOK = """
    INSERT INTO journal_look AS look (by_id, card, card_id, day, times, last_at) VALUES (%s, %s, %s, %s, 1, %s)
    ON CONFLICT ON CONSTRAINT one_look_a_day DO UPDATE SET times = look.times + 1, last_at = EXCLUDED.last_at
    WHERE look.last_at < EXCLUDED.last_at - interval '10 minutes'
"""


def look_at_card(thing: models.Model, *, by: Any) -> None:
    """Opening a card leaves a trail: for those who are entitled to read it, on the page «Следы»."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [by.pk, card_of(thing), thing.pk, timezone.localdate(now), now])


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False))


def card_of(thing: models.Model) -> str:
    return thing._meta.model_name or ""


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _react(facts: Sequence[Fact], entries: Sequence[Entry]) -> None:
    """A reaction to several events is called once with all of them: what it refreshes, it refreshes once."""
    heard: dict[Callable[..., None], list[Event]] = {}
    for fact in facts:
        for react in house.reactions(type(fact.event)).now:
            heard.setdefault(react, []).append(fact.event)
    for react, events in heard.items():
        react(events)
    if not _quiet.get():
        _tell_people(facts, entries)
    for event_class, group in _by_class(zip(facts, entries, strict=True)):
        for job in house.reactions(event_class).later:
            job.batch_defer(*[{"entry_id": entry.pk} for _fact, entry in group])


def _tell_people(facts: Sequence[Fact], entries: Sequence[Entry]) -> None:
    heard: dict[Callable[..., Any], list[tuple[Fact, Entry]]] = {}
    for fact, entry in zip(facts, entries, strict=True):
        for tell in house.reactions(type(fact.event)).told:
            heard.setdefault(tell, []).append((fact, entry))
    for tell, pairs in heard.items():
        tell(pairs)


def _by_class(pairs: Iterable[tuple[Fact, Entry]]) -> Iterable[tuple[type, list[tuple[Fact, Entry]]]]:
    groups: dict[type, list[tuple[Fact, Entry]]] = {}
    for fact, entry in pairs:
        groups.setdefault(type(fact.event), []).append((fact, entry))
    return groups.items()


def _tell_open_pages(facts: Sequence[Fact]) -> None:
    if facts:
        tell_open_pages(facts[0].event.kind, sorted({(card_of(thing), thing.pk) for fact in facts for thing in fact.about}))


def tell_open_pages(kind: str, things: Sequence[tuple[str, int]]) -> None:
    """Ids and kinds only: whoever listens fetches the page through his own rights."""
    if not things:
        return
    payload = json.dumps({"kind": kind, "things": things[:100]}, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


# Words that people typed into facts; the trigger of the journal lets exactly these be blanked.
TYPED_WORDS = ("title", "result", "reason", "name", "changes")
ERASE_WORDS = """
    UPDATE journal_entry AS entry SET facts = entry.facts || (
        SELECT coalesce(jsonb_object_agg(key, CASE WHEN jsonb_typeof(value) = 'object' THEN '{}'::jsonb ELSE to_jsonb(%s::text) END), '{}')
        FROM jsonb_each(entry.facts) WHERE key = ANY(%s) AND value <> '""'
    )
    WHERE entry.facts ?| %s AND entry.id IN (SELECT entry_id FROM journal_link WHERE card = %s AND card_id = ANY(%s))
"""


@transaction.atomic(savepoint=False)
def erase_words(card: str, card_ids: Sequence[int], *, instead: str) -> None:
    """A person is forgotten by law: what was typed about these cards and what stood in their fields goes, the facts stay."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL shturman.erasing = 'on'")
        cursor.execute(ERASE_WORDS, [instead, list(TYPED_WORDS), list(TYPED_WORDS), card, list(card_ids)])
        cursor.execute("SET LOCAL shturman.erasing = 'off'")
    entries = Link.objects.filter(card=card, card_id__in=card_ids).values("entry")
    OldValue.objects.filter(entry__in=entries).update(before="", after="")
