from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shturman.messaging.models import MailServer


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
