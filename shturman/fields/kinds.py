"""What each kind of field understands, keeps and shows.

A value has three faces: as it is kept (plain JSON), as a form gives it, and in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.fields.known import KnownField
from shturman.fields.models import OwnField
from shturman.kit.dates_in_words import day
from shturman.kit.form_fields import SmartDayField
from shturman.kit.money import LARGEST_AMOUNT, parse_money, roubles
from shturman.kit.numbers import NumberField, as_decimal, number_words, parse_number
from shturman.kit.smart_dates import understand
from shturman.kit.words import folded, without_nul

LONGEST_TEXT = 2000
PLACES = 4
YES, NO = "yes", "no"
Named = Mapping[int, str]


class FieldKind:
    """The kind «text»; the others say where they differ. `named` gives names of people and files by number."""

    # Tables and lists stand its figures to the right.
    is_figure = False
    is_found_by_words = True
    is_in_tables = True

    def form_field(self, field: KnownField) -> forms.Field:
        return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 1, "data-grows": ""}))

    def initial(self, kept: Any) -> Any:
        return kept

    def from_form(self, given: Any) -> Any:
        """As it is kept; None where nothing was given."""
        return str(given).strip() or None

    def from_text(self, text: str, field: KnownField) -> Any:
        """A cell of a table. ValueError where it is no such value."""
        return self.from_form(text)

    def checked(self, kept: Any, field: KnownField) -> Any:
        """The value as the field keeps it. ValueError where it is no value of this field."""
        text = without_nul(str(kept)).strip()
        if not text or len(text) > LONGEST_TEXT:
            raise ValueError(text)
        return text

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return str(kept)

    def cell(self, kept: Any, field: KnownField, named: Named) -> Any:
        """In a table that is taken out: a figure or a day where it is one."""
        return self.words(kept, field, named)


class NumberKind(FieldKind):
    is_figure = True
    is_found_by_words = False

    def form_field(self, field: KnownField) -> forms.Field:
        return NumberField(parse_number)

    def initial(self, kept: Any) -> Any:
        return number_words(Decimal(kept)) if kept is not None else None

    def from_form(self, given: Any) -> Any:
        return None if given is None or given == "" else self._kept(Decimal(given))

    def from_text(self, text: str, field: KnownField) -> Any:
        return self._kept(parse_number(text))

    def checked(self, kept: Any, field: KnownField) -> Any:
        return self._kept(as_decimal(kept))

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return number_words(Decimal(kept))

    def cell(self, kept: Any, field: KnownField, named: Named) -> Any:
        return Decimal(kept)

    def _kept(self, number: Decimal) -> str:
        if not number.is_finite() or abs(number) > LARGEST_AMOUNT:
            raise ValueError(number)
        return f"{round(number, PLACES).normalize() + 0:f}"


class MoneyKind(NumberKind):
    def form_field(self, field: KnownField) -> forms.Field:
        return NumberField(parse_money)

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return roubles(Decimal(kept))

    def from_text(self, text: str, field: KnownField) -> Any:
        return self._kept(parse_money(text))

    def _kept(self, number: Decimal) -> str:
        return super()._kept(round(number, 2))


class DateKind(FieldKind):
    is_found_by_words = False

    def form_field(self, field: KnownField) -> forms.Field:
        return SmartDayField()

    def initial(self, kept: Any) -> Any:
        return date.fromisoformat(kept) if kept else None

    def from_form(self, given: Any) -> Any:
        return given.isoformat() if given else None

    def from_text(self, text: str, field: KnownField) -> Any:
        understood = understand(text, timezone.now(), timezone.get_current_timezone())
        if understood is None:
            raise ValueError(text)
        return understood.day.isoformat()

    def checked(self, kept: Any, field: KnownField) -> Any:
        return date.fromisoformat(str(kept)).isoformat()

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return day(date.fromisoformat(kept), timezone.localdate())

    def cell(self, kept: Any, field: KnownField, named: Named) -> Any:
        return date.fromisoformat(kept)


class FlagKind(FieldKind):
    is_found_by_words = False

    def form_field(self, field: KnownField) -> forms.Field:
        return forms.ChoiceField(choices=[("", "—"), (YES, _("yes")), (NO, _("no"))])

    def initial(self, kept: Any) -> Any:
        return "" if kept is None else YES if kept else NO

    def from_form(self, given: Any) -> Any:
        return given == YES if given in (YES, NO) else None

    def from_text(self, text: str, field: KnownField) -> Any:
        word = folded(text)
        if word in YES_WORDS:
            return True
        if word in NO_WORDS:
            return False
        raise ValueError(text)

    def checked(self, kept: Any, field: KnownField) -> Any:
        if not isinstance(kept, bool):
            raise ValueError(kept)
        return kept

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return _("yes") if kept else _("no")


class ChoiceKind(FieldKind):
    is_found_by_words = False

    def form_field(self, field: KnownField) -> forms.Field:
        return forms.TypedChoiceField(choices=[("", "—"), *offered(field)], coerce=int, empty_value=None)

    def from_form(self, given: Any) -> Any:
        return given

    def from_text(self, text: str, field: KnownField) -> Any:
        word = folded(text)
        return next((pk for pk, name in field.choice_names.items() if folded(name) == word), None) or self._none(text)

    def checked(self, kept: Any, field: KnownField) -> Any:
        return kept if kept in field.choice_names and not isinstance(kept, bool) else self._none(kept)

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return field.choice_names.get(kept, "")

    def _none(self, value: Any) -> Any:
        raise ValueError(value)


class ManyKind(ChoiceKind):
    def form_field(self, field: KnownField) -> forms.Field:
        return forms.TypedMultipleChoiceField(choices=offered(field), coerce=int, widget=forms.CheckboxSelectMultiple)

    def from_form(self, given: Any) -> Any:
        return sorted(given) or None

    def from_text(self, text: str, field: KnownField) -> Any:
        words = [word.strip() for word in text.replace(";", ",").split(",")]
        one = super().from_text
        return sorted({one(word, field) for word in words if word}) or None

    def checked(self, kept: Any, field: KnownField) -> Any:
        one = super().checked
        return sorted({one(choice, field) for choice in kept}) if isinstance(kept, list) and kept else self._none(kept)

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return ", ".join(name for pk, name in field.choice_names.items() if pk in kept)


class PersonKind(FieldKind):
    is_found_by_words = False

    def form_field(self, field: KnownField) -> forms.Field:
        return forms.ModelChoiceField(Member.objects.active().order_by("surname", "given_name"), empty_label="—")

    def from_form(self, given: Any) -> Any:
        return given.pk if given else None

    def from_text(self, text: str, field: KnownField) -> Any:
        word = folded(text)
        people = [person for person in Member.objects.people() if word in (folded(person.full_name), folded(person.short_name))]
        if len(people) != 1:
            raise ValueError(text)
        return people[0].pk

    def checked(self, kept: Any, field: KnownField) -> Any:
        if isinstance(kept, bool) or not Member.objects.people().filter(pk=int(kept)).exists():
            raise ValueError(kept)
        return int(kept)

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return named.get(kept, "")


class FileKind(FieldKind):
    """What a form gives is an upload, or False when the file is taken away; what is kept is the number of an `OwnFile`."""

    is_found_by_words = False
    is_in_tables = False

    def form_field(self, field: KnownField) -> forms.Field:
        return forms.FileField()

    def from_form(self, given: Any) -> Any:
        return given or None

    def checked(self, kept: Any, field: KnownField) -> Any:
        return int(kept)

    def words(self, kept: Any, field: KnownField, named: Named) -> str:
        return named.get(kept, "")


Kind = OwnField.Kind
KINDS: dict[str, FieldKind] = {
    Kind.TEXT: FieldKind(),
    Kind.NUMBER: NumberKind(),
    Kind.MONEY: MoneyKind(),
    Kind.DATE: DateKind(),
    Kind.CHOICE: ChoiceKind(),
    Kind.MANY: ManyKind(),
    Kind.FLAG: FlagKind(),
    Kind.PERSON: PersonKind(),
    Kind.FILE: FileKind(),
}
YES_WORDS = frozenset({"да", "yes", "true", "1", "+", "истина", "есть", "y"})
NO_WORDS = frozenset({"нет", "no", "false", "0", "-", "ложь", "n"})


def kind_of(field: KnownField) -> FieldKind:
    return KINDS[field.kind]


def offered(field: KnownField, chosen: tuple[int, ...] = ()) -> list[tuple[int, str]]:
    return [(choice.id, choice.name) for choice in field.choices if choice.is_offered or choice.id in chosen]
