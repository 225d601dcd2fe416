from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member
from shturman.fields.asking import add_own_fields, given
from shturman.fields.known import fields_for
from shturman.goods.models import Good
from shturman.kit.form_fields import MoneyField


class GoodForm(forms.ModelForm):
    price = MoneyField(label=_("Price, ₽"), required=False)

    class Meta:
        model = Good
        fields = ("name", "code", "series", "unit", "price", "vat_percent", "is_on_sale")

    def __init__(self, *args: Any, member: Member, **options: Any):
        super().__init__(*args, **options)
        self.own_fields = fields_for(member, "good")
        add_own_fields(self, self.own_fields, self.instance)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | given(self, self.own_fields)
