"""Orders of lists by own fields: each kind as its values are compared, and nothing by many choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, F, Func, IntegerField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from shturman.company.models import Member
from shturman.fields.known import KnownField
from shturman.fields.models import OwnField
from shturman.fields.questions import BETWEEN
from shturman.lists.orders import ListOrder, words_of

Kind = OwnField.Kind
OWN = F("own")


def order_of(field: KnownField) -> ListOrder | None:
    """What its rows are compared by is composed when they are: a list has many columns and is put in order by one."""
    compose = BY.get(Kind(field.kind))
    return ListOrder(field.key, lambda member: compose(field), falls=field.kind in FALLING) if compose else None


def compared(field: KnownField) -> Any:
    """A number, a sum or a day as such."""
    return Cast(_what_stands(field), BETWEEN[field.kind])


def _place_of_choice(field: KnownField) -> Any:
    """As the answers stand in the editor of the field."""
    kept = _what_stands(field)
    places = [When(Exact(kept, str(choice.id)), then=Value(place)) for place, choice in enumerate(field.choices)]
    return Case(*places, output_field=IntegerField()) if places else Value(None, output_field=IntegerField())


def _of_person(field: KnownField, name: str) -> Any:
    pk = Cast(_what_stands(field, OuterRef("own")), BigIntegerField())
    return words_of(Subquery(Member.objects.filter(pk=pk).order_by().values(name)[:1], output_field=TextField()))


def _what_stands(field: KnownField, own: Any = OWN) -> Func:
    """As text: a key that is a number would be read as a place in a list."""
    return Func(own, Value(str(field.id)), function="jsonb_extract_path_text", output_field=TextField())


FALLING = (Kind.FLAG, Kind.NUMBER, Kind.MONEY)
BY: Mapping[Kind, Callable[[KnownField], Sequence[Any]]] = {
    Kind.TEXT: lambda field: [words_of(_what_stands(field))],
    Kind.PERSON: lambda field: [_of_person(field, "surname"), _of_person(field, "given_name")],
    Kind.CHOICE: lambda field: [_place_of_choice(field)],
    Kind.FLAG: lambda field: [Cast(_what_stands(field), BooleanField())],
    **{Kind(kind): lambda field: [compared(field)] for kind in BETWEEN},
}
