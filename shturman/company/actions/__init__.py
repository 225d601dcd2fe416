"""Every change of the company, its departments, roles and people goes through here."""

from shturman.company.actions.absences import add_absence, change_absence, remove_absence
from shturman.company.actions.company import change_company, clear_calendar_day, put_logo, set_calendar_day
from shturman.company.actions.departments import (
    add_department,
    add_office,
    change_department,
    change_office,
    remove_department,
    remove_office,
    unload_departments,
    unload_offices,
)
from shturman.company.actions.founding import found_company, set_up_roles
from shturman.company.actions.members import add_member, change_member, choose_look, load_members, set_password, unload_members
from shturman.company.actions.profiles import change_profile, hide_guide, put_photo, show_guide
from shturman.company.actions.roles import change_role, copy_role, remove_role, set_own_rights
from shturman.company.actions.seeing_as import begin_seeing_as

__all__ = [
    "add_absence",
    "add_department",
    "add_member",
    "add_office",
    "begin_seeing_as",
    "change_absence",
    "change_company",
    "change_department",
    "change_member",
    "change_office",
    "change_profile",
    "change_role",
    "choose_look",
    "clear_calendar_day",
    "copy_role",
    "found_company",
    "hide_guide",
    "load_members",
    "put_logo",
    "put_photo",
    "remove_absence",
    "remove_department",
    "remove_office",
    "remove_role",
    "set_calendar_day",
    "set_own_rights",
    "set_password",
    "set_up_roles",
    "show_guide",
    "unload_departments",
    "unload_members",
    "unload_offices",
]
