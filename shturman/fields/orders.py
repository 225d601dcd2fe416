"""Orders of lists by own fields: each kind as its values are compared, and nothing by many choices."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, F, Func, IntegerField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from shturman.company.models import Member
from shturman.fields.known import KnownField
from shturman.fields.models import OwnField
from shturman.fields.questions import BETWEEN
from shturman.lists.orders import ListOrder, by_values, by_words, words_of

Kind = OwnField.Kind
OWN = F("own")


def order_of(field: KnownField) -> ListOrder | None:
    if field.kind == Kind.TEXT:
        return ListOrder(field.key, by_words(_what_stands(field)))
    if field.kind == Kind.PERSON:
        return ListOrder(field.key, by_values(_of_person(field, "surname"), _of_person(field, "given_name")))
    if field.kind == Kind.CHOICE:
        return ListOrder(field.key, by_values(_place_of_choice(field)))
    if field.kind == Kind.FLAG:
        return ListOrder(field.key, by_values(Cast(_what_stands(field), BooleanField())), falls=True)
    if field.kind in BETWEEN:
        return ListOrder(field.key, by_values(compared(field)), falls=field.kind != Kind.DATE)
    return None


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
