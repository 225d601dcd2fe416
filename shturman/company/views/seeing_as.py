from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shturman.company.actions import begin_seeing_as
from shturman.company.middleware import SEEN_AS
from shturman.company.models import Member
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused


@require_POST
def see_as(request: HttpRequest, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.people(), pk=member_id)
    try:
        begin_seeing_as(member, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, "/company/")
    request.session[SEEN_AS] = member.pk
    return go(request, "/")


@require_POST
def stop_seeing_as(request: HttpRequest) -> HttpResponse:
    member_id = request.session.pop(SEEN_AS, None)
    toast(request, _("You are yourself again"), level="info")
    return go(request, f"/company/members/{member_id}/rights/" if member_id else "/")
