"""How the door of allauth stands in this house: closed to strangers, with words that help, letters through our outbox."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shturman.company.actions import set_password
from shturman.company.models import Member
from shturman.kit.answers import toast
from shturman.kit.sealing import Unreadable, seal, unseal
from shturman.web.door.actions import ask_for_new_password, note_wrong_password
from shturman.web.door.second_factor import FACTORS, second_factor_required
from shturman.web.door.wrong_passwords import Knock, forgive

TRIES_WORTH_TELLING = 4
SAID = {
    "account/messages/password_changed.txt": gettext_lazy("The password is changed"),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Codes of the app are switched off"),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed"),
}


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are made by the owner of the company, never by a visitor."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": gettext_lazy("The password does not fit"),
        "enter_current_password": gettext_lazy("This is not your present password"),
        "too_many_login_attempts": gettext_lazy("Too many wrong codes. Try again in five minutes"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *_rest: object, **named: object) -> None:
        """A sign-in speaks by the page it opens; a change in one's own settings is told by a notice."""
        if message_template in SAID:
            toast(request, SAID[message_template])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("web:security")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        free_at = Knock(request, typed_name(credentials)).free_at()
        if free_at is not None:
            raise forms.ValidationError(pause_words(round((free_at - timezone.now()).total_seconds())))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        knock = Knock(request, typed_name(credentials))
        wrong = knock.count_wrong()
        note_wrong_password(request, knock, wrong)
        said = [_("The login or the password does not fit. Check the keyboard layout and Caps Lock")]
        if wrong.pause:
            said.append(pause_words(round(wrong.pause.total_seconds())))
        elif wrong.tries_left <= TRIES_WORTH_TELLING:
            left = wrong.tries_left
            said.append(ngettext("%(left)s try is left before a pause", "%(left)s tries are left before a pause", left) % {"left": left})
        raise forms.ValidationError(". ".join(said))

    def set_password(self, user: Member, password: str) -> None:
        """One's own, by the present one or by the link of a letter; the link proves the person, so no pause is left."""
        set_password(user, password, by=user)
        forgive(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The only letter that allauth writes here; the rest follow from events in wiring.py."""
        if template_prefix == "account/email/password_reset_key":
            ask_for_new_password(context["request"], context["user"], urlsplit(context["password_reset_url"]).path)

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Who has just signed in is not asked for the same password again."""
        records = get_authentication_records(context.request, context.request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **named)


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("The code does not fit. It changes every 30 seconds: type the fresh one"),
        "cannot_delete_authenticator": gettext_lazy("Your role signs in with a second factor: add another one first"),
    }

    def get_totp_issuer(self) -> str:
        """Short: each Cyrillic letter is six signs of the square, and a dense one is hard to scan."""
        return "Штурман"

    def get_totp_label(self, user: Member) -> str:
        return user.login

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return unseal(encrypted_text)
        except Unreadable:
            # The key of the installation is lost: no code fits any more, and the owner takes the factor off.
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not second_factor_required(authenticator.user):
            return True
        return Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Member, type: str) -> str:
        return _("Passkey %(number)s") % {"number": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Штурман"}

    def get_public_key_credential_user_entity(self, user: Member) -> dict[str, Any]:
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.full_name, "name": user.login}


def typed_name(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").strip()


def pause_words(seconds: int) -> str:
    seconds = max(seconds, 1)
    if seconds < 60:
        words = ngettext("in %(count)s second", "in %(count)s seconds", seconds) % {"count": seconds}
    else:
        minutes = -(-seconds // 60)
        words = ngettext("in %(count)s minute", "in %(count)s minutes", minutes) % {"count": minutes}
    return _("Too many wrong passwords in a row: the next try is %(when)s. A forgotten one is replaced by mail") % {"when": words}
