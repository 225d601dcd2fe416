from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from shturman.journal.events import Event


@dataclass(frozen=True)
class CompanyFounded(Event):
    kind = "company.company_founded"
    icon = "building"
    name: str
    said = gettext_lazy("The company “%(name)s” works in Shturman")


@dataclass(frozen=True)
class CompanyChanged(Event):
    kind = "company.company_changed"
    icon = "building"
    fields: list[str]
    said = gettext_lazy("Company settings changed")


@dataclass(frozen=True)
class MemberAdded(Event):
    kind = "company.member_added"
    icon = "user-plus"
    member_id: int
    role: str
    said = gettext_lazy("An employee is added")


@dataclass(frozen=True)
class MemberChanged(Event):
    kind = "company.member_changed"
    icon = "user"
    member_id: int
    fields: list[str]
    said = gettext_lazy("The card of an employee changed")


@dataclass(frozen=True)
class RoleAdded(Event):
    kind = "company.role_added"
    icon = "users"
    role_id: int
    name: str
    said = gettext_lazy("The role “%(name)s” is added")


@dataclass(frozen=True)
class RoleChanged(Event):
    kind = "company.role_changed"
    icon = "users"
    role_id: int
    name: str
    rights: list[str]
    said = gettext_lazy("The role “%(name)s” changed")

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        return "; ".join(facts["rights"])


@dataclass(frozen=True)
class RoleRemoved(Event):
    kind = "company.role_removed"
    icon = "users"
    role_id: int
    name: str
    moved_to: str
    people: int
    said = gettext_lazy("The role “%(name)s” is removed")


@dataclass(frozen=True)
class MemberRightsChanged(Event):
    kind = "company.member_rights_changed"
    icon = "lock"
    member_id: int
    rights: list[str]
    said = gettext_lazy("Single rights of an employee changed")

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        return "; ".join(facts["rights"])


@dataclass(frozen=True)
class SeeingAsBegun(Event):
    """The owner looks at the pages as this employee sees them; nothing can be changed meanwhile."""

    kind = "company.seeing_as_begun"
    icon = "eye"
    member_id: int
    said = gettext_lazy("The owner looks at the pages as this employee")


@dataclass(frozen=True)
class PasswordSet(Event):
    kind = "company.password_set"
    icon = "lock"
    member_id: int
    said = gettext_lazy("A password is set")


@dataclass(frozen=True)
class MemberInvited(Event):
    """`path` is the one-time link: it goes into the letter and nowhere else."""

    kind = "company.member_invited"
    icon = "mail"
    member_id: int
    inviter_id: int
    days: int
    path: str
    said = gettext_lazy("An invitation is sent")

    def facts(self) -> dict[str, Any]:
        return {"member_id": self.member_id, "inviter_id": self.inviter_id, "days": self.days}


@dataclass(frozen=True)
class InvitationLinkMade(Event):
    kind = "company.invitation_link_made"
    icon = "link"
    member_id: int
    said = gettext_lazy("A link of invitation is made to be given by hand")


@dataclass(frozen=True)
class InvitationAccepted(Event):
    kind = "company.invitation_accepted"
    icon = "lock"
    member_id: int
    said = gettext_lazy("Accepted the invitation and chose a password")


@dataclass(frozen=True)
class DepartmentAdded(Event):
    kind = "company.department_added"
    icon = "sitemap"
    department_id: int
    name: str
    said = gettext_lazy("The department “%(name)s” is added")


@dataclass(frozen=True)
class DepartmentChanged(Event):
    kind = "company.department_changed"
    icon = "sitemap"
    department_id: int
    name: str
    said = gettext_lazy("The department “%(name)s” changed")


@dataclass(frozen=True)
class MembersUnloaded(Event):
    """The undo of an import took these people out of the base."""

    kind = "company.members_unloaded"
    icon = "undo"
    member_ids: list[int]
    said = gettext_lazy("Employees of a withdrawn import are removed")


@dataclass(frozen=True)
class DepartmentsUnloaded(Event):
    kind = "company.departments_unloaded"
    icon = "undo"
    department_ids: list[int]
    said = gettext_lazy("Departments of a withdrawn import are removed")
