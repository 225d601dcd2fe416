"""What a change of rights does to people, said before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.company.models import Member, Role
from shturman.company.rights import Reach, every_key, words_of_key
from shturman.company.sight import departments_reached
from shturman.kit import house
from shturman.kit.money import grouped


def role_effects(role: Role, rights: Mapping[str, Any]) -> list[str]:
    """A single right of a person stands: he is not counted among those whom the role changes."""
    people = list(Member.objects.active().filter(role=role).select_related("department"))
    changed = {key: rights[key] for key in every_key() if key in rights and rights[key] != role.right(key)}
    return [
        effect
        for key, value in changed.items()
        for effect in _told(key, [person for person in people if key not in person.own_rights], role.right(key), value)
    ]


def member_effects(member: Member, rights: Mapping[str, Any]) -> list[str]:
    """`rights` are those that would be in force, with the role's where the person has none of his own."""
    changed = {key: rights[key] for key in every_key() if key in rights and rights[key] != member.right(key)}
    return [effect for key, value in changed.items() for effect in _told(key, [member], member.right(key), value)]


def _told(key: str, people: Sequence[Member], before: Any, after: Any) -> list[str]:
    if not people:
        return []
    count = len(people)
    who = ngettext("%(count)d person", "%(count)d people", count) % {"count": count} if count > 1 else people[0].short_name
    change = f"{who} — {words_of_key(key)}: {_words(key, before)} → {_words(key, after)}"
    return [change, *_rows_lost(key, people, after)] if key.endswith(".see") else [change]


def _rows_lost(key: str, people: Sequence[Member], after: Any) -> list[str]:
    """«14 человек увидят меньше…»: counted by those who lead the rows, without reading the rows."""
    thing = house.things()[key.split(".")[0]]
    counts = thing.counts()
    was = sum(_seen(counts, person, person.reach(thing.key, "see")) for person in people)
    will = sum(_seen(counts, person, Reach(after)) for person in people)
    if was == will:
        return []
    figures = {"was": grouped(was // len(people)), "will": grouped(will // len(people)), "things": thing.label}
    if will < was:
        words = ngettext("%(count)d person loses rows", "%(count)d people lose rows", len(people)) % {"count": len(people)}
    else:
        words = ngettext("%(count)d person gains rows", "%(count)d people gain rows", len(people)) % {"count": len(people)}
    average = _("%(things)s, on average %(was)s before and %(will)s after") % figures
    return [f"{words}: {average}"]


def _seen(counts: Sequence[tuple[int, int | None, int]], person: Member, reach: Reach) -> int:
    if reach == Reach.ALL:
        return sum(rows for _leader, _department, rows in counts)
    if reach == Reach.NONE:
        return 0
    departments = set(departments_reached(person, reach))
    return sum(rows for leader, department, rows in counts if leader == person.pk or department in departments)


def _words(key: str, value: Any) -> str:
    switch = house.switches().get(key)
    if switch is None:
        return str(Reach(value).label)
    if switch.kind == "flag":
        return _("yes") if value else _("no")
    if switch.kind == "number":
        return str(value) if value is not None else _("no limit")
    return str(dict(switch.choices).get(value, value))
