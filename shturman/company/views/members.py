from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shturman.company.access import can_keep_house, is_employee
from shturman.company.actions import add_department, add_member, change_department, change_member, set_password
from shturman.company.forms.members import DepartmentForm, MemberForm
from shturman.company.models import Department, Member
from shturman.company.views.invitations import welcome
from shturman.kit import house
from shturman.kit.answers import answer, go
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal

STAFF = "/company/"


def _owner_only(request: HttpRequest) -> None:
    """The action refuses too; a form that cannot be sent is not shown."""
    if not can_keep_house(request.user):
        raise PermissionDenied(_("The settings of the company are changed by its owner"))


@require_GET
def member_list(request: HttpRequest) -> HttpResponse:
    if not is_employee(request.user):
        raise PermissionDenied(_("The staff page is for employees of the company"))
    members = (
        Member.objects.people()
        .select_related("department", "head", "role")
        .order_by("-is_active", "department__name", "surname", "given_name")
    )
    context = {
        "section": "settings",
        "members": members,
        "departments": Department.objects.select_related("parent").order_by("name"),
        "can_change": can_keep_house(request.user),
    }
    return render(request, "company/members.html", context)


@require_http_methods(["GET", "POST"])
def edit_member(request: HttpRequest, member_id: int = 0) -> HttpResponse:
    _owner_only(request)
    member = get_object_or_404(Member.objects.people(), pk=member_id) if member_id else None
    form = MemberForm(request.POST or None, instance=Member.objects.get(pk=member.pk) if member else None)
    if request.method == "POST" and form.is_valid():
        try:
            return go(request, _keep_member(request, member, form))
        except Refused as refusal:
            show_refusal(form, refusal)
    panels = [panel.render(request, member) for panel in house.panels("member_card")] if member else []
    context = {"section": "settings", "member": member, "form": form, "panels": panels}
    return answer(request, "company/edit_member.html", context, fragment="company/_member_form.html", status=422 if form.errors else 200)


def _keep_member(request: HttpRequest, member: Member | None, form: MemberForm) -> str:
    """Where to go on: a newcomer without a password is invited at once."""
    password = form.cleaned_data["password"]
    if member is None:
        added = add_member(form.facts(), by=request.user, password=password)
        return STAFF if password else welcome(request, added)
    change_member(member, form.facts(), by=request.user)
    if password:
        set_password(Member.objects.get(pk=member.pk), password, by=request.user)
    return STAFF


@require_http_methods(["GET", "POST"])
def edit_department(request: HttpRequest, department_id: int = 0) -> HttpResponse:
    _owner_only(request)
    department = get_object_or_404(Department, pk=department_id) if department_id else None
    form = DepartmentForm(request.POST or None, instance=Department.objects.get(pk=department.pk) if department else None)
    if request.method == "POST" and form.is_valid():
        try:
            if department:
                change_department(department, form.facts(), by=request.user)
            else:
                add_department(form.cleaned_data["name"], parent=form.cleaned_data["parent"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, STAFF)
    context = {"section": "settings", "department": department, "form": form}
    return answer(
        request, "company/edit_department.html", context, fragment="company/_department_form.html", status=422 if form.errors else 200
    )
