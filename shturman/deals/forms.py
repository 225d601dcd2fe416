from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.models import Client
from shturman.company.models import Department, Member
from shturman.company.queries import has_departments
from shturman.deals.actions.changing import CHANGEABLE
from shturman.deals.asking import ClientField
from shturman.deals.models import Deal, DealKind, Funnel, PresetTask, Stage
from shturman.fields.asking import add_own_fields, given
from shturman.fields.known import every_field, fields_on
from shturman.goods.models import Good
from shturman.kit.form_fields import MoneyField, SmartDayField
from shturman.kit.ids import row_id
from shturman.kit.money import parse_number

LARGEST_QUANTITY = 999_999_999


class OpenDealForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is sold"), max_length=250)
    client = ClientField(label=gettext_lazy("Client"), required=False, max_length=300)
    client_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    phone = forms.CharField(label=gettext_lazy("Client's phone"), required=False, max_length=200)
    amount = MoneyField(label=gettext_lazy("Amount, ₽"), required=False)
    expected_on = SmartDayField(label=gettext_lazy("Expected closing"), required=False)
    funnel = forms.ModelChoiceField(Funnel.objects.none(), label=gettext_lazy("Funnel"), empty_label=None)
    responsible = forms.ModelChoiceField(Member.objects.none(), label=gettext_lazy("Responsible"), empty_label=None)

    def __init__(self, *args: Any, member: Member, funnels: Any, people: Any, **options: Any):
        super().__init__(*args, **options)
        self.member = member
        self.fields["funnel"].queryset = funnels
        self.fields["responsible"].queryset = people
        self.fields["phone"].widget.attrs.update({"inputmode": "tel"})

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("client_id"):
            found = Client.objects.visible_to(self.member).filter(pk=facts["client_id"]).first()
            if found is None:
                self.add_error("client", _("There is no such client: pick one from the list or type a new name"))
            facts["known_client"] = found
        return facts


class RegisterDealForm(forms.Form):
    """What an outside agent tells of the deal that he brings."""

    title = forms.CharField(label=gettext_lazy("What is sold"), max_length=250)
    client = forms.CharField(label=gettext_lazy("Client"), max_length=300)
    phone = forms.CharField(
        label=gettext_lazy("Client's phone"), required=False, max_length=200, widget=forms.TextInput({"inputmode": "tel"})
    )
    amount = MoneyField(label=gettext_lazy("Amount, ₽"), required=False)
    funnel = forms.ModelChoiceField(Funnel.objects.none(), label=gettext_lazy("Funnel"), empty_label=None)

    def __init__(self, *args: Any, funnels: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["funnel"].queryset = funnels


class ChangeDealForm(forms.ModelForm):
    amount = MoneyField(label=gettext_lazy("Amount, ₽"), required=False)
    expected_on = SmartDayField(label=gettext_lazy("Expected closing"), required=False)
    client = forms.ModelChoiceField(Client.objects.none(), label=gettext_lazy("Client"), required=False, widget=forms.HiddenInput)
    client_name = ClientField(label=gettext_lazy("Client"), required=False, max_length=300)

    class Meta:
        model = Deal
        fields = ("title", "client_name", "client", "amount", "expected_on", "kind")

    def __init__(self, *args: Any, member: Member, **options: Any):
        super().__init__(*args, **options)
        self.own_fields = fields_on(self.instance, member)
        add_own_fields(self, self.own_fields, self.instance)
        # Whoever leads the client, the deal keeps him.
        self.fields["client"].queryset = Client.objects.visible_to(member) | Client.objects.filter(pk=self.instance.client_id)
        if self.instance.client and "client_name" not in self.data:
            self.fields["client_name"].initial = self.instance.client.name

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "client_name" not in self.fields:
            return facts
        if not facts.get("client_name"):
            facts["client"] = None
        elif facts.get("client") is None:
            self.add_error("client_name", _("Pick the client from the list"))
        return facts

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CHANGEABLE if name in self.fields} | given(self, self.own_fields)

    def shown_own(self) -> list[Any]:
        return [self[field.key] for field in self.own_fields if field.may_change]


