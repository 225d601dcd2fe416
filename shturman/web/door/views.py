"""«Безопасность»: one's own password, factors and sign-ins; for the owner, those of the company."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.kit.answers import answer, go, toast
from shturman.kit.devices import named
from shturman.kit.ids import row_id
from shturman.web.door.actions import end_sessions, forgive_wrong_passwords, reset_second_factor
from shturman.web.door.journal import journal_page
from shturman.web.door.second_factor import second_factor_required
from shturman.web.door.sign_in import house_words

SECURITY, JOURNAL = "/account/security/", "/account/journal/"


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    factors = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    codes = next((factor for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "section": "security",
        "totp": next((factor for factor in factors if factor.type == Authenticator.Type.TOTP), None),
        "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_codes": codes is not None,
        "is_required": second_factor_required(request.user),
        "sessions": own_sessions(request),
    }
    return render(request, "web/door/security.html", context)


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Another's is simply not found."""
    session = get_object_or_404(UserSession, pk=row_id(request.POST.get("session")), user=request.user)
    if session.is_current():
        toast(request, _("This is the sign-in you work in: it ends by “Sign out” in your menu"), level="late")
        return go(request, SECURITY)
    end_sessions([session], by=request.user)
    toast(request, _("Signed out there"))
    return go(request, SECURITY)


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    others = [session for session in UserSession.objects.filter(user=request.user) if not session.is_current()]
    end_sessions(others, by=request.user)
    toast(request, _("Signed out everywhere but here"))
    return go(request, SECURITY)


@require_GET
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    return render(request, "web/door/second_factor_needed.html", {"house": house_words()})


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    _owner_only(request)
    found = journal_page(request.GET.get("cursor", ""))
    context = {
        "section": "security",
        "lines": found.rows,
        "next_url": f"?cursor={found.next_cursor}&part=rows" if found.next_cursor else "",
    }
    return answer(request, "web/door/journal.html", context, fragment="web/door/_journal_rows.html" if request.GET.get("part") else "")


@require_POST
def lift_pause(request: HttpRequest, member_id: int) -> HttpResponse:
    _owner_only(request)
    member = get_object_or_404(Member.objects.people(), pk=member_id)
    forgive_wrong_passwords(member, by=request.user)
    toast(request, _("%(name)s may try again at once") % {"name": member.short_name})
    return go(request, JOURNAL)


@require_POST
def take_factor_off(request: HttpRequest, member_id: int) -> HttpResponse:
    _owner_only(request)
    member = get_object_or_404(Member.objects.people(), pk=member_id)
    reset_second_factor(member, by=request.user)
    toast(request, _("%(name)s signs in with the password alone until a new factor is added") % {"name": member.short_name})
    return go(request, JOURNAL)


def own_sessions(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that still live, the present one first."""
    living = UserSession.objects.purge_and_list(request.user)
    living.sort(key=lambda session: (not session.is_current(), -session.created_at.timestamp()))
    return [{"row": session, "program": named(session.user_agent), "is_current": session.is_current()} for session in living]


def _owner_only(request: HttpRequest) -> None:
    if not can_keep_house(request.user):
        raise PermissionDenied(_("The sign-ins of the company are seen by its owner"))
