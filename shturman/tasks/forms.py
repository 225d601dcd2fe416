from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.kit.form_fields import SmartMomentField
from shturman.kit.smart_dates import Understood
from shturman.lists.asking import GiveManyForm
from shturman.tasks.actions import Asked, NewTask
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder, Task
from shturman.tasks.models.task import LONGEST, SHORTEST
from shturman.tasks.reminding import CHOICES, own_habits, usual_in_words


def due_of(understood: Understood) -> Due:
    return Due(at=understood.at) if understood.at is not None else Due(on=understood.day)


class RemindersField(forms.TypedMultipleChoiceField):
    def __init__(self, **options: Any):
        super().__init__(
            label=gettext_lazy("Remind"),
            choices=CHOICES,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **options,
        )


class RemindAtField(SmartMomentField):
    """A moment, not a day: nobody is reminded «on Friday»."""

    def __init__(self, **options: Any):
        super().__init__(
            label=gettext_lazy("And at a moment"), required=False, help_text=gettext_lazy("tomorrow at 9, 24.11 14:30"), **options
        )

    def clean(self, value: Any) -> Any:
        understood = super().clean(value)
        if understood is not None and understood.at is None:
            raise forms.ValidationError(_("Say the hour too: tomorrow at 9"))
        return understood.at if understood else None


class LengthField(forms.IntegerField):
    def __init__(self, **options: Any):
        super().__init__(
            label=gettext_lazy("How many minutes"),
            min_value=SHORTEST,
            max_value=LONGEST,
            required=False,
            help_text=gettext_lazy("empty: as usual, a call 15, a meeting 60"),
            **options,
        )


class TaskForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What to do"), max_length=250)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Task.Kind.choices)
    due = SmartMomentField(label=gettext_lazy("When"), help_text=gettext_lazy("tomorrow at 10, in 3 days, on Friday"))
    minutes = LengthField()
    assignee = forms.ModelChoiceField(Member.objects.none(), label=gettext_lazy("Who does it"), empty_label=None)
    is_important = forms.BooleanField(label=gettext_lazy("Important: promised to the client"), required=False)
    remind_as_usual = forms.BooleanField(label=gettext_lazy("As usual"), required=False, initial=True)
    remind = RemindersField()
    remind_at = RemindAtField()

    def __init__(self, *args: Any, people: Any, deal: Deal | None = None, presets: Any = (), **options: Any):
        super().__init__(*args, **options)
        self.deal = deal
        self.fields["assignee"].queryset = people
        if presets:
            # A typical task of the stage is picked instead of typed; other words are typed as freely.
            self.fields["title"].widget.attrs["list"] = "presets"
        self.presets = presets

    def say_usual(self, by: Member) -> None:
        self.fields["remind_as_usual"].help_text = usual_in_words(own_habits(by))

    def asked_reminders(self) -> Asked:
        """A form that did not show the choice leaves it to the habits of who does the task."""
        facts = self.cleaned_data
        is_usual = facts["remind_as_usual"] or "asks_reminders" not in self.data
        return Asked(tuple(facts["remind"]), facts["remind_at"], besides_usual=is_usual)

    def new_task(self, client: Any = None) -> NewTask:
        facts = self.cleaned_data
        preset = next((preset for preset in self.presets if preset.title == facts["title"].strip()), None)
        return NewTask(
            title=facts["title"],
            kind=facts["kind"],
            due=due_of(facts["due"]),
            assignee=facts["assignee"],
            deal=self.deal,
            client=client,
            is_important=facts["is_important"],
            preset=preset,
            minutes=facts.get("minutes"),
        )


class ResultForm(forms.Form):
    """A short answer on what came of it."""

    result = forms.CharField(
        label=gettext_lazy("Result"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("What came of it? A few words are enough")},
    )


class NextStepForm(TaskForm):
    """The next step beside the result: filled with what the stage suggests, never an empty demand."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["title"].label = _("Next step")
        for name in ("minutes", "is_important", "remind_as_usual", "remind", "remind_at"):
            del self.fields[name]

    def new_task(self, client: Any = None) -> NewTask:
        self.cleaned_data.setdefault("is_important", False)
        return super().new_task(client)


class RemindersForm(forms.Form):
    """What a task that stands already reminds of."""

    remind = RemindersField()
    remind_at = RemindAtField()

    def __init__(self, *args: Any, planned: Sequence[Reminder] = (), **options: Any):
        initial = {
            "remind": [reminder.before_minutes for reminder in planned if reminder.before_minutes is not None],
            "remind_at": next((Understood(reminder.at.date(), reminder.at) for reminder in planned if reminder.at), None),
        }
        super().__init__(*args, initial=initial, **options)

    def asked(self) -> Asked:
        return Asked(tuple(self.cleaned_data["remind"]), self.cleaned_data["remind_at"])


class RescheduleForm(forms.Form):
    due = SmartMomentField(label=gettext_lazy("New time"), help_text=gettext_lazy("tomorrow at 10, in 3 days, on Friday"))
    minutes = LengthField()


class GiveTasksForm(GiveManyForm):
    thing = "task"


class PutOffManyForm(RescheduleForm):
    """The same moment or day for all; it is kept in the facts of the run as plain words."""

    def __init__(self, *args: Any, by: Member, **options: Any):
        super().__init__(*args, **options)
        del self.fields["minutes"]

    def facts(self) -> dict[str, Any]:
        due = due_of(self.cleaned_data["due"])
        return {"at": due.at.isoformat() if due.at else "", "on": due.on.isoformat() if due.on else ""}


class DropManyForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why they are not needed"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why in a few words: the reason stays in the timeline")},
    )

    def __init__(self, *args: Any, by: Member, **options: Any):
        super().__init__(*args, **options)

    def facts(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class TouchForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(Task.Kind.CALL, gettext_lazy("call")), (Task.Kind.MEETING, gettext_lazy("meeting"))]
    )
    result = forms.CharField(label=gettext_lazy("What came of it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class HandOverForm(forms.Form):
    receivers = forms.ModelMultipleChoiceField(
        Member.objects.none(),
        label=gettext_lazy("Who takes it over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Of several people each gets an even share; all deals of one client go to one person"),
    )
    dismiss = forms.BooleanField(label=gettext_lazy("Does not work here any more: close his sign-in"), required=False)

    def __init__(self, *args: Any, people: Any, can_dismiss: bool, **options: Any):
        super().__init__(*args, **options)
        self.fields["receivers"].queryset = people
        self.fields["receivers"].label_from_instance = lambda person: ", ".join(
            filter(None, [person.short_name, str(person.department or "")])
        )
        self.fields["dismiss"].disabled = not can_dismiss
        if not can_dismiss:
            self.fields["dismiss"].widget = forms.HiddenInput()
