"""What the editor of a step asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.deals.models import Stage
from shturman.fields.known import fields_for
from shturman.kit.ids import row_id
from shturman.playbooks.actions.drafting import RESULT_FACTS, STEP_FACTS, ResultFacts
from shturman.playbooks.forms.navigator import ASKED
from shturman.playbooks.models import Playbook, Result, Step, Unit

LONGEST_WAIT = 365
# By keys 1 to 9.
MOST_RESULTS = 9
ROW = re.compile(r"r(\d{1,3})-effect")


class BookForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=76)
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class StepForm(forms.ModelForm):
    needs = forms.MultipleChoiceField(label=gettext_lazy("Known before the touch"), required=False, widget=forms.CheckboxSelectMultiple)
    asks = forms.MultipleChoiceField(label=gettext_lazy("Learned in it"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Step
        fields = STEP_FACTS
        widgets = {"script": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"script": gettext_lazy("A line is a point. {имя}, {менеджер}, {компания}, {сделка}, {сумма}, {этап} are filled in")}

    def __init__(self, *args: Any, member: Member, book: Playbook, **options: Any):
        super().__init__(*args, **options)
        own = [(field.key, field.name) for field in fields_for(member, "deal") if field.kind != "file"]
        choices = [(key, label) for key, label in Stage.Required.choices if key in ASKED] + own
        for name in ("needs", "asks"):
            self.fields[name].choices = choices
        self.fields["stage"].queryset = stages_for(book)
        self.fields["stage"].empty_label = "—"
        self.fields["wait"].max_value = LONGEST_WAIT

    def clean_wait(self) -> int:
        return checked_wait(self.cleaned_data["wait"])


class ResultForm(forms.Form):
    """A row of the table: without a name it is no result."""

    name = forms.CharField(label=gettext_lazy("Result"), required=False, max_length=60)
    effect = forms.ChoiceField(label=gettext_lazy("What follows"), choices=Result.Effect.choices, initial=Result.Effect.NEXT)
    following = forms.TypedChoiceField(label=gettext_lazy("Next step"), required=False, coerce=int, empty_value=None)
    stage = forms.ModelChoiceField(Stage.objects.none(), label=gettext_lazy("Stage"), required=False, empty_label="—")
    wait = forms.IntegerField(label=gettext_lazy("After"), min_value=1, max_value=LONGEST_WAIT, initial=2)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=Unit.choices, initial="hours")
    most_tries = forms.IntegerField(label=gettext_lazy("Tries at most"), min_value=1, max_value=99, initial=5)
    warmth = forms.TypedChoiceField(label=gettext_lazy("The client became"), choices=Result.Warmth.choices, coerce=int, initial=0)

    def __init__(self, *args: Any, steps: Sequence[Step], book: Playbook, **options: Any):
        super().__init__(*args, **options)
        self.fields["following"].choices = [("", "—"), *((step.key, f"{place}. {step.title}") for place, step in enumerate(steps, 1))]
        self.fields["stage"].queryset = stages_for(book)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not facts.get("name"):
            return facts
        if facts.get("effect") == Result.Effect.MOVE and facts.get("stage") is None:
            self.add_error("stage", _("To which stage?"))
        return facts

    @property
    def place(self) -> str:
        return str(self.prefix)[1:]

    @property
    def is_said(self) -> bool:
        return bool(self.cleaned_data.get("name", "").strip())

    def given(self) -> ResultFacts:
        facts = {name: self.cleaned_data[name] for name in RESULT_FACTS}
        return ResultFacts(facts, self.cleaned_data.get("following"))


def stages_for(book: Playbook) -> Any:
    stages = Stage.objects.kept().select_related("funnel").order_by("funnel", "position")
    return stages.filter(funnel=book.funnel_id) if book.funnel_id else stages.filter(funnel__removed_at=None)


def checked_wait(wait: int) -> int:
    if not 1 <= wait <= LONGEST_WAIT:
        raise forms.ValidationError(_("A term is from 1 to %(most)d") % {"most": LONGEST_WAIT})
    return wait


def result_forms(step: Step, steps: Sequence[Step], book: Playbook, data: Any = None) -> list[ResultForm]:
    """Those that stand, or as they were sent; one more where it was asked for, and where there is none yet."""
    if data is None:
        made = [
            ResultForm(prefix=f"r{place}", initial=_initial_of(result), steps=steps, book=book)
            for place, result in enumerate(step.results.all(), 1)
        ]
    else:
        made = [ResultForm(data, prefix=f"r{place}", steps=steps, book=book) for place in _places_in(data)]
    if not made or is_asked_for_more(data):
        made = [*made, _empty_row(made, steps, book)][:MOST_RESULTS]
    return made


def is_arranged(data: Any) -> bool:
    """Rows are added or taken away: nothing is saved yet."""
    return is_asked_for_more(data) or "drop" in (data or ())


def is_asked_for_more(data: Any) -> bool:
    return "more" in (data or ())


def _places_in(data: Any) -> list[int]:
    places = {int(found[1]) for name in data if (found := ROW.fullmatch(name))} - {row_id(data.get("drop"))}
    return sorted(places)[:MOST_RESULTS]


def _initial_of(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in RESULT_FACTS} | {"following": result.following.key if result.following else ""}


def _empty_row(made: Sequence[ResultForm], steps: Sequence[Step], book: Playbook) -> ResultForm:
    place = max((int(form.place) for form in made), default=0) + 1
    row = ResultForm(prefix=f"r{place}", steps=steps, book=book)
    if made:
        row.fields["name"].widget.attrs["autofocus"] = True
    return row
