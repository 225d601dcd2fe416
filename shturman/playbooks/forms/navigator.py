"""What the navigator asks with a press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.company.zones import ZONES
from shturman.deals.asking import GivenFactsForm
from shturman.deals.models import Deal, DealKind, Funnel, Stage
from shturman.fields.asking import form_field
from shturman.fields.known import KnownField
from shturman.kit.conflicts import Conflict
from shturman.kit.errors import Missing
from shturman.kit.form_fields import SmartDayField, SmartMomentField
from shturman.playbooks.models import Result, Skip
from shturman.tasks.due import Due

# Of a deal's own words the client is picked on the card.
ASKED = tuple(name for name, _label in Stage.Required.choices if name != "client")


def label_of(name: str, own: Sequence[KnownField]) -> str:
    """As the card names this field; «» for one that is gone."""
    labels = {key: str(label) for key, label in Stage.Required.choices} | {field.key: field.name for field in own}
    return labels.get(name, "")


def facts_of(form: GivenFactsForm) -> dict[str, Any]:
    """As a deal is changed by them; an empty field says nothing, and takes nothing away."""
    given = form.given(())
    plain = {name: value for name in ("amount", "kind", "expected_on") if name in form.fields and (value := getattr(given, name))}
    return plain | {name: value for name, value in given.own.items() if value not in (None, "", [])}


class LearnedForm(GivenFactsForm):
    """Fields of the deal that a touch learns: what is not known yet may wait for the next one. A colleague may have written the
    same meanwhile: see `kit/conflicts.py`."""

    conflicts: Sequence[Conflict] = ()
    colleague = ""
    untouched: LearnedForm | None = None

    def __init__(self, *args: Any, names: Sequence[str], deal: Deal, member: Member, own: Sequence[KnownField], **options: Any):
        missing = [Missing(name, label_of(name, own)) for name in names if name in ASKED or label_of(name, own)]
        super().__init__(*args, missing=[fact for fact in missing if fact.field != "client"], member=member, prefix="learn", **options)
        for name, field in self.own_fields.items():
            if name in self.fields:
                self.fields[name] = form_field(field, getattr(deal, name))
        for name, shown in self.fields.items():
            shown.required = shown.widget.is_required = False
            if isinstance(shown, forms.ModelChoiceField):
                shown.empty_label = "—"
            if name not in self.own_fields:
                shown.initial = getattr(deal, name) or None

    def clean_amount(self) -> Any:
        return self.cleaned_data["amount"]

    def unsettled(self) -> list[str]:
        """Names of the fields that cannot be written as they are."""
        return [conflict.label for conflict in self.conflicts] or [str(self[name].label) for name in self.errors if name in self.fields]

    def facts(self) -> dict[str, Any]:
        """What was written here."""
        return {name: value for name, value in facts_of(self).items() if name in self.changed_data}


class WordsForm(forms.Form):
    words = forms.CharField(required=False, max_length=400, label=gettext_lazy("What the client said — in one phrase"))


class MomentForm(forms.Form):
    """When to call back: near moments by a press, any other by words."""

    due = SmartMomentField(label=gettext_lazy("When"))

    def due_given(self) -> Due:
        understood = self.cleaned_data["due"]
        return Due(at=understood.at) if understood.at else Due(on=understood.day)


class DayForm(MomentForm):
    due = SmartDayField(label=gettext_lazy("Until which day"))

    def due_given(self) -> Due:
        return Due(on=self.cleaned_data["due"])


def moment_form(effect: str, *args: Any) -> MomentForm:
    return DayForm(*args) if effect == Result.Effect.PAUSE else MomentForm(*args)


class SkipForm(forms.Form):
    why = forms.ChoiceField(choices=Skip.Why.choices, label=gettext_lazy("Why it waits"), widget=forms.RadioSelect)
    words = forms.CharField(required=False, max_length=200, label=gettext_lazy("In own words"))


class SwitchForm(forms.Form):
    """Whose deals go by the algorithm."""

    funnel = forms.ModelChoiceField(
        Funnel.objects.none(), label=gettext_lazy("Of the funnel"), required=False, empty_label=gettext_lazy("any")
    )
    deal_kind = forms.ModelChoiceField(
        DealKind.objects.none(), label=gettext_lazy("Of the kind"), required=False, empty_label=gettext_lazy("any kind")
    )
    with_open = forms.BooleanField(label=gettext_lazy("And deals in work, after the task that they have"), required=False)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["funnel"].queryset = Funnel.objects.kept()
        self.fields["deal_kind"].queryset = DealKind.objects.all()


# Where clients of Russian companies live; the nearest hour is enough.
class HoursForm(forms.Form):
    since = forms.TimeField(label=gettext_lazy("Calls from"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    until = forms.TimeField(label=gettext_lazy("Calls until"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), required=False, choices=[("", gettext_lazy("by his phone, else as mine")), *ZONES]
    )
