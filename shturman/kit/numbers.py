"""Numbers as people type and read them: «12 500,5»."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from shturman.kit.money import LARGEST_AMOUNT, MINUS, grouped


class NumberField(forms.CharField):
    """«12 500,5» → Decimal; `read` raises ValueError on what is none."""

    def __init__(self, read: Callable[[str], Decimal], **options: Any):
        super().__init__(**options)
        self.read = read
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "maxlength": "30"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            number = self.read(text)
        except ValueError as error:
            raise forms.ValidationError(_("A number is written in figures, for example 12 or 3,5")) from error
        if abs(number) > LARGEST_AMOUNT:
            raise forms.ValidationError(_("A number has at most twelve figures before the comma"))
        return number


def parse_number(text: str) -> Decimal:
    """Reads «12 500,5» and «12500.5»; ValueError on anything else."""
    bare = "".join(text.split()).replace(MINUS, "-").replace(",", ".")
    number = as_decimal(bare)
    if abs(number) > LARGEST_AMOUNT:
        raise ValueError(text)
    return number


def as_decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(value) from error
    if not number.is_finite():
        raise ValueError(value)
    return number


def number_words(number: Decimal) -> str:
    """«12 500,5», without zeros at the end."""
    sign, rest = (MINUS if number < 0 else ""), abs(number)
    whole, part = divmod(rest, 1)
    return sign + grouped(int(whole)) + (f"{part.normalize():f}"[1:].replace(".", ",") if part else "")
