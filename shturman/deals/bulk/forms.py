"""What is asked before many deals are changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.deals.models import DealKind, Stage
from shturman.fields.asking import add_own_fields, given, many_fields
from shturman.kit.form_fields import MoneyField, SmartDayField
from shturman.lists.asking import GiveManyForm


def plain(value: Any) -> Any:
    """As it stands in the facts of a run."""
    return value.pk if isinstance(value, DealKind) else None if value is None else str(value)


class GiveDealsForm(GiveManyForm):
    thing = "deal"


class StageByFunnel(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.funnel.name}: {obj.name}"


class MoveManyForm(forms.Form):
    stage = StageByFunnel(Stage.objects.none(), label=gettext_lazy("To the stage"))

    def __init__(self, *args: Any, by: Member, **options: Any):
        super().__init__(*args, **options)
        stages = Stage.objects.kept().known_to(by).filter(funnel__removed_at=None).select_related("funnel")
        self.fields["stage"].queryset = stages.order_by("funnel__position", "funnel_id", "position")

    def facts(self) -> dict[str, Any]:
        return {"stage": self.cleaned_data["stage"].pk, "name": self.cleaned_data["stage"].name}


class ChangeManyForm(forms.Form):
    """An empty field leaves what stands in the deals."""

    expected_on = SmartDayField(label=gettext_lazy("Expected closing"), required=False)
    amount = MoneyField(label=gettext_lazy("Amount, ₽"), required=False)
    kind = forms.ModelChoiceField(
        DealKind.objects.all(), label=gettext_lazy("Kind of deal"), required=False, empty_label=gettext_lazy("as it is")
    )

    def __init__(self, *args: Any, by: Member, **options: Any):
        super().__init__(*args, **options)
        self.own_fields = many_fields(by, "deal")
        add_own_fields(self, self.own_fields)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not self.errors and not self._filled():
            raise forms.ValidationError(_("Fill at least one field: the empty ones are left as they are"))
        return facts

    def facts(self) -> dict[str, Any]:
        filled, own = self._filled(), given(self, self.own_fields)
        return {name: own[name] if name in own else plain(self.cleaned_data[name]) for name in filled}

    def _filled(self) -> list[str]:
        """By what was typed: an empty amount is read as nought."""
        return [name for name in self.fields if self.data.get(name, "").strip()]
