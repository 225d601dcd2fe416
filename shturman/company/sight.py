"""How far a member reaches: one condition for all kinds of rows that carry a responsible and his department."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from shturman.company.models import Member
from shturman.company.rights import Reach

NOTHING = Q(pk__in=[])
DEPUTY_DEEDS = ("see", "edit")


def reached(member: Member, thing: str, deed: str = "see", *, responsible: str = "responsible", department: str = "department") -> list[Q]:
    """Arms whose union is what the member reaches; each has constant ids, so that an index in order answers it.

    One empty condition is everything, no arm is nothing.
    """
    reach = member.reach(thing, deed)
    if reach == Reach.ALL:
        return [Q()]
    absent = [Q(**{f"{responsible}_id": person}) for person in stands_in_for(member, deed)]
    if reach == Reach.NONE:
        return absent
    own = [Q(**{f"{responsible}_id": member.pk}), *absent]
    if reach == Reach.OWN or member.department_id is None:
        return own
    departments = departments_reached(member, reach)
    # Rows that stayed with his former department are still his.
    return [*own, *[Q(**{f"{department}_id": department_id}) for department_id in departments]]


def any_of(arms: Sequence[Q]) -> Q:
    return reduce(or_, arms) if arms else NOTHING


def seen_by(member: Member, thing: str, deed: str = "see", *, responsible: str = "responsible", department: str = "department") -> Q:
    arms = reached(member, thing, deed, responsible=responsible, department=department)
    return Q() if arms == [Q()] else any_of(arms)


def covers(member: Member, thing: str, deed: str, row: Any) -> bool:
    """The same of one row that is at hand."""
    return _reaches(member, thing, deed, row.responsible_id, row.department_id)


def covers_person(member: Member, thing: str, deed: str, person: Member) -> bool:
    """Whether the deed reaches the rows that this person leads."""
    return _reaches(member, thing, deed, person.pk, person.department_id)


def _reaches(member: Member, thing: str, deed: str, responsible_id: int | None, department_id: int | None) -> bool:
    reach = member.reach(thing, deed)
    if reach == Reach.ALL or responsible_id in stands_in_for(member, deed):
        return True
    if reach == Reach.NONE:
        return False
    if responsible_id == member.pk:
        return True
    return reach != Reach.OWN and department_id is not None and department_id in departments_reached(member, reach)


def people_reached(member: Member, thing: str, deed: str) -> Q:
    """A condition on `Member`: whose rows the deed reaches; himself always."""
    reach = member.reach(thing, deed)
    if reach == Reach.ALL:
        return Q()
    himself = Q(pk__in=[member.pk, *stands_in_for(member, deed)])
    if reach in (Reach.NONE, Reach.OWN) or member.department_id is None:
        return himself
    return himself | Q(department__in=departments_reached(member, reach))


def stands_in_for(member: Member, deed: str) -> Sequence[int]:
    """A deputy sees and edits what the absent leads; he gives nothing away and deletes nothing."""
    return member.absent_led if deed in DEPUTY_DEEDS else ()


def departments_reached(member: Member, reach: Reach) -> Sequence[int]:
    """None, his own, or his own with all below it."""
    if member.department_id is None or reach in (Reach.NONE, Reach.OWN):
        return ()
    return [member.department_id] if reach == Reach.DEPARTMENT else (member.branch_ids or [member.department_id])
