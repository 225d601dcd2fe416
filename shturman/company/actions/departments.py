from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.actions.common import ask_to_keep_house, set_fields
from shturman.company.events import CompanyChanged, DepartmentAdded, DepartmentChanged, DepartmentsUnloaded
from shturman.company.models import Company, Department, Member
from shturman.journal.actions import record
from shturman.kit.errors import Refused


@transaction.atomic
def change_company(company: Company, changes: dict[str, Any], *, by: Member) -> Company:
    ask_to_keep_house(by)
    changed = set_fields(company, changes)
    if changed:
        company.save(update_fields=changed)
        record(CompanyChanged(changed), by=by)
    return company


@transaction.atomic
def add_department(name: str, *, by: Member, parent: Department | None = None) -> Department:
    ask_to_keep_house(by)
    name = name.strip()
    if Department.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a department of this name already"), field="name")
    department = Department.objects.create(name=name, parent=parent)
    department.refresh_from_db(fields=["branch_ids"])
    record(DepartmentAdded(department.pk, name), by=by, about=[department])
    return department


@transaction.atomic
def change_department(department: Department, changes: dict[str, Any], *, by: Member) -> Department:
    ask_to_keep_house(by)
    changed = set_fields(department, changes)
    if changed:
        department.save(update_fields=changed)
        record(DepartmentChanged(department.pk, department.name), by=by, about=[department])
    return department


@transaction.atomic
def unload_departments(department_ids: Collection[int], *, by: Member) -> int:
    ask_to_keep_house(by)
    Department.objects.filter(pk__in=department_ids).update(parent=None)
    count, by_model = Department.objects.filter(pk__in=department_ids).delete()
    if count:
        record(DepartmentsUnloaded(sorted(department_ids)), by=by)
    return by_model.get("company.Department", 0)
