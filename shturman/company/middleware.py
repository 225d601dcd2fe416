"""A member reads and types times of his own zone; an owner may look as another member."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.models import Member

SEEN_AS = "seen_as"
STOP_SEEING_AS = "/company/see-as/stop/"
READING = ("GET", "HEAD", "OPTIONS")
# Passwords, factors, sessions and what his phone keeps are the person's own.
LOCKS = ("/account/", "/calendar/")


class ActivateMemberTimeZone:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            timezone.activate(request.user.zone)
        else:
            timezone.deactivate()
        return self.get_response(request)


class SeeAsMember:
    """The owner looks at the pages as an employee sees them; nothing is changed, and his own locks stay shut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Every page asks it dozens of times: what the framework would look up lazily is known here.
        request.user = get_user(request)
        if request.method in READING and isinstance(request.user, Member):
            request.user.read_once = {}
        member = seen_as(request)
        if member is None or request.path == STOP_SEEING_AS:
            return self.get_response(request)
        if request.method not in READING or request.path.startswith(LOCKS):
            raise PermissionDenied(
                _("You look at the pages as %(name)s: nothing can be changed. Return to yourself first") % {"name": member.short_name}
            )
        # A mark of ours on the request, which its type does not know.
        request.real_member = request.user  # type: ignore[attr-defined]
        request.user = member
        return self.get_response(request)


def seen_as(request: HttpRequest) -> Member | None:
    """Asked for by an owner who still is one, of a person who still works here."""
    member_id = request.session.get(SEEN_AS) if request.session.session_key else None
    if member_id is None or not request.user.is_authenticated or not can_keep_house(request.user):
        return None
    return Member.objects.active().select_related("role", "department").filter(pk=member_id).first()
