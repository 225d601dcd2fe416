"""The owner invites an employee: by a letter, or by a link that he gives himself."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shturman.company.access import can_keep_house
from shturman.company.actions.invitations import LIVES, invite_member, make_invitation_link
from shturman.company.models import Member
from shturman.kit import house
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused


@require_POST
@never_cache
def invite(request: HttpRequest, member_id: int) -> HttpResponse:
    """Where no letter can leave, the link is shown at once instead."""
    member = _member(request, member_id)
    if obstacle := obstacle_to_mail(member, request.user):
        return _show_link(request, member, obstacle)
    try:
        invite_member(member, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, _("The invitation goes to %(address)s") % {"address": member.email})
    return go(request, f"/company/members/{member.pk}/")


@require_POST
@never_cache
def show_link(request: HttpRequest, member_id: int) -> HttpResponse:
    return _show_link(request, _member(request, member_id), "")


def welcome(request: HttpRequest, member: Member) -> str:
    """A newcomer gets his invitation at once; where no letter can leave, his card is opened, which offers the link."""
    if obstacle := obstacle_to_mail(member, request.user):
        toast(request, obstacle, level="today")
        return f"/company/members/{member.pk}/"
    invite_member(member, by=request.user)
    toast(request, _("The invitation goes to %(address)s") % {"address": member.email})
    return "/company/"


def obstacle_to_mail(member: Member, by: Member) -> str:
    """Why no letter can bring the invitation, or nothing."""
    if not member.email:
        return _("The employee's card has no e-mail: fill it in or give the link by hand")
    said = (gate(member, None, by) for gate in house.gates("invite_by_mail"))
    return next((str(obstacle) for obstacle in said if obstacle), "")


def _show_link(request: HttpRequest, member: Member, why: str) -> HttpResponse:
    try:
        path = make_invitation_link(member, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, f"/company/members/{member.pk}/")
    context = {"section": "settings", "member": member, "link": request.build_absolute_uri(path), "why": why, "days": LIVES.days}
    return render(request, "company/invitation_link.html", context)


def _member(request: HttpRequest, member_id: int) -> Member:
    if not can_keep_house(request.user):
        raise PermissionDenied(_("Employees are invited by the owner of the company"))
    return get_object_or_404(Member.objects.people(), pk=member_id)
