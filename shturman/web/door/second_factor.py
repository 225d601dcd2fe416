"""A role may demand a second factor: without one its people get to the set-up page and no further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from shturman.company.models import Member
from shturman.kit.answers import go

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KNOWN_IN_SESSION = "second_factor_of"
OPEN = {
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "web:second_factor_needed",
    "web:change_look",
    "live:token",
}


def second_factor_required(member: Member) -> bool:
    return member.role.requires_second_factor


def has_second_factor(member: Member) -> bool:
    return Authenticator.objects.filter(user=member, type__in=FACTORS).exists()


def is_held(request: HttpRequest) -> bool:
    # An owner who looks as another member answers for himself.
    member = getattr(request, "real_member", request.user)
    if not isinstance(member, Member) or not second_factor_required(member):
        return False
    # Asked once a session: the last factor of such a role cannot be taken off, and the owner's reset ends the session.
    if request.session.get(KNOWN_IN_SESSION) == member.pk:
        return False
    if has_second_factor(member):
        request.session[KNOWN_IN_SESSION] = member.pk
        return False
    return True


class AskForSecondFactor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> HttpResponse | None:
        if not is_held(request):
            return None
        # The frame shows nothing of the work either.
        request.is_held = True  # type: ignore[attr-defined]
        if request.resolver_match and request.resolver_match.view_name in OPEN:
            return None
        return go(request, reverse("web:second_factor_needed"))
