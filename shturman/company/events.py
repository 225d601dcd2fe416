from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.journal.events import Event
from shturman.kit.dates_in_words import day


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


@dataclass(frozen=True)
class DepartmentRemoved(Event):
    """Its people, clients, deals and funnels are placed elsewhere; None is no department."""

    kind = "company.department_removed"
    icon = "sitemap"
    department_id: int
    name: str
    move_to_id: int | None
    people: int
    said = gettext_lazy("The department “%(name)s” is removed")


@dataclass(frozen=True)
class OfficeAdded(Event):
    kind = "company.office_added"
    icon = "building"
    office_id: int
    name: str
    said = gettext_lazy("The office “%(name)s” is added")


@dataclass(frozen=True)
class OfficeChanged(OfficeAdded):
    kind = "company.office_changed"
    said = gettext_lazy("The office “%(name)s” changed")


@dataclass(frozen=True)
class OfficeRemoved(OfficeAdded):
    kind = "company.office_removed"
    said = gettext_lazy("The office “%(name)s” is removed")


@dataclass(frozen=True)
class CalendarChanged(Event):
    """None: the day is as the country has it again."""

    kind = "company.calendar_changed"
    icon = "calendar"
    day: date
    is_working: bool | None
    said = gettext_lazy("The calendar of the company changed")

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        words = {True: _("working day"), False: _("day off"), None: _("as in the calendar of the country")}
        return f"{facts['day']}: {words[facts['is_working']]}"


@dataclass(frozen=True)
class ProfileChanged(Event):
    """By the employee himself."""

    kind = "company.profile_changed"
    icon = "user"
    member_id: int
    fields: list[str]
    said = gettext_lazy("Changed the own profile")


@dataclass(frozen=True)
class _AbsenceFact(Event):
    """Why he is away stands on the row alone: an illness is nobody's business."""

    icon = "calendar"
    member_id: int
    first_day: date
    last_day: date

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        today = timezone.localdate()
        first, last = (day(date.fromisoformat(facts[name]), today) for name in ("first_day", "last_day"))
        return str(cls.said) % {"days": f"{first} – {last}"}


@dataclass(frozen=True)
class AbsenceAdded(_AbsenceFact):
    kind = "company.absence_added"
    deputy_id: int | None
    said = gettext_lazy("An absence is written down: %(days)s")


@dataclass(frozen=True)
class AbsenceChanged(AbsenceAdded):
    kind = "company.absence_changed"
    said = gettext_lazy("An absence changed: %(days)s")


@dataclass(frozen=True)
class AbsenceRemoved(_AbsenceFact):
    kind = "company.absence_removed"
    said = gettext_lazy("An absence is struck out: %(days)s")
