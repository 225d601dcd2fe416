"""Own fields as questions of lists, views, counts and reports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import DateField, DecimalField, F, Func, Q, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual, IContains, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.fields.kinds import NO, YES
from shturman.fields.known import KnownField, fields_for
from shturman.fields.models import OwnField
from shturman.kit.dates_in_words import day
from shturman.kit.house import Question
from shturman.kit.ids import row_id
from shturman.kit.money import roubles
from shturman.kit.numbers import number_words, parse_number

Kind = OwnField.Kind
FILLED, EMPTY = "filled", "none"
ASKED = "own_"


class OwnText(Func):
    """What stands in the field, as text: a key that is a number would be read as a place in a list."""

    function = "jsonb_extract_path_text"
    output_field = TextField()

    def __init__(self, field: KnownField):
        super().__init__(F("own"), Value(str(field.id)))


def own_questions(thing: str) -> Callable[[Member, Collection[str] | None], Sequence[Question]]:
    """For `wiring.MORE_QUESTIONS`: those that the parameters ask, or all that the member may ask."""

    def further(member: Member, params: Collection[str] | None) -> Sequence[Question]:
        if params is not None and not any(ASKED in name for name in params):
            return ()
        fields = fields_for(member, thing)
        if params is not None:
            asked = {name.rpartition(".")[2] for name in params}
            fields = [field for field in fields if any(f"{name}_".startswith(f"{field.key}_") for name in asked)]
        return [question for field in fields for question in _questions(field)]

    return further


def _questions(field: KnownField) -> list[Question]:
    """Is it filled, and with what: a choice, words, from and up to."""
    asked = [Question(field.key, field.name, partial(_is, field), partial(_said_of, field), _answers(field))]
    if field.kind == Kind.TEXT:
        label = _("%(field)s: words") % {"field": field.name}
        asked.append(Question(f"{field.key}_like", label, partial(_like, field), partial(_like_words, field), None, "words"))
    if field.kind in BETWEEN:
        kind = "date" if field.kind == Kind.DATE else "money"
        words = (_("since the day"), _("until the day")) if field.kind == Kind.DATE else (_("from"), _("up to"))
        ends = (("from", words[0], GreaterThanOrEqual), ("to", words[1], LessThanOrEqual))
        asked += [
            Question(
                f"{field.key}_{end}",
                f"{field.name} {told}",
                partial(_compared, comparison, field),
                partial(_limited, field, told),
                None,
                kind,
            )
            for end, told, comparison in ends
        ]
    return asked


def _answers(field: KnownField) -> Callable[[Any], Sequence[tuple[str, Any]]]:
    def choices(asker: Any) -> Sequence[tuple[str, Any]]:
        return _spoken(field)

    return choices


def _spoken(field: KnownField) -> list[tuple[str, Any]]:
    listed: list[tuple[str, Any]] = [(FILLED, _("known")), (EMPTY, _("not known"))]
    if field.kind == Kind.FLAG:
        listed += [(YES, _("yes")), (NO, _("no"))]
    elif field.kind in OwnField.CHOSEN:
        listed += [(str(choice.id), choice.name) for choice in field.choices]
    elif field.kind == Kind.PERSON:
        people = Member.objects.people().order_by("surname", "given_name").only("surname", "given_name")
        listed += [(str(person.pk), person.short_name) for person in people]
    return listed


def _is(field: KnownField, value: str, asker: Any) -> Q | None:
    key = str(field.id)
    if value in (FILLED, EMPTY):
        known = Q(own__has_key=key) & (Q(kind=field.only_for) if field.only_for else Q())
        return known if value == FILLED else ~known
    if field.kind == Kind.FLAG:
        return Q(own__contains={key: value == YES}) if value in (YES, NO) else None
    picked = row_id(value)
    if picked is None or field.kind not in (*OwnField.CHOSEN, Kind.PERSON):
        return None
    return Q(own__contains={key: [picked] if field.kind == Kind.MANY else picked})


def _like(field: KnownField, value: str, asker: Any) -> Q | None:
    return Q(IContains(OwnText(field), value)) if value else None


def _like_words(field: KnownField, value: str) -> str:
    return f"{field.name}: «{value}»"


def _compared(comparison: Any, field: KnownField, value: str, asker: Any) -> Q | None:
    limit = _limit(field, value)
    return None if limit is None else Q(comparison(Cast(OwnText(field), BETWEEN[field.kind]), limit))


def _limit(field: KnownField, value: str) -> Any:
    try:
        return date.fromisoformat(value) if field.kind == Kind.DATE else parse_number(value)
    except ValueError:
        return None


def _said_of(field: KnownField, value: str) -> str:
    return f"{field.name}: {dict(_spoken(field)).get(value, '…')}"


def _limited(field: KnownField, words: str, value: str) -> str:
    limit = _limit(field, value)
    return f"{field.name} {words} {_spelled(field, limit) if limit is not None else '…'}"


def _spelled(field: KnownField, limit: date | Decimal) -> str:
    if isinstance(limit, date):
        return day(limit, timezone.localdate())
    return roubles(limit) if field.kind == Kind.MONEY else number_words(limit)


FIGURE = DecimalField(max_digits=20, decimal_places=4)
BETWEEN: Mapping[str, Any] = {Kind.NUMBER: FIGURE, Kind.MONEY: FIGURE, Kind.DATE: DateField()}
