"""Who is away, until when and who stands in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.access import can_keep_absences
from shturman.company.actions import add_absence, change_absence, remove_absence
from shturman.company.forms.absences import AbsenceForm
from shturman.company.models import Absence, Member
from shturman.company.queries import absences_ahead
from shturman.company.views.common import employees_only
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal


@require_GET
def absence_list(request: HttpRequest) -> HttpResponse:
    """Why somebody is away is told to those who keep it; to the others holidays alone."""
    employees_only(request)
    today, rows = timezone.localdate(), absences_ahead()
    context = {
        "section": "settings",
        "now": [(row, can_keep_absences(request.user, row.member)) for row in rows if row.first_day <= today],
        "ahead": [(row, can_keep_absences(request.user, row.member)) for row in rows if row.first_day > today],
    }
    return render(request, "company/absences.html", context)


@require_http_methods(["GET", "POST"])
def edit_absence(request: HttpRequest, member_id: int, absence_id: int = 0) -> HttpResponse:
    employees_only(request)
    member = get_object_or_404(Member.objects.active(), pk=member_id)
    absence = get_object_or_404(Absence.objects.select_related("member", "deputy"), pk=absence_id, member=member) if absence_id else None
    _keepers_only(request, member)
    initial = {name: getattr(absence, name) for name in ("kind", "first_day", "last_day", "deputy", "note")} if absence else {}
    form = AbsenceForm(request.POST or None, member=member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if absence:
                change_absence(absence, form.cleaned_data, by=request.user)
            else:
                add_absence(member, form.cleaned_data, by=request.user)
            return go(request, f"/company/members/{member.pk}/")
        except Refused as refusal:
            show_refusal(form, refusal)
    title = _("Absence: %(name)s") % {"name": member.short_name}
    context: dict[str, Any] = {"section": "settings", "form": form, "title": title, "verb": _("Save") if absence else _("Write down")}
    return answer(request, "company/plain_dialog.html", context, fragment="company/_plain_form.html", status=422 if form.errors else 200)


@require_POST
def remove_absence_view(request: HttpRequest, member_id: int, absence_id: int) -> HttpResponse:
    employees_only(request)
    absence = get_object_or_404(Absence.objects.select_related("member"), pk=absence_id, member=member_id)
    _keepers_only(request, absence.member)
    remove_absence(absence, by=request.user)
    toast(request, _("The absence is struck out"))
    return go(request, f"/company/members/{member_id}/")


def _keepers_only(request: HttpRequest, member: Member) -> None:
    if not can_keep_absences(request.user, member):
        raise PermissionDenied(_("Absences are kept by the head of the employee or by the owner"))
