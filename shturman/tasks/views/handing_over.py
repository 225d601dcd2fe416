"""«Передача дел»: what a person holds, who takes it over, what will happen, and then one step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shturman.company.access import is_employee
from shturman.company.models import Member, Role
from shturman.company.sight import people_reached
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.tasks.access import can_dismiss, can_hand_over
from shturman.tasks.actions import dismiss_member, hand_work_over
from shturman.tasks.forms import HandOverForm
from shturman.tasks.shares import Share, Work, shares_of, work_of


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, member_id: int) -> HttpResponse:
    """Sent once, it shows what will happen; sent again, it happens. What has changed in between is shown anew."""
    member = _person(request, member_id)
    work = work_of(member)
    form = HandOverForm(
        request.POST or None,
        people=_receivers(request.user, member),
        can_dismiss=can_dismiss(request.user) and member.is_active and member.pk != request.user.pk,
        initial={"dismiss": "dismiss" in request.GET},
    )
    context: dict[str, Any] = {"section": "settings", "member": member, "form": form, "work": work}
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["receivers"])
        if work and not chosen:
            form.add_error("receivers", _("Choose who takes it over"))
        else:
            shares = shares_of(work, chosen)
            mark = _mark(work, chosen, form.cleaned_data["dismiss"])
            if request.POST.get("confirmed") == mark and (done := _do(request, member, form)):
                return done
            context |= {"shares": shares, "confirmed": mark, "effects": _effects(request.user, member, shares, form)}
    return render(request, "tasks/hand_over.html", context, status=422 if form.errors else 200)


def _do(request: HttpRequest, member: Member, form: forms.Form) -> HttpResponse | None:
    receivers = list(form.cleaned_data["receivers"])
    act = dismiss_member if form.cleaned_data["dismiss"] else hand_work_over
    try:
        entry = act(member, receivers, by=request.user)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
    words = (
        _("%(name)s does not work any more, the work is handed over") if form.cleaned_data["dismiss"] else _("%(name)s: work handed over")
    )
    toast(request, words % {"name": member.short_name}, undo=entry.pk)
    return go(request, "/company/")


def _effects(by: Member, member: Member, shares: Sequence[Share], form: forms.Form) -> list[str]:
    effects = [
        _("%(name)s receives at most %(cap)d deals a day, here are %(count)d: the limit is passed over this time")
        % {"name": share.receiver.short_name, "cap": cap, "count": len(share.deals)}
        for share in shares
        if by.sees_whole_house and isinstance(cap := share.receiver.right("deal.day_cap"), int) and len(share.deals) > cap
    ]
    if form.cleaned_data["dismiss"]:
        effects.append(_("%(name)s is signed out everywhere and cannot sign in any more") % {"name": member.short_name})
        led = member.subordinates.filter(is_active=True).count()
        if led:
            effects.append(
                _("People who stay without a head: %(count)d. Until another is named the owner decides for them") % {"count": led}
            )
    effects.append(_("Closed deals stay in his name. Until others have touched it, the hand-over can be undone"))
    return effects


def _person(request: HttpRequest, member_id: int) -> Member:
    if not is_employee(request.user):
        raise PermissionDenied(_("The staff page is for employees of the company"))
    member = get_object_or_404(Member.objects.people().select_related("role", "department"), pk=member_id)
    if not can_hand_over(request.user, member):
        raise PermissionDenied(_("Another person's work is handed over by his head or the owner"))
    return member


def _receivers(by: Member, member: Member) -> QuerySet[Member]:
    """Colleagues of his department first; an outside agent never takes over what the company leads."""
    near = Case(When(department=member.department_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    people = Member.objects.active().exclude(role__base=Role.Base.AGENT).exclude(pk=member.pk)
    return (
        people.filter(people_reached(by, "deal", "transfer")).select_related("role", "department").order_by(near, "surname", "given_name")
    )


def _mark(work: Work, receivers: Sequence[Member], dismiss: bool) -> str:
    told = [len(work.deals), str(work.amount), len(work.clients), len(work.tasks), [person.pk for person in receivers], dismiss]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
