from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from shturman.company.models import Member, Role
from shturman.dashboards import arrangement
from shturman.dashboards.arrangement import Arrangement
from shturman.dashboards.models import Desktop


@dataclass(frozen=True)
class Desk:
    places: Arrangement
    # He has arranged it himself; of a role: its owner has.
    is_own: bool
    opens_first: bool = False


def desk_of(member: Member) -> Desk:
    """His own, else the one of his role, else what his kind of role usually has."""
    rows = list(Desktop.objects.filter(Q(member=member) | Q(role=member.role_id)))
    own = next((row for row in rows if row.member_id is not None), None)
    given = next((row for row in rows if row.role_id is not None), None)
    return Desk(_places(own or given, member.role), own is not None, bool(given and given.opens_first))


def desk_of_role(role: Role) -> Desk:
    return _desk(Desktop.objects.filter(role=role).first(), role)


def work_begins_with_desktop(member: Member) -> bool:
    return Desktop.objects.filter(role=member.role_id, opens_first=True).exists()


@dataclass(frozen=True)
class RoleDesk:
    role: Role
    desk: Desk
    # Working people of the role: who follows it, and who has arranged his own.
    followers: int
    on_own: int


def desks_of_roles() -> list[RoleDesk]:
    working = Q(members__is_active=True, members__is_robot=False)
    roles = list(Role.objects.annotate(people=Count("members", filter=working)).order_by("position", "pk"))
    given = {row.role_id: row for row in Desktop.objects.filter(role__isnull=False)}
    own = Desktop.objects.filter(member__is_active=True, member__is_robot=False).values_list("member__role").annotate(Count("pk"))
    on_own = dict(own.order_by())
    return [RoleDesk(role, _desk(given.get(role.pk), role), role.people - on_own.get(role.pk, 0), on_own.get(role.pk, 0)) for role in roles]


def people_of(role: Role) -> tuple[list[Member], list[Member]]:
    """Who follows its desktop, and who has arranged his own."""
    own = Exists(Desktop.objects.filter(member=OuterRef("pk")))
    people = Member.objects.active().filter(role=role).annotate(has_own=own).order_by("surname", "given_name", "pk")
    return [person for person in people if not person.has_own], [person for person in people if person.has_own]


def _desk(given: Desktop | None, role: Role) -> Desk:
    is_own = given is not None and given.places is not None
    return Desk(_places(given, role), is_own, bool(given and given.opens_first))


def _places(row: Desktop | None, role: Role) -> Arrangement:
    return arrangement.usual_for(role.base) if row is None or row.places is None else arrangement.read(row.places)