class ContactForm(forms.Form):
    person = ClientField(label=gettext_lazy("Contact person"), max_length=300)
    person_id = forms.ModelChoiceField(Client.objects.none(), required=False, widget=forms.HiddenInput)
    role = forms.CharField(label=gettext_lazy("Role in the deal"), required=False, max_length=80)

    def __init__(self, *args: Any, member: Member, **options: Any):
        super().__init__(*args, **options)
        self.fields["person_id"].queryset = Client.objects.visible_to(member).filter(kind=Client.Kind.PERSON)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("person_id") is None:
            self.add_error("person", _("Pick the person from the list; a new one is added on the Clients page"))
        return facts


class LineForm(forms.Form):
    good = forms.ModelChoiceField(Good.objects.none(), required=False, label=gettext_lazy("Good"), empty_label=gettext_lazy("own line"))
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=250)
    quantity = forms.CharField(label=gettext_lazy("Quantity"), required=False, max_length=20)
    price = MoneyField(label=gettext_lazy("Price, ₽"), required=False, empty=None)

    def __init__(self, *args: Any, sold: Collection[int] = (), **options: Any):
        """`sold` are the goods of the deal: what its line names stays choosable there when it is on sale no more."""
        super().__init__(*args, **options)
        chosen = row_id(self["good"].value())
        kept = Good.objects.filter(pk=chosen if chosen in sold else None)
        self.fields["good"].queryset = (Good.objects.on_sale() | kept).order_by("name")
        self.fields["quantity"].widget.attrs.update({"inputmode": "decimal"})

    def clean_quantity(self) -> Any:
        text = self.cleaned_data["quantity"]
        try:
            quantity = parse_number(text) if text else Decimal(1)
        except ValueError as error:
            raise forms.ValidationError(_("A quantity is a number")) from error
        if quantity <= 0:
            raise forms.ValidationError(_("A quantity is above zero"))
        if quantity > LARGEST_QUANTITY:
            raise forms.ValidationError(_("A quantity is at most 999 999 999"))
        if quantity != round(quantity, 3):
            raise forms.ValidationError(_("A quantity has at most three digits after the comma"))
        return quantity

    def is_blank(self) -> bool:
        return not self.cleaned_data.get("good") and not self.cleaned_data.get("name")


LineFormSet = forms.formset_factory(LineForm, extra=3)


class FunnelForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    kind = forms.ModelChoiceField(
        DealKind.objects.all(), label=gettext_lazy("Kind of deal"), required=False, empty_label=gettext_lazy("of any kind")
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=gettext_lazy("Departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: the funnel is for everybody"),
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if not has_departments():
            del self.fields["departments"]


class StageForm(forms.ModelForm):
    class Meta:
        model = Stage
        fields = (
            "name",
            "description",
            "kind",
            "phase",
            "colour",
            "probability",
            "longest_stay_days",
            "keeps_tasks",
            "is_for_managers",
            "is_seen_by_all",
            "is_open_to_all",
            "is_mandatory",
            "ignores_required",
            "required_fields",
        )
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    required_fields = forms.MultipleChoiceField(
        label=gettext_lazy("Required to come here"), choices=Stage.Required.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        own = [(field.key, field.name) for field in every_field("deal")]
        self.fields["required_fields"].choices = [*Stage.Required.choices, *own]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("is_open_to_all"):
            facts["is_seen_by_all"] = self.instance.is_seen_by_all = True
        return facts


class PresetForm(forms.ModelForm):
    class Meta:
        model = PresetTask
        fields = ("title", "kind", "due_in_days")


PresetFormSet = forms.modelformset_factory(PresetTask, PresetForm, extra=2, can_delete=True)


class RemoveStageForm(forms.Form):
    move_to = forms.ModelChoiceField(
        Stage.objects.none(), label=gettext_lazy("Place its deals on"), required=False, empty_label=gettext_lazy("Not chosen")
    )

    def __init__(self, *args: Any, stage: Stage, **options: Any):
        super().__init__(*args, **options)
        others = stage.funnel.stages.kept().filter(kind=stage.kind).exclude(pk=stage.pk)
        self.fields["move_to"].queryset = others
