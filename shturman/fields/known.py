"""The fields as a page reads them: all of one kind of card, with their choices and rights, in one query."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection

from shturman.company.models import Member
from shturman.fields.models import OwnField

# Written as SQL, because cards and lists ask it: four queries of the ORM take ten times as long to compose.
KNOWN = """
    SELECT field.id, field.thing, field.kind, field.name, field.hint, field.only_for, field.is_personal,
        ARRAY(SELECT role_id FROM fields_ownfield_seen_by WHERE ownfield_id = field.id),
        ARRAY(SELECT role_id FROM fields_ownfield_changed_by WHERE ownfield_id = field.id),
        (SELECT json_agg(json_build_array(choice.id, choice.name, choice.is_offered) ORDER BY choice.position, choice.id)::text
            FROM fields_fieldchoice AS choice WHERE choice.field_id = field.id)
    FROM fields_ownfield AS field WHERE field.removed_at IS NULL AND field.thing = %s ORDER BY field.position, field.id
"""


@dataclass(frozen=True)
class KnownChoice:
    id: int
    name: str
    is_offered: bool


@dataclass(frozen=True)
class KnownField:
    """A field that stands; `may_change` says it of the member who meets it: see `fields_for`."""

    id: int
    thing: str
    kind: str
    name: str
    hint: str
    only_for: str
    is_personal: bool
    seen_by: Sequence[int]
    changed_by: Sequence[int]
    choices: tuple[KnownChoice, ...]
    may_change: bool = True

    @property
    def key(self) -> str:
        """Its name on a card, in a form and in an address."""
        return f"own_{self.id}"

    @property
    def is_closed(self) -> bool:
        """Not for every employee: the journal, which all read, does not name it."""
        return bool(self.seen_by)

    @cached_property
    def choice_names(self) -> dict[int, str]:
        return {choice.id: choice.name for choice in self.choices}

    def is_on(self, card: Any) -> bool:
        return not self.only_for or self.only_for == card.kind


def every_field(thing: str) -> list[KnownField]:
    """For gates: what is required is asked for whoever moves the card."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [thing])
        return [_known(*row[:-3], tuple(row[-3]), tuple(row[-2]), row[-1]) for row in cursor.fetchall()]


def fields_for(member: Member, thing: str) -> list[KnownField]:
    """Those of this kind of card that the member sees, in their order. Conditions and columns of one page ask both."""
    if member.read_once is None:
        return met_by(member, every_field(thing))
    if (key := ("fields", thing)) not in member.read_once:
        member.read_once[key] = met_by(member, every_field(thing))
    return list(member.read_once[key])


def met_by(member: Member, fields: Iterable[KnownField]) -> list[KnownField]:
    return [field if _may_change(member, field) else replace(field, may_change=False) for field in fields if _sees(member, field)]


def fills_in(member: Member, field: KnownField) -> bool:
    return _sees(member, field) and _may_change(member, field)


def missing_of(names: Sequence[str], fields: Iterable[KnownField], card: Any) -> list[KnownField]:
    """Of the named fields those that stand empty on the card; a «no» is an answer."""
    return [field for field in fields if field.key in names and field.is_on(card) and getattr(card, field.key) is None]


def fields_on(card: Any, member: Member) -> list[KnownField]:
    return [field for field in fields_for(member, thing_of(card)) if field.is_on(card)]


def thing_of(card: Any) -> str:
    return OwnField.Thing(card._meta.model_name).value


def _sees(member: Member, field: KnownField) -> bool:
    if member.sees_whole_house:
        return True
    return member.role_id in field.seen_by if field.seen_by else not member.role.is_outside


def _may_change(member: Member, field: KnownField) -> bool:
    return member.sees_whole_house or not field.changed_by or member.role_id in field.changed_by


@lru_cache(maxsize=512)
def _known(
    pk: int,
    thing: str,
    kind: str,
    name: str,
    hint: str,
    only_for: str,
    is_personal: bool,
    seen_by: tuple[int, ...],
    changed_by: tuple[int, ...],
    choices: str | None,
) -> KnownField:
    """Of the same row the same field: a page reads twenty of them, and they change once a month."""
    known = tuple(KnownChoice(*choice) for choice in json.loads(choices or "[]"))
    return KnownField(pk, thing, kind, name, hint, only_for, is_personal, seen_by, changed_by, known)


def by_key(fields: Iterable[KnownField]) -> dict[str, KnownField]:
    return {field.key: field for field in fields}
