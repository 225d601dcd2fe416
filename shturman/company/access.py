from __future__ import annotations

from shturman.company.models import Member
from shturman.company.sight import covers_person


def can_keep_house(member: Member) -> bool:
    """People, departments, funnels and the company itself are the owner's to change."""
    return member.sees_whole_house


def is_employee(member: Member) -> bool:
    """An agent, dealer or partner works with the company, is not of it."""
    return not member.role.is_outside


def can_keep_absences(member: Member, person: Member) -> bool:
    """The owner, his head, and the head of the department he stands in."""
    if can_keep_house(member) or person.head_id == member.pk:
        return True
    return member.leads and person.pk != member.pk and person.department_id is not None and person.department_id in member.branch_ids


def can_change_photo(member: Member, person: Member) -> bool:
    """Each his own, unless a single right keeps it; the owner everybody's."""
    if can_keep_house(member):
        return True
    return person.pk == member.pk and not member.right("staff.keeps_photo")


def sees_staff_contacts(member: Member, person: Member) -> bool:
    """Those of his department only, where his rights say so."""
    if person.pk == member.pk or not member.right("staff.contacts_of_department"):
        return True
    return person.department_id is not None and person.department_id == member.department_id


def can_assign_to(member: Member, assignee: Member, thing: str) -> bool:
    """To himself anybody; to others whoever may give things of this kind to the people of their department or of all."""
    if not assignee.is_active or assignee.is_robot:
        return False
    return member.pk == assignee.pk or covers_person(member, thing, "transfer", assignee)
