from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shturman.messaging.models import MailServer, SmsGateway, Wishes
from shturman.tasks.models import Task
from shturman.tasks.reminding import CHOICES, IMPORTANT, listed


class MailServerForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    public_url = forms.URLField(
        label=_("Address of Shturman for links in letters"),
        max_length=250,
        assume_scheme="https",
        help_text=_("As people open it: https://crm.example.ru"),
    )

    class Meta:
        model = MailServer
        fields = ("host", "port", "security", "login", "password", "sender_address", "sender_name", "public_url")

    field_order = Meta.fields

    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["host"].widget.attrs["placeholder"] = "smtp.example.ru"
        if self.instance.sealed_password:
            self.fields["password"].help_text = _("A password is kept. Leave the field empty to keep it")
        if self["security"].value() == MailServer.Security.NONE:
            self.fields["security"].warning = _("Without encryption the password and the letters go over the network open")

    def clean_host(self) -> str:
        return self.cleaned_data["host"].strip().rstrip(".").lower()

    def clean_port(self) -> int:
        port: int = self.cleaned_data["port"]
        if not 1 <= port <= 65535:
            raise forms.ValidationError(_("A port is a number from 1 to 65535, usually 587 or 465"))
        return port

    def clean_sender_address(self) -> str:
        address: str = self.cleaned_data["sender_address"]
        if not address.isascii():
            raise forms.ValidationError(_("A sender's address is written in Latin letters"))
        return address

    def clean_sender_name(self) -> str:
        return " ".join(self.cleaned_data["sender_name"].split())

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "password"}


class SmsGatewayForm(forms.ModelForm):
    key = forms.CharField(
        label=_("Key or password"),
        required=False,
        strip=True,
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = SmsGateway
        fields = ("name", "login", "key", "sender", "day_limit")

    field_order = Meta.fields

    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["login"].help_text = _("SMSC.ru: the login; SMS Aero: the e-mail of the account; SMS.ru needs none")
        self.fields["sender"].help_text = _("As the operators have approved it; empty is the gateway's own")
        if self.instance.sealed_key:
            self.fields["key"].help_text = _("A key is kept. Leave the field empty to keep it")

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("name") in LOGINS and not facts.get("login"):
            self.add_error("login", _("This gateway asks for a login"))
        return facts

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "key"}


LOGINS = (SmsGateway.Name.SMSC, SmsGateway.Name.SMSAERO)
BY_WHAT = ("page", "push", "mail", "sms", "sms_of_all", "order")
QUIET = ("is_quiet", "quiet_from", "quiet_until", "important_pass")
DIGESTS = ("morning_digest", "evening_digest", "digest_by")


class WishesForm(forms.ModelForm):
    class Meta:
        model = Wishes
        fields = (*BY_WHAT, *QUIET, *DIGESTS)
        widgets = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("is_quiet") and facts.get("quiet_from") == facts.get("quiet_until"):
            self.add_error("quiet_until", _("Quiet hours end at another time than they begin"))
        return facts

    @property
    def by_what(self) -> list[forms.BoundField]:
        return [self[name] for name in BY_WHAT]

    @property
    def digests(self) -> list[forms.BoundField]:
        return [self[name] for name in DIGESTS]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class HabitsForm(forms.Form):
    """How long before: for each kind of task several moments."""

    def __init__(self, *arguments: Any, habits: Mapping[str, Sequence[int]], **named: Any):
        super().__init__(*arguments, **named)
        for key, label in (*Task.Kind.choices, (IMPORTANT, _("an important one, besides"))):
            self.fields[key] = forms.TypedMultipleChoiceField(
                label=label,
                choices=CHOICES,
                coerce=int,
                required=False,
                initial=list(habits.get(key, ())),
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[key].said = listed(habits.get(key, ()))

    def minutes(self) -> dict[str, list[int]]:
        return dict(self.cleaned_data)
