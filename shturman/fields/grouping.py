"""Own fields that lists are grouped by: a choice, a yes or no, an employee."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import F, Func, TextField, Value
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.fields.kinds import NO, YES
from shturman.fields.known import KnownField, fields_for
from shturman.fields.models import OwnField
from shturman.kit.filters import Filter
from shturman.lists.grouping import Grouping

Kind = OwnField.Kind
ONE_VALUE = (Kind.CHOICE, Kind.FLAG, Kind.PERSON)
FLAGS = {"true": YES, "false": NO}


def own_groupings(thing: str) -> Callable[[Member], Sequence[Grouping]]:
    """For `Groupings.more`; a field narrows by its own question, which whoever sees the field may ask."""

    def more(member: Member) -> Sequence[Grouping]:
        return [_grouping(field) for field in fields_for(member, thing) if field.kind in ONE_VALUE]

    return more


def _grouping(field: KnownField) -> Grouping:
    return Grouping(field.key, field.name, (), partial(_what_stands, field), partial(_named, field), partial(_answers, field))


def _what_stands(field: KnownField, member: Member) -> Func:
    return Func(F("own"), Value(str(field.id)), function="jsonb_extract_path_text", output_field=TextField())


def _named(field: KnownField, values: Sequence[Any], member: Member) -> Mapping[Any, str]:
    if field.kind == Kind.FLAG:
        return {"true": _("yes"), "false": _("no")}
    if field.kind == Kind.PERSON:
        people = Member.objects.filter(pk__in=[value for value in values if value]).order_by("surname", "given_name")
        return {str(person.pk): person.short_name for person in people}
    return {str(choice.id): choice.name for choice in field.choices}


def _answers(field: KnownField, value: Any, chosen: Filter) -> Mapping[str, str]:
    return {field.key: "none" if value is None else FLAGS.get(value, value) if field.kind == Kind.FLAG else str(value)}
