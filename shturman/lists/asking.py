"""What several lists ask alike before many of their rows are changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.company.sight import people_reached


class GiveManyForm(forms.Form):
    """A room names the kind of thing whose reach of «transfer» says to whom it may be given."""

    thing: ClassVar[str]
    responsible = forms.ModelChoiceField(
        Member.objects.none(), label=gettext_lazy("New responsible"), empty_label=gettext_lazy("Not chosen")
    )

    def __init__(self, *args: Any, by: Member, **options: Any):
        super().__init__(*args, **options)
        people = Member.objects.active().filter(people_reached(by, self.thing, "transfer"))
        self.fields["responsible"].queryset = people.order_by("surname", "given_name")

    def facts(self) -> dict[str, Any]:
        return {"responsible": self.cleaned_data["responsible"].pk, "name": self.cleaned_data["responsible"].short_name}


class NothingToAskForm(forms.Form):
    def __init__(self, *args: Any, by: Member, **options: Any):
        super().__init__(*args, **options)

    def facts(self) -> dict[str, Any]:
        return {}
