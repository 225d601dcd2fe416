from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Role
from shturman.fields.models import FieldChoice, OwnField
from shturman.kit.words import without_nul


class OwnFieldForm(forms.Form):
    """Of a new field the kind is chosen, once; of one that stands it is told."""

    name = forms.CharField(label=_("Name of the field"), max_length=60)
    kind = forms.ChoiceField(label=_("What is written in it"), choices=OwnField.Kind.choices)
    more_choices = forms.CharField(
        label=_("Choices, one in a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a choice of one or of several"),
    )
    hint = forms.CharField(label=_("Hint below the field"), max_length=200, required=False)
    only_for = forms.ChoiceField(label=_("On the cards of"), choices=OwnField.OnlyFor.choices, required=False)
    is_personal = forms.BooleanField(
        label=_("Holds personal data"), required=False, help_text=_("Erased together with the person who asks to be forgotten")
    )
    seen_by = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label=_("Who sees it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every employee. The owner always sees it, agents from outside only when they are chosen"),
    )
    changed_by = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label=_("Who fills it in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: everybody who sees the field and may change the card"),
    )

    def __init__(self, *args: Any, thing: str, field: OwnField | None = None, **options: Any):
        super().__init__(*args, **options)
        roles = Role.objects.exclude(base=Role.Base.OWNER)
        self.fields["seen_by"].queryset = self.fields["changed_by"].queryset = roles
        self.choices = list(field.choices.all()) if field is not None else []
        if thing != OwnField.Thing.CLIENT:
            del self.fields["only_for"]
        else:
            # Of a client every own field goes with him.
            del self.fields["is_personal"]
        if field is None:
            return
        del self.fields["kind"]
        if field.kind not in OwnField.CHOSEN:
            del self.fields["more_choices"]
            return
        self.fields["more_choices"].label = _("More choices, one in a line")
        self.fields["more_choices"].help_text = ""
        for choice in self.choices:
            self.fields[_name_of(choice)] = forms.CharField(
                label=choice.name, max_length=80, required=False, initial=choice.name if choice.is_offered else ""
            )

    def choice_fields(self) -> list[Any]:
        return [self[_name_of(choice)] for choice in self.choices if _name_of(choice) in self.fields]

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        facts: dict[str, Any] = {name: given[name] for name in ("name", "hint", "only_for", "is_personal") if name in given}
        facts |= {name: list(given[name]) for name in ("seen_by", "changed_by")}
        lines = without_nul(given.get("more_choices", "")).splitlines()
        standing = [(choice.pk, given.get(_name_of(choice), "").strip()) for choice in self.choices]
        facts["choices"] = [(pk, name) for pk, name in standing if name] + [(None, line.strip()) for line in lines if line.strip()]
        return facts


def _name_of(choice: FieldChoice) -> str:
    return f"choice_{choice.pk}"
