"""Orders of lists by own fields: each kind as its values are compared, and nothing by many choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, Func, IntegerField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from shturman.company.models import Member
from shturman.fields.known import KnownField
from shturman.fields.models import OwnField
from shturman.fields.questions import BETWEEN, OwnText
from shturman.lists.orders import ListOrder, by_values, by_words, words_of

Kind = OwnField.Kind


def order_of(field: KnownField) -> ListOrder | None:
    if field.kind == Kind.TEXT:
        return ListOrder(field.key, by_words(OwnText(field)))
    if field.kind == Kind.PERSON:
        return ListOrder(field.key, by_values(_of_person(field, "surname"), _of_person(field, "given_name")))
    if field.kind == Kind.CHOICE:
        return ListOrder(field.key, by_values(_place_of_choice(field)))
    if field.kind == Kind.FLAG:
        return ListOrder(field.key, by_values(Cast(OwnText(field), BooleanField())), falls=True)
    if field.kind in BETWEEN:
        return ListOrder(field.key, by_values(compared(field)), falls=field.kind != Kind.DATE)
    return None


def compared(field: KnownField) -> Any:
    """A number, a sum or a day as such."""
    return Cast(OwnText(field), BETWEEN[field.kind])


def _place_of_choice(field: KnownField) -> Any:
    """As the answers stand in the editor of the field."""
    places: Sequence[When] = [When(Exact(OwnText(field), str(choice.id)), then=Value(place)) for place, choice in enumerate(field.choices)]
    return Case(*places, output_field=IntegerField()) if places else Value(None, output_field=IntegerField())


def _of_person(field: KnownField, name: str) -> Any:
    kept = Func(OuterRef("own"), Value(str(field.id)), function=OwnText.function, output_field=TextField())
    return words_of(Subquery(Member.objects.filter(pk=Cast(kept, BigIntegerField())).order_by().values(name)[:1], output_field=TextField()))
