"""What may be done to many rows of a list at once. A room declares its deeds, `wiring.BULK` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.journal.models import Entry
from shturman.kit.errors import Refused

Facts = Mapping[str, Any]
# More rows than this are not looked through by anybody before he says yes.
MOST_ROWS = 10_000
CHANGED_SINCE = gettext_lazy("changed since by hand")
GONE = gettext_lazy("Deleted, or not seen by you any more")


@dataclass(frozen=True)
class Outcome:
    """What became of a row: how it was before and is now, or why it stayed as it was."""

    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class BulkDeed:
    """`form(data, by=member)` has `facts()`, plain values that `describe` and `read` get back.

    `obstacle` only reads: why this row cannot be changed, or nothing. `act` changes rows that are held, `take_back` answers
    for each of the ids with the reason why it is left, or with nothing when the row is as it was.
    """

    key: str
    label: Any
    icon: str
    is_for: Callable[[Member], bool]
    form: Callable[..., Any]
    describe: Callable[[Facts], str]
    obstacle: Callable[[Any, Any, Member], str]
    act: Callable[[Sequence[Any], Any, Member], Mapping[int, Outcome]]
    take_back: Callable[[Mapping[int, Outcome], Member], Mapping[int, str]]
    # Turns the plain facts into what `obstacle` and `act` take, once for all rows.
    read: Callable[[Facts], Any] = dict
    is_removal: bool = False
    # Rows taken back in one transaction: more where a room does them by the plural, so that the same hands are filled once.
    undo_batch: int = 100


@dataclass(frozen=True)
class BulkThing:
    """`seen` is what a member sees of these rows, `chosen` what a whole filter of theirs selects, `held` locks rows by id."""

    key: str
    section: str
    label: Any
    list_url: str
    seen: Callable[[Member], QuerySet[Any]]
    chosen: Callable[[Any, Member], QuerySet[Any]]
    held: Callable[[Sequence[int]], Sequence[Any]]
    deeds: Sequence[BulkDeed]

    def deeds_for(self, member: Member) -> list[BulkDeed]:
        return [deed for deed in self.deeds if deed.is_for(member)]

    def deed(self, key: str) -> BulkDeed:
        return next(deed for deed in self.deeds if deed.key == key)


def one_by_one(rows: Sequence[Any], change: Callable[[Any], Outcome]) -> dict[int, Outcome]:
    """A row that is refused stays as it was and does not hold back the others."""
    outcomes = {}
    for row in rows:
        try:
            with transaction.atomic():
                outcomes[row.pk] = change(row)
        except Refused as refusal:
            outcomes[row.pk] = Outcome(reason=refusal.reason)
    return outcomes


def taken_back_one_by_one(outcomes: Mapping[int, Outcome], undo: Callable[[int, Outcome], str]) -> dict[int, str]:
    """`undo` answers why the row is left, or with nothing."""
    left = {}
    for pk, outcome in outcomes.items():
        try:
            with transaction.atomic():
                left[pk] = undo(pk, outcome)
        except Refused as refusal:
            left[pk] = refusal.reason
    return left


def change_together(
    ready: Sequence[Any],
    given: Facts,
    now: Callable[[Any, str], Any],
    change_many: Callable[[Mapping[int, Facts]], Mapping[int, Any]],
) -> dict[int, Outcome]:
    """The same facts into all rows by one action; where one of them is refused, each by itself. `now` is what stands in a row."""

    def changed(rows: Sequence[Any]) -> dict[int, Outcome]:
        before = {row.pk: {name: now(row, name) for name in given} for row in rows}
        after = change_many({row.pk: given for row in rows})
        return {pk: Outcome(before[pk], {name: now(row, name) for name in given}) for pk, row in after.items()}

    try:
        with transaction.atomic():
            return changed(ready)
    except Refused:
        return one_by_one(ready, lambda row: changed([row])[row.pk])


def take_back_together(
    rows: Mapping[int, Any],
    outcomes: Mapping[int, Outcome],
    now: Callable[[Any, str], Any],
    change_many: Callable[[Mapping[int, Facts]], Mapping[int, Any]],
) -> dict[int, str]:
    """What stands as it was written goes back by one action; where that is refused, each row by itself."""

    def back(pk: int, outcome: Outcome) -> str:
        change_many({pk: outcome.before})
        return ""

    left = {pk: _why_left(rows.get(pk), outcome, now) for pk, outcome in outcomes.items()}
    ready = {pk: outcomes[pk] for pk, reason in left.items() if not reason}
    try:
        with transaction.atomic():
            change_many({pk: outcome.before for pk, outcome in ready.items()})
    except Refused:
        return left | taken_back_one_by_one(ready, back)
    return left


def _why_left(row: Any, outcome: Outcome, now: Callable[[Any, str], Any]) -> str:
    if row is None:
        return str(GONE)
    return str(CHANGED_SINCE) if any(now(row, name) != value for name, value in outcome.after.items()) else ""


def take_entries_back(outcomes: Mapping[int, Outcome], undo: Callable[..., str], by: Member) -> dict[int, str]:
    """Where each row has its own entry of the journal, and the room an undo for it."""

    def one(_pk: int, outcome: Outcome) -> str:
        undo(Entry.objects.get(pk=outcome.after["entry"]), by=by)
        return ""

    return taken_back_one_by_one(outcomes, one)
