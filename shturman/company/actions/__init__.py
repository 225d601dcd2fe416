"""Every change of the company, its departments, roles and people goes through here."""

from shturman.company.actions.departments import add_department, change_company, change_department, unload_departments
from shturman.company.actions.founding import found_company, set_up_roles
from shturman.company.actions.members import add_member, change_member, choose_look, load_members, set_password, unload_members
from shturman.company.actions.roles import change_role, copy_role, remove_role, set_own_rights
from shturman.company.actions.seeing_as import begin_seeing_as

__all__ = [
    "add_department",
    "add_member",
    "begin_seeing_as",
    "change_company",
    "change_department",
    "change_member",
    "change_role",
    "choose_look",
    "copy_role",
    "found_company",
    "load_members",
    "remove_role",
    "set_own_rights",
    "set_password",
    "set_up_roles",
    "unload_departments",
    "unload_members",
]
