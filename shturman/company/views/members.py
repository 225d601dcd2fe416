from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.access import can_change_photo, can_keep_absences, can_keep_house, sees_staff_contacts
from shturman.company.actions import add_member, change_member, change_profile, put_photo, set_password
from shturman.company.forms.members import MemberForm, ProfileForm
from shturman.company.models import Member
from shturman.company.queries import away_today, has_departments, named
from shturman.company.views.common import employees_only, owner_only
from shturman.company.views.invitations import welcome
from shturman.kit import house
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.keyset import Order, page

STAFF = "/company/"
LIST_SIZE = 50
BY_SURNAME = Order("surname")


@require_GET
def member_list(request: HttpRequest) -> HttpResponse:
    employees_only(request)
    has_left, words = request.GET.get("state") == "left", request.GET.get("q", "").strip()[:100]
    people = Member.objects.people().filter(is_active=not has_left)
    found = page(named(people, words).select_related("department", "office", "role"), BY_SURNAME, request.GET.get("cursor", ""), LIST_SIZE)
    away = away_today()
    kept = {key: value for key, value in (("state", "left" if has_left else ""), ("q", words)) if value}
    context = {
        "section": "settings",
        "rows": [(member, sees_staff_contacts(request.user, member), away.get(member.pk)) for member in found.rows],
        "working": Member.objects.people().filter(is_active=True).count(),
        "has_departments": has_departments(),
        "can_change": can_keep_house(request.user),
        "has_left": has_left,
        "words": words,
        "next_url": "?" + urlencode({**kept, "cursor": found.next_cursor, "part": "rows"}) if found.next_cursor else "",
    }
    fragment = "company/_member_rows.html" if request.GET.get("part") == "rows" else ""
    return answer(request, "company/members.html", context, fragment=fragment)


@require_http_methods(["GET", "POST"])
def member_page(request: HttpRequest, member_id: int) -> HttpResponse:
    """The owner edits the card; colleagues read of it what their rights show."""
    employees_only(request)
    member = get_object_or_404(Member.objects.people().select_related("department", "office", "head", "role"), pk=member_id)
    if not can_keep_house(request.user):
        if request.method == "POST":
            raise PermissionDenied(_("The settings of the company are changed by its owner"))
        return render(request, "company/member.html", _about(request, member))
    form = MemberForm(request.POST or None, request.FILES or None, instance=Member.objects.get(pk=member.pk))
    if request.method == "POST" and form.is_valid() and _kept(request, member, form):
        toast(request, _("The card of %(name)s is saved") % {"name": Member.objects.get(pk=member.pk).short_name})
        return go(request, f"/company/members/{member.pk}/")
    return render(request, "company/member.html", _about(request, member) | {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add_member_view(request: HttpRequest) -> HttpResponse:
    owner_only(request)
    form = MemberForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        added = _added(request, form)
        if added is not None:
            return go(request, STAFF if form.cleaned_data["password"] else welcome(request, added))
    context = {"section": "settings", "form": form}
    return render(request, "company/add_member.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, member_id: int) -> HttpResponse:
    """Works here again; what he held stays with who has it."""
    owner_only(request)
    member = get_object_or_404(Member.objects.people(), pk=member_id)
    change_member(member, {"is_active": True}, by=request.user)
    toast(request, _("%(name)s works here again") % {"name": member.short_name})
    return go(request, f"/company/members/{member.pk}/")


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    member = request.user
    may_change_photo = can_change_photo(member, member)
    form = ProfileForm(
        request.POST or None, request.FILES or None, initial={"phone": member.phone}, member=member, may_change_photo=may_change_photo
    )
    if request.method == "POST" and form.is_valid() and _profile_kept(request, member, form):
        toast(request, _("Your profile is saved"))
        return go(request, "/company/me/")
    context = {
        "section": "",
        "member": member,
        "form": form,
        "may_change_photo": may_change_photo,
        "has_departments": has_departments(),
        "panels": [panel.render(request, member) for panel in house.panels("profile")],
    }
    return render(request, "company/profile.html", context, status=422 if form.errors else 200)


def _about(request: HttpRequest, member: Member) -> dict[str, Any]:
    return {
        "section": "settings",
        "member": member,
        "sees_contacts": sees_staff_contacts(request.user, member),
        "can_change": can_keep_house(request.user),
        "keeps_absences": can_keep_absences(request.user, member),
        "absences": member.absences.select_related("deputy")[:20],
        "has_departments": has_departments(),
        "panels": [panel.render(request, member) for panel in house.panels("member_card")],
    }


def _added(request: HttpRequest, form: MemberForm) -> Member | None:
    try:
        with transaction.atomic():
            member = add_member(form.facts(), by=request.user, password=form.cleaned_data["password"])
            _put_photo(request, member, form)
    except Refused as refusal:
        _show(form, refusal)
        return None
    return member


def _kept(request: HttpRequest, member: Member, form: MemberForm) -> bool:
    """The card, the password and the photo together, or none of them."""
    facts = form.facts()
    facts["login"] = facts["login"] or member.login
    try:
        with transaction.atomic():
            changed = change_member(member, facts, by=request.user)
            if form.cleaned_data["password"]:
                set_password(Member.objects.get(pk=member.pk), form.cleaned_data["password"], by=request.user)
            _put_photo(request, changed, form)
    except Refused as refusal:
        _show(form, refusal)
        return False
    return True


def _profile_kept(request: HttpRequest, member: Member, form: ProfileForm) -> bool:
    try:
        with transaction.atomic():
            change_profile(form.cleaned_data["phone"], by=member)
            _put_photo(request, member, form)
    except Refused as refusal:
        _show(form, refusal)
        return False
    return True


def _put_photo(request: HttpRequest, member: Member, form: MemberForm | ProfileForm) -> None:
    upload = form.cleaned_data.get("photo_file")
    if upload or form.cleaned_data.get("photo_gone"):
        put_photo(member, upload, by=request.user)


def _show(form: MemberForm | ProfileForm, refusal: Refused) -> None:
    refusal.field = "photo_file" if refusal.field == "photo" else refusal.field
    show_refusal(form, refusal)
