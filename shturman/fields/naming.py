"""Names of the people and files that stand in own fields: one query each for a whole page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shturman.company.models import Member
from shturman.fields.kinds import kind_of
from shturman.fields.known import KnownField, fields_on
from shturman.fields.models import OwnField, OwnFile

Named = Mapping[str, Mapping[int, str]]


def names_of(values: Iterable[tuple[KnownField, Any]]) -> Named:
    wanted: dict[str, set[int]] = {}
    for field, value in values:
        if value is not None and field.kind in (OwnField.Kind.PERSON, OwnField.Kind.FILE):
            wanted.setdefault(field.kind, set()).add(value)
    return {kind: _names(kind, ids) for kind, ids in wanted.items()}


def _names(kind: str, ids: set[int]) -> dict[int, str]:
    if kind == OwnField.Kind.PERSON:
        return {person.pk: person.short_name for person in Member.objects.filter(pk__in=ids).only("surname", "given_name")}
    return dict(OwnFile.objects.filter(pk__in=ids).values_list("pk", "name"))


def names_on(cards: Iterable[Any], fields: Sequence[KnownField]) -> Named:
    return names_of((field, getattr(card, field.key)) for card in cards for field in fields)


def words_of(card: Any, field: KnownField, named: Named) -> str:
    return in_words(getattr(card, field.key), field, named)


def in_words(kept: Any, field: KnownField, named: Named) -> str:
    return "" if kept is None else kind_of(field).words(kept, field, named.get(field.kind, {}))


@dataclass(frozen=True)
class OwnFact:
    """A row of a card."""

    field: KnownField
    words: str
    url: str = ""


def facts_of(card: Any, fields: Sequence[KnownField]) -> list[OwnFact]:
    """The filled ones, in their order."""
    filled = [field for field in fields if field.is_on(card) and getattr(card, field.key) is not None]
    named = names_on([card], filled)
    return [OwnFact(field, words_of(card, field, named), _url(card, field)) for field in filled]


def words_in(card: Any, name: str, member: Member) -> str:
    """What stands in one field, as the member meets it; nothing where he does not."""
    fields = [field for field in fields_on(card, member) if field.key == name]
    return next((words_of(card, field, names_on([card], [field])) for field in fields), "")


def unfilled(card: Any, fields: Sequence[KnownField]) -> list[KnownField]:
    """What may still be asked of the client."""
    return [field for field in fields if field.may_change and field.is_on(card) and getattr(card, field.key) is None]


def _url(card: Any, field: KnownField) -> str:
    return f"/fields/files/{getattr(card, field.key)}/" if field.kind == OwnField.Kind.FILE else ""
