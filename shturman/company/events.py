from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shturman.journal.events import Event


@dataclass(frozen=True)
class CompanyFounded(Event):
    kind = "company.company_founded"
    icon = "building"
    name: str

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("The company “%(name)s” works in Shturman") % facts


@dataclass(frozen=True)
class CompanyChanged(Event):
    kind = "company.company_changed"
    icon = "building"
    fields: list[str]

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("Company settings changed")


@dataclass(frozen=True)
class MemberAdded(Event):
    kind = "company.member_added"
    icon = "user-plus"
    member_id: int
    role: str

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("An employee is added")


@dataclass(frozen=True)
class MemberChanged(Event):
    kind = "company.member_changed"
    icon = "user"
    member_id: int
    fields: list[str]

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("The card of an employee changed")


@dataclass(frozen=True)
class PasswordSet(Event):
    kind = "company.password_set"
    icon = "lock"
    member_id: int

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("A password is set")


@dataclass(frozen=True)
class DepartmentAdded(Event):
    kind = "company.department_added"
    icon = "sitemap"
    department_id: int
    name: str

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("The department “%(name)s” is added") % facts


@dataclass(frozen=True)
class DepartmentChanged(Event):
    kind = "company.department_changed"
    icon = "sitemap"
    department_id: int
    name: str

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("The department “%(name)s” changed") % facts


@dataclass(frozen=True)
class MembersUnloaded(Event):
    """The undo of an import took these people out of the base."""

    kind = "company.members_unloaded"
    icon = "undo"
    member_ids: list[int]

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("Employees of a withdrawn import are removed")


@dataclass(frozen=True)
class DepartmentsUnloaded(Event):
    kind = "company.departments_unloaded"
    icon = "undo"
    department_ids: list[int]

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("Departments of a withdrawn import are removed")
