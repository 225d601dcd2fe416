from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


class FirstRunForm(forms.Form):
    """The company and its owner: all that the first start has to know."""

    company = forms.CharField(label=_("Company name"), max_length=200)
    surname = forms.CharField(label=_("Your surname"), max_length=100)
    given_name = forms.CharField(label=_("First name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    login = forms.CharField(label=_("Login"), max_length=150, help_text=_("Latin letters and digits, to sign in with"))
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Works for signing in too"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput(render_value=True), help_text=_("Eight characters or more"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def founding(self) -> dict[str, Any]:
        """The facts as `found_company` takes them."""
        facts = dict(self.cleaned_data)
        facts["name"] = facts.pop("company")
        return facts
