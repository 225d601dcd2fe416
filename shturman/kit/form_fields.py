"""Fields that understand what people type, and say what is wrong and how to mend it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.kit.errors import Refused
from shturman.kit.money import LARGEST_AMOUNT, grouped, parse_money
from shturman.kit.smart_dates import Understood, understand

# Django's own words for a field left empty, said here by ours.
REQUIRED = gettext_lazy("This field is required.")
NOT_CHOSEN = gettext_lazy("Not chosen")


class MoneyField(forms.CharField):
    """«12 500,50 ₽» → Decimal; empty is zero unless required, or `empty` where zero says something else."""

    def __init__(self, *, empty: Decimal | None = Decimal(0), **options: Any):
        super().__init__(**options)
        self.empty = empty
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return self.empty
        try:
            amount = parse_money(text)
        except ValueError as error:
            raise forms.ValidationError(_("An amount is a number, for example 125 000 or 99,90")) from error
        if not 0 <= amount <= LARGEST_AMOUNT:
            raise forms.ValidationError(_("An amount is from 0 to 999 999 999 999 ₽"))
        return amount

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            whole, rest = divmod(value, 1)
            return grouped(int(whole)) + (f",{int(rest * 100):02d}" if rest else "")
        return value


class SmartMomentField(forms.CharField):
    """«завтра в 10», «через 3 дня», «24.11» → `Understood`."""

    default_error_messages = {"unclear": gettext_lazy("Not a date: try “tomorrow at 10”, “in 3 days” or “24.11 14:30”")}

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.widget.attrs.update({"autocomplete": "off", "data-smart-date": ""})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        understood = understand(text, timezone.now(), timezone.get_current_timezone())
        if understood is None:
            raise forms.ValidationError(self.error_messages["unclear"], code="unclear")
        return understood

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Understood):
            value = value.at or value.day
        if isinstance(value, datetime):
            return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        return value


class SmartDayField(SmartMomentField):
    """As above, the day alone."""

    def to_python(self, value: Any) -> Any:
        understood = super().to_python(value)
        return understood.day if understood else None


class AskedByAction(forms.ModelForm):
    """What the database promises is said by the action, once and in its own words, never by the form before it."""

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in self.instance._meta.fields}


def name_the_empty(form: forms.BaseForm) -> None:
    """The choice of nothing has words, not dashes."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = field.empty_label and NOT_CHOSEN
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [(value, label if value else NOT_CHOSEN) for value, label in choices]


def show_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """The action's «no» stands beside its field; without one, above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))
