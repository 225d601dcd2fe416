from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from shturman.company.actions import add_department, add_office, change_department, change_office, remove_department, remove_office
from shturman.company.forms.departments import DepartmentForm, OfficeForm, RemoveDepartmentForm
from shturman.company.models import Department, Office
from shturman.company.queries import has_departments
from shturman.company.views.common import owner_only
from shturman.kit import house
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal

PLACES = "/company/departments/"
PEOPLE = Count("members", filter=Q(members__is_active=True, members__is_robot=False))


@require_GET
def place_list(request: HttpRequest) -> HttpResponse:
    owner_only(request)
    departments = Department.objects.annotate(people=PEOPLE).order_by("name")
    context = {
        "section": "company",
        "has_departments": has_departments(),
        "departments": list(_tree(list(departments))),
        "offices": Office.objects.annotate(people=PEOPLE),
    }
    return render(request, "company/places.html", context)


def _tree(departments: list[Department]) -> Iterator[tuple[int, Department]]:
    """Each with its depth; those below stand right under it."""
    below: dict[int | None, list[Department]] = defaultdict(list)
    for department in departments:
        below[department.parent_id].append(department)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[int, Department]]:
        for department in below[parent]:
            yield depth, department
            yield from walk(department.pk, depth + 1)

    return walk(None, 0)


@require_http_methods(["GET", "POST"])
def edit_department(request: HttpRequest, department_id: int = 0) -> HttpResponse:
    owner_only(request)
    department = get_object_or_404(Department, pk=department_id) if department_id else None
    form = DepartmentForm(request.POST or None, instance=Department.objects.get(pk=department.pk) if department else None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        try:
            if department:
                change_department(department, facts, by=request.user)
            else:
                added = add_department(facts["name"], parent=facts["parent"], kind=facts["kind"], by=request.user)
                change_department(added, {"is_shown": facts["is_shown"]}, by=request.user)
            return go(request, PLACES)
        except Refused as refusal:
            show_refusal(form, refusal)
    context = {"section": "company", "department": department, "form": form}
    return answer(request, "company/edit_department.html", context, fragment="company/_department_form.html", status=_status(form))


@require_http_methods(["GET", "POST"])
def remove_department_view(request: HttpRequest, department_id: int) -> HttpResponse:
    """What goes where is told in the dialog, before the button."""
    owner_only(request)
    department = get_object_or_404(Department, pk=department_id)
    form = RemoveDepartmentForm(request.POST or None, department=department)
    if request.method == "POST" and form.is_valid():
        try:
            remove_department(department, move_to=form.cleaned_data["move_to"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("The department “%(name)s” is removed") % {"name": department.name})
            return go(request, PLACES)
    context = {"form": form, "title": _("Remove the department “%(name)s”?") % {"name": department.name}, "verb": _("Remove")}
    return _dialog(request, context | {"effects": _effects(request, department)})


def _effects(request: HttpRequest, department: Department) -> list[str]:
    people = department.members.filter(is_robot=False).count()
    told = [ngettext("%(count)d person goes there", "%(count)d people go there", people) % {"count": people}] if people else []
    below = department.children.count()
    if below:
        above = department.parent.name if department.parent else _("the top")
        told.append(_("Departments below it that rise to “%(above)s”: %(count)d") % {"above": above, "count": below})
    for panel in house.panels("remove_department"):
        told += panel.render(request, department).splitlines()
    return told


@require_http_methods(["GET", "POST"])
def edit_office(request: HttpRequest, office_id: int = 0) -> HttpResponse:
    owner_only(request)
    office = get_object_or_404(Office, pk=office_id) if office_id else None
    form = OfficeForm(request.POST or None, instance=Office.objects.get(pk=office.pk) if office else None)
    if request.method == "POST" and form.is_valid():
        try:
            if office:
                change_office(office, form.facts(), by=request.user)
            else:
                add_office(form.cleaned_data["name"], form.cleaned_data["address"], by=request.user)
            return go(request, PLACES)
        except Refused as refusal:
            show_refusal(form, refusal)
    return _dialog(request, {"form": form, "title": office.name if office else _("New office"), "verb": _("Save") if office else _("Add")})


@require_http_methods(["GET", "POST"])
def remove_office_view(request: HttpRequest, office_id: int) -> HttpResponse:
    owner_only(request)
    office = get_object_or_404(Office, pk=office_id)
    if request.method == "POST":
        remove_office(office, by=request.user)
        return go(request, PLACES)
    lead = _("Its people stay without an office: %(count)d") % {"count": office.members.count()}
    title = _("Remove the office “%(name)s”?") % {"name": office.name}
    return _dialog(request, {"form": (), "title": title, "verb": _("Remove"), "lead": lead})


def _dialog(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = _status(context["form"]) if context["form"] else 200
    context |= {"section": "company"}
    return answer(request, "company/plain_dialog.html", context, fragment="company/_plain_form.html", status=status)


def _status(form: Any) -> int:
    return 422 if form.errors else 200
