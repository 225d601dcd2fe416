"""Passkeys as this house offers them: each signs in by itself, so the device asks for a finger or a code."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from shturman.kit.answers import go, toast
from shturman.web.door.sign_in import only_new_password

CODE = {"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True, "spellcheck": "false"}


class CodeForm(AuthenticateForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs = CODE
        self.fields["code"].help_text = _("Six digits from the app, or one of the recovery codes")


class ConfirmByCodeForm(CodeAgainForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs = CODE


class FirstCodeForm(ActivateTOTPForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["code"].label = _("Code of the app")
        self.fields["code"].widget.attrs = CODE | {"inputmode": "numeric"}


class ConfirmByPasswordForm(ReauthenticateForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", "autofocus": True}


class OwnPasswordForm(ChangePasswordForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        del self.fields["password2"]
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].widget.attrs.pop("placeholder", None)
        only_new_password(self)


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you tell them apart: “Work laptop”, “Phone”")
        self.fields["passwordless"].widget = self.fields["passwordless"].hidden_widget()
        self.fields["passwordless"].initial = True


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["name"].label = _("Name of the passkey")


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            toast(self.request, adapter.error_messages["cannot_delete_authenticator"], level="late")
            return go(self.request, self.get_success_url())
        return super().form_valid(form)
