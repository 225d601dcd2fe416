from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shturman.goods.models import Good
from shturman.kit.form_fields import MoneyField


class GoodForm(forms.ModelForm):
    price = MoneyField(label=_("Price, ₽"), required=False)

    class Meta:
        model = Good
        fields = ("name", "code", "series", "unit", "price", "vat_percent", "is_on_sale")

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
