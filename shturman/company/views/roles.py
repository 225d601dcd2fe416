from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from shturman.company.access import can_keep_house
from shturman.company.actions import change_role, copy_role, remove_role, set_own_rights
from shturman.company.effects import member_effects, role_effects
from shturman.company.forms.rights import CopyRoleForm, RemoveRoleForm, RightsForm, RoleForm
from shturman.company.models import Member, Role
from shturman.company.rights import Reach
from shturman.kit import house
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal

ROLES = "/company/roles/"


def owner_only(request: HttpRequest) -> None:
    """The action refuses too; a form that cannot be sent is not shown."""
    if not can_keep_house(request.user):
        raise PermissionDenied(_("Roles and rights are given by the owner"))


@require_GET
def role_list(request: HttpRequest) -> HttpResponse:
    owner_only(request)
    working = Q(members__is_active=True, members__is_robot=False)
    roles = Role.objects.annotate(people=Count("members", filter=working)).order_by("position", "pk")
    context = {"section": "roles", "roles": [(role, _seen_words(role)) for role in roles]}
    return render(request, "company/roles.html", context)


@require_http_methods(["GET", "POST"])
def edit_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Says what the change does to people, then saves it when it is sent again."""
    owner_only(request)
    role = get_object_or_404(Role, pk=role_id)
    initial = {"name": role.name, "requires_second_factor": role.requires_second_factor}
    form, effects = RoleForm(request.POST or None, holder=role, initial=initial), []
    if request.method == "POST" and form.is_valid():
        effects = role_effects(role, form.rights()) if not role.is_owner else []
        if not effects or request.POST.get("confirmed") == _mark(form.rights()):
            try:
                factor = form.cleaned_data["requires_second_factor"]
                change_role(role, name=form.cleaned_data["name"], rights=form.rights(), requires_second_factor=factor, by=request.user)
            except Refused as refusal:
                show_refusal(form, refusal)
                effects = []
            else:
                toast(request, _("The role “%(name)s” is saved") % {"name": form.cleaned_data["name"]})
                return go(request, ROLES)
    people = role.members.filter(is_active=True, is_robot=False).order_by("surname")
    context = {"section": "roles", "role": role, "form": form, "effects": effects, "people": people}
    return _editor(request, "company/role.html", context, form)


@require_http_methods(["GET", "POST"])
def copy_role_view(request: HttpRequest, role_id: int) -> HttpResponse:
    owner_only(request)
    role = get_object_or_404(Role, pk=role_id)
    form = CopyRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            copy = copy_role(role, form.cleaned_data["name"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, f"{ROLES}{copy.pk}/")
    title = _("Copy of the role “%(name)s”") % {"name": role.name}
    return _dialog(request, {"form": form, "title": title, "verb": _("Copy")})


@require_http_methods(["GET", "POST"])
def remove_role_view(request: HttpRequest, role_id: int) -> HttpResponse:
    owner_only(request)
    role = get_object_or_404(Role, pk=role_id)
    form = RemoveRoleForm(request.POST or None, role=role)
    if request.method == "POST" and form.is_valid():
        try:
            moved = remove_role(role, move_to=form.cleaned_data["move_to"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            words = ngettext("%(count)d person has another role now", "%(count)d people have another role now", moved) % {"count": moved}
            toast(request, _("The role “%(name)s” is removed. %(words)s") % {"name": role.name, "words": words if moved else ""})
            return go(request, ROLES)
    return _dialog(request, {"form": form, "title": _("Remove the role “%(name)s”?") % {"name": role.name}, "verb": _("Remove")})


@require_http_methods(["GET", "POST"])
def member_rights(request: HttpRequest, member_id: int) -> HttpResponse:
    """Single rights of one person, above and below his role."""
    owner_only(request)
    member = get_object_or_404(Member.objects.people().select_related("role", "department"), pk=member_id)
    form, effects = RightsForm(request.POST or None, holder=member, as_role=True), []
    if request.method == "POST" and form.is_valid():
        effects = member_effects(member, form.in_force())
        if not effects or request.POST.get("confirmed") == _mark(form.rights()):
            try:
                set_own_rights(member, form.rights(), by=request.user)
            except Refused as refusal:
                show_refusal(form, refusal)
                effects = []
            else:
                toast(request, _("Rights of %(name)s are saved") % {"name": member.short_name})
                return go(request, f"/company/members/{member.pk}/rights/")
    context = {"section": "roles", "member": member, "form": form, "effects": effects}
    return _editor(request, "company/member_rights.html", context, form)


def _editor(request: HttpRequest, page: str, context: dict[str, Any], form: RightsForm) -> HttpResponse:
    context["confirmed"] = _mark(form.rights()) if context["effects"] else ""
    return render(request, page, context, status=422 if form.errors else 200)


def _dialog(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    context |= {"section": "roles"}
    status = 422 if form.errors else 200
    return answer(request, "company/plain_dialog.html", context, fragment="company/_plain_form.html", status=status)


def _mark(rights: Mapping[str, Any]) -> str:
    """Of the very rights whose effect was shown: others typed meanwhile are shown anew."""
    return hashlib.sha256(json.dumps(rights, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _seen_words(role: Role) -> str:
    reaches = [(thing.label, Reach(role.right(f"{thing.key}.see"))) for thing in house.things().values()]
    return " · ".join(f"{label}: {reach.label}" for label, reach in reaches)
