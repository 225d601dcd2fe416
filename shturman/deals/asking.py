"""Facts of a deal in the forms of whoever asks for them: a drop on a stage, a result of a touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.actions import GivenFacts
from shturman.deals.models import DealKind, LossReason
from shturman.fields.asking import form_field, given
from shturman.fields.known import by_key, fields_for
from shturman.fields.models.rows import is_own
from shturman.kit.errors import Missing
from shturman.kit.form_fields import MoneyField, SmartDayField


class ClientField(forms.CharField):
    """A client by words: the picker puts «№ 42» or the name; a name that nobody bears becomes a new client."""


class GivenFactsForm(forms.Form):
    """Asks exactly what the gates found missing."""

    def __init__(self, *args: Any, missing: Sequence[Missing], member: Member, **options: Any):
        super().__init__(*args, **options)
        asks_own = any(is_own(fact.field) for fact in missing)
        self.own_fields = by_key(fields_for(member, "deal") if asks_own else [])
        for fact in missing:
            self.fields[fact.field] = self._field(fact, member)

    def _field(self, fact: Missing, member: Member) -> forms.Field:
        label = capfirst(str(fact.label))
        if fact.field == "amount":
            return MoneyField(label=label)
        if fact.field == "kind":
            return forms.ModelChoiceField(DealKind.objects.all(), label=label, empty_label=None)
        if fact.field == "expected_on":
            return SmartDayField(label=label)
        if fact.field == "loss_reason":
            return forms.ModelChoiceField(
                LossReason.objects.filter(is_offered=True), label=label, widget=forms.RadioSelect, empty_label=None
            )
        if fact.field in self.own_fields:
            return form_field(self.own_fields[fact.field], is_required=True)
        if fact.field == "client":
            self.fields["client_id"] = forms.ModelChoiceField(Client.objects.visible_to(member), required=False, widget=forms.HiddenInput)
            return ClientField(label=label, max_length=300)
        return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_amount(self) -> Any:
        if not self.cleaned_data["amount"]:
            raise forms.ValidationError(_("An amount above zero is needed here"))
        return self.cleaned_data["amount"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "client" in self.fields and facts.get("client_id") is None:
            self.add_error("client", _("Pick the client from the list"))
        return facts

    def given(self, drop_tasks: Sequence[int]) -> GivenFacts:
        facts = self.cleaned_data
        return GivenFacts(
            client=facts.get("client_id"),
            amount=facts.get("amount"),
            kind=facts.get("kind"),
            expected_on=facts.get("expected_on"),
            loss_reason=facts.get("loss_reason"),
            loss_words=facts.get("loss_words", ""),
            drop_tasks=drop_tasks,
            own=given(self, list(self.own_fields.values())),
        )
