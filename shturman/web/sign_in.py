"""Sign-in: closed to strangers, with words that help."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are made by the owner of the company, never by a visitor."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The login or the password does not fit. Check the keyboard layout and Caps Lock"),
        "email_password_mismatch": _("The e-mail or the password does not fit. Check the keyboard layout and Caps Lock"),
        "too_many_login_attempts": _("Five wrong passwords in a row. Try again in five minutes"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *arguments: object, **named: object) -> None:
        """A sign-in speaks by the page it opens, not by a notice."""
