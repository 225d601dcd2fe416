"""The one file that listens to signals: allauth tells in no other way what has happened at the door."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from shturman.company.models import Member
from shturman.web.door import actions
from shturman.web.door.browsers import browser_of, remember_browser


@receiver(user_logged_in)
def on_sign_in(request: HttpRequest, user: Member, response: HttpResponse, **_rest: Any) -> None:
    actions.note_sign_in(request, user)
    remember_browser(response, browser_of(request), user)


@receiver(authentication_failed)
def on_wrong_code(request: HttpRequest, user: Member, **_rest: Any) -> None:
    actions.note_wrong_code(request, user)


@receiver(authenticator_added)
def on_factor_added(request: HttpRequest, user: Member, authenticator: Authenticator, **_rest: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        actions.note_factor_added(request, user, authenticator.type)


@receiver(authenticator_removed)
def on_factor_removed(request: HttpRequest, user: Member, authenticator: Authenticator, **_rest: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        actions.note_factor_removed(request, user, authenticator.type)


@receiver(authenticator_reset)
def on_codes_renewed(request: HttpRequest, user: Member, **_rest: Any) -> None:
    actions.note_codes_renewed(request, user)
