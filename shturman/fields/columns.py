"""Own fields as columns of lists and of tables that are taken out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from shturman.company.models import Member
from shturman.company.models.member import short_name
from shturman.fields.kinds import kind_of
from shturman.fields.known import KnownField, fields_for
from shturman.fields.models import OwnField
from shturman.fields.naming import in_words
from shturman.fields.orders import compared, order_of
from shturman.kit.money import roubles
from shturman.kit.numbers import number_words
from shturman.lists.columns import ListColumn, Summed

Cells = Callable[[Any], list[Any]]


def own_columns(thing: str, card_of: Callable[[Any], Any]) -> Callable[[Member, Collection[str] | None], Sequence[ListColumn]]:
    """For `Columns.more`; `card_of` takes the card out of a row of the list."""

    def more(member: Member, keys: Collection[str] | None) -> Sequence[ListColumn]:
        named = _names()
        fields = [field for field in fields_for(member, thing) if keys is None or field.key in keys]
        return [_column(field, card_of, named) for field in fields if kind_of(field).is_in_tables]

    return more


def _column(field: KnownField, card_of: Callable[[Any], Any], named: Callable[[str], Mapping[int, str]]) -> ListColumn:
    def cell(row: Any) -> str:
        kept = getattr(card_of(row), field.key)
        return "" if kept is None else in_words(kept, field, {field.kind: named(field.kind)})

    css = "listing__figure listing__skip" if kind_of(field).is_figure else "listing__skip"
    changed_as = field.key if field.may_change else ""
    summed = Summed(compared(field), SPELLED[field.kind]) if field.kind in SPELLED else None
    return ListColumn(field.key, field.name, cell, ("own",), order_of(field), css=css, field=changed_as, summed=summed)


SPELLED: Mapping[str, Callable[[Decimal], str]] = {OwnField.Kind.MONEY: roubles, OwnField.Kind.NUMBER: number_words}


def own_table(thing: str, member: Member) -> tuple[list[str], Cells]:
    """Heads and cells of all own fields that the member sees: figures and days as such."""
    fields = [field for field in fields_for(member, thing) if kind_of(field).is_in_tables]
    named = _names()

    def cells(card: Any) -> list[Any]:
        return [_cell(field, getattr(card, field.key), named) for field in fields]

    return [field.name for field in fields], cells


def _cell(field: KnownField, kept: Any, named: Callable[[str], Mapping[int, str]]) -> Any:
    return "" if kept is None else kind_of(field).cell(kept, field, named(field.kind))


def _names() -> Callable[[str], Mapping[int, str]]:
    """Names of all employees, read when the first of them stands in a cell."""

    @cache
    def people() -> Mapping[int, str]:
        rows = Member.objects.values_list("pk", "surname", "given_name")
        return {pk: short_name(surname, given_name) for pk, surname, given_name in rows}

    return lambda kind: people() if kind == OwnField.Kind.PERSON else {}
