"""The door's part on the pages of other rooms."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.template.loader import render_to_string

from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.web.door.second_factor import FACTORS, second_factor_required
from shturman.web.door.wrong_passwords import is_paused


def member_door(request: HttpRequest, member: Member) -> str:
    """How this employee signs in, and help for one who has locked himself out."""
    if not can_keep_house(request.user):
        return ""
    factors = Authenticator.objects.filter(user=member, type__in=FACTORS)
    context = {
        "member": member,
        "has_totp": any(factor.type == Authenticator.Type.TOTP for factor in factors),
        "passkeys": sum(factor.type == Authenticator.Type.WEBAUTHN for factor in factors),
        "is_required": second_factor_required(member),
        "is_paused": is_paused(member),
    }
    return render_to_string("web/door/_member_door.html", context, request)
