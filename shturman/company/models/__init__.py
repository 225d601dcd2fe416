"""The company, its departments, its people, and what each may see and do."""

from shturman.company.models.absence import Absence
from shturman.company.models.company import CalendarDay, Company
from shturman.company.models.department import Department, Office
from shturman.company.models.invitation import Invitation
from shturman.company.models.member import Member, Members
from shturman.company.models.role import Role

__all__ = ["Absence", "CalendarDay", "Company", "Department", "Invitation", "Member", "Members", "Office", "Role"]
