from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.events import (
    CompanyChanged,
    CompanyFounded,
    DepartmentAdded,
    DepartmentChanged,
    DepartmentsUnloaded,
    MemberAdded,
    MemberChanged,
    MembersUnloaded,
    PasswordSet,
)
from shturman.company.logins import free_login
from shturman.company.models import Company, Department, Member, Role
from shturman.company.queries import ROBOT_LOGIN
from shturman.company.ready_made import ready_made_departments, ready_made_roles
from shturman.journal.actions import Fact, record, record_many
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused


@transaction.atomic
def found_company(
    *, name: str, surname: str, given_name: str = "", patronymic: str = "", login: str, password: str, email: str = ""
) -> Member:
    """The first start: the company, its robot and its owner. Refused when the company stands already."""
    if Company.objects.exists():
        raise Refused(_("The company is already set up. Sign in"))
    company = Company.objects.create(pk=1, name=name)
    owners_role = set_up_roles()
    Department.objects.bulk_create(ready_made_departments())
    automation = Member(login=ROBOT_LOGIN, surname=_("Automation"), is_robot=True, role=owners_role)
    automation.set_unusable_password()
    automation.save()
    owner = Member(
        login=login,
        email=email,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        role=owners_role,
        time_zone=company.time_zone,
    )
    owner.set_password(password)
    owner.save()
    record(CompanyFounded(name), by=owner)
    return owner


def set_up_roles() -> Role:
    """The roles that ship with the product; answers the owner's one."""
    Role.objects.bulk_create(ready_made_roles(), ignore_conflicts=True)
    return Role.objects.of_base(Role.Base.OWNER)


@transaction.atomic
def change_company(company: Company, changes: dict[str, Any], *, by: Member) -> Company:
    _ask_to_keep_house(by)
    changed = _set_fields(company, changes)
    if changed:
        company.save(update_fields=changed)
        record(CompanyChanged(changed), by=by)
    return company


@transaction.atomic
def add_department(name: str, *, by: Member, parent: Department | None = None) -> Department:
    _ask_to_keep_house(by)
    name = name.strip()
    if Department.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a department of this name already"), field="name")
    department = Department.objects.create(name=name, parent=parent)
    department.refresh_from_db(fields=["branch_ids"])
    record(DepartmentAdded(department.pk, name), by=by, about=[department])
    return department


@transaction.atomic
def change_department(department: Department, changes: dict[str, Any], *, by: Member) -> Department:
    _ask_to_keep_house(by)
    changed = _set_fields(department, changes)
    if changed:
        department.save(update_fields=changed)
        record(DepartmentChanged(department.pk, department.name), by=by, about=[department])
    return department


@transaction.atomic
def add_member(facts: dict[str, Any], *, by: Member, password: str = "") -> Member:
    """Without a password the member cannot sign in yet."""
    _ask_to_keep_house(by)
    member = Member(**{"role": Role.objects.of_base(Role.Base.MANAGER), **facts})
    if password:
        member.set_password(password)
    else:
        member.set_unusable_password()
    _save_member(member)
    record(MemberAdded(member.pk, member.role.name), by=by, about=[member])
    return member


@transaction.atomic
def load_members(rows: Sequence[dict[str, Any]], *, by: Member) -> list[Member]:
    """People of a table: none of them can sign in yet, a login is made of the name where the row has none."""
    _ask_to_keep_house(by)
    taken = {login.lower() for login in Member.objects.values_list("login", flat=True)}
    members, usual = [], Role.objects.of_base(Role.Base.MANAGER)
    for row in rows:
        login = row.get("login") or free_login(row["surname"], row.get("given_name", ""), taken)
        taken.add(login.lower())
        member = Member(**{"role": usual, **row, "login": login})
        member.set_unusable_password()
        members.append(member)
    Member.objects.bulk_create(members, batch_size=1000)
    record_many([Fact(MemberAdded(member.pk, member.role.name), [member]) for member in members], by=by)
    return members


@transaction.atomic
def unload_members(member_ids: Collection[int], *, by: Member) -> int:
    """The undo of an import; nothing may stand in their names any more."""
    _ask_to_keep_house(by)
    Member.objects.filter(head__in=member_ids).update(head=None)
    count, by_model = Member.objects.filter(pk__in=member_ids).delete()
    if count:
        record(MembersUnloaded(sorted(member_ids)), by=by)
    return by_model.get("company.Member", 0)


@transaction.atomic
def unload_departments(department_ids: Collection[int], *, by: Member) -> int:
    _ask_to_keep_house(by)
    Department.objects.filter(pk__in=department_ids).update(parent=None)
    count, by_model = Department.objects.filter(pk__in=department_ids).delete()
    if count:
        record(DepartmentsUnloaded(sorted(department_ids)), by=by)
    return by_model.get("company.Department", 0)


@transaction.atomic
def change_member(member: Member, changes: dict[str, Any], *, by: Member) -> Member:
    _ask_to_keep_house(by)
    member = Member.objects.select_for_update().get(pk=member.pk)
    was_owner = member.is_owner and member.is_active
    changed = _set_fields(member, changes)
    if not changed:
        return member
    if was_owner and not (member.is_owner and member.is_active) and not _another_owner(member):
        raise Refused(_("This is the only owner: appoint another one first"), field="role")
    if "is_active" in changed and not member.is_active:
        _ask_to_leave(member, by)
    _save_member(member)
    record(MemberChanged(member.pk, changed), by=by, about=[member])
    return member


@transaction.atomic
def set_password(member: Member, password: str, *, by: Member) -> Member:
    if by.pk != member.pk:
        _ask_to_keep_house(by)
    member.set_password(password)
    member.save(update_fields=["password"])
    record(PasswordSet(member.pk), by=by, about=[member])
    return member


def choose_look(member: Member, *, theme: str | None = None, density: str | None = None, shortcuts_on: bool | None = None) -> Member:
    """A member's own taste: not a fact of the business, so it leaves no entry."""
    if theme is not None and theme in Member.Theme.values:
        member.theme = theme
    if density is not None:
        member.is_comfortable = density == "comfortable"
    if shortcuts_on is not None:
        member.has_shortcuts = shortcuts_on
    member.save(update_fields=["theme", "is_comfortable", "has_shortcuts"])
    return member


def _ask_to_leave(member: Member, by: Member) -> None:
    """Higher rooms say what the person still holds: a step of a deal for one."""
    for gate in house.gates("deactivate_member"):
        if obstacle := gate(member, None, by):
            raise Refused(obstacle, field="is_active")


def _ask_to_keep_house(by: Member) -> None:
    if not can_keep_house(by):
        raise NotAllowed(_("The settings of the company are changed by its owner"))


def _another_owner(member: Member) -> bool:
    return Member.objects.owners().exclude(pk=member.pk).exists()


def _set_fields(row: Any, changes: dict[str, Any]) -> list[str]:
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, changes[name])
    return changed


def _save_member(member: Member) -> None:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        field = "email" if "email" in str(error) else "login"
        raise Refused(_("Another employee has it already"), field=field) from error
