from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shturman.company.actions.common import ask_to_keep_house, set_fields
from shturman.company.events import (
    DepartmentAdded,
    DepartmentChanged,
    DepartmentRemoved,
    DepartmentsUnloaded,
    OfficeAdded,
    OfficeChanged,
    OfficeRemoved,
)
from shturman.company.models import Department, Member, Office
from shturman.journal.actions import record
from shturman.kit.errors import Refused


@transaction.atomic
def add_department(name: str, *, by: Member, parent: Department | None = None, kind: str = Department.Kind.SALES) -> Department:
    ask_to_keep_house(by)
    department = Department(name=name.strip(), parent=parent, kind=kind)
    _save(department)
    department.refresh_from_db(fields=["branch_ids"])
    record(DepartmentAdded(department.pk, department.name), by=by, about=[department])
    return department


@transaction.atomic
def change_department(department: Department, changes: dict[str, Any], *, by: Member) -> Department:
    ask_to_keep_house(by)
    changed = set_fields(department, changes)
    if changed:
        _ask_for_no_circle(department)
        _save(department, changed)
        record(DepartmentChanged(department.pk, department.name), by=by, about=[department])
    return department


@transaction.atomic
def remove_department(department: Department, *, move_to: Department | None, by: Member) -> int:
    """Its people, and through reactions their clients, deals and funnels, go to `move_to` or to no department.

    Departments below it rise to the one above it. Answers how many people have moved.
    """
    ask_to_keep_house(by)
    department = Department.objects.select_for_update().get(pk=department.pk)
    if move_to is not None and move_to.pk == department.pk:
        raise Refused(_("This department is being removed: choose another one"), field="move_to")
    Department.objects.filter(parent=department).update(parent=department.parent_id)
    people = Member.objects.filter(department=department).update(department=move_to)
    department_id, name = department.pk, department.name
    record(DepartmentRemoved(department_id, name, move_to.pk if move_to else None, people), by=by, about=[department])
    department.delete()
    return people


@transaction.atomic
def unload_departments(department_ids: Collection[int], *, by: Member) -> int:
    ask_to_keep_house(by)
    Department.objects.filter(pk__in=department_ids).update(parent=None)
    count, by_model = Department.objects.filter(pk__in=department_ids).delete()
    if count:
        record(DepartmentsUnloaded(sorted(department_ids)), by=by)
    return by_model.get("company.Department", 0)


@transaction.atomic
def add_office(name: str, address: str, *, by: Member) -> Office:
    ask_to_keep_house(by)
    office = Office(name=name.strip(), address=address.strip())
    _save(office)
    record(OfficeAdded(office.pk, office.name), by=by, about=[office])
    return office


@transaction.atomic
def change_office(office: Office, changes: dict[str, Any], *, by: Member) -> Office:
    ask_to_keep_house(by)
    changed = set_fields(office, changes)
    if changed:
        _save(office, changed)
        record(OfficeChanged(office.pk, office.name), by=by, about=[office])
    return office


@transaction.atomic
def remove_office(office: Office, *, by: Member) -> None:
    """Its people stay without an office."""
    ask_to_keep_house(by)
    record(OfficeRemoved(office.pk, office.name), by=by, about=[office])
    office.delete()


@transaction.atomic
def unload_offices(office_ids: Collection[int], *, by: Member) -> int:
    """The undo of an import; who works there meanwhile stays without an office."""
    offices = list(Office.objects.filter(pk__in=office_ids))
    for office in offices:
        remove_office(office, by=by)
    return len(offices)


def _ask_for_no_circle(department: Department) -> None:
    """The trigger of the database refuses it too; here it is said beside the field."""
    if department.parent is not None and department.parent_id in [department.pk, *department.branch_ids]:
        words = _("“%(above)s” is a part of “%(name)s” itself: choose a department that is not below it")
        raise Refused(words % {"above": department.parent.name, "name": department.name}, field="parent")


def _save(row: Department | Office, changed: list[str] | None = None) -> None:
    if not row.name:
        raise Refused(_("A name is needed"), field="name")
    try:
        with transaction.atomic():
            row.save(update_fields=changed)
    except IntegrityError as error:
        if "circle" in str(error):
            raise Refused(_("A department cannot be a part of itself"), field="parent") from error
        if isinstance(row, Department):
            raise Refused(_("There is a department of this name already"), field="name") from error
        raise Refused(_("There is an office of this name already"), field="name") from error
