"""Finding a row of ours by the words of a file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from shturman.clients.merging import living
from shturman.clients.models import Client
from shturman.clients.normalising import tidy_organisation_name
from shturman.company.models import Department, Member, Office, Role
from shturman.kit.errors import Refused
from shturman.kit.words import folded

Thing = TypeVar("Thing", bound=Model)
_NUMBER_IN_BRACKETS = re.compile(r"\s*\[\d+\]\s*$")


class Names(Generic[Thing]):
    """Two of one name are an answer too: the file must say which."""

    def __init__(self) -> None:
        self._found: dict[str, list[Thing]] = defaultdict(list)

    def add(self, key: str, thing: Thing) -> None:
        if key and thing not in self._found[key]:
            self._found[key].append(thing)

    def get(self, key: str) -> Thing | None:
        found = self._found.get(key, [])
        if len(found) > 1:
            raise Refused(_("There are several of this name: %(name)s") % {"name": found[0]})
        return found[0] if found else None


def person_key(name: str) -> str:
    """«Анна Воскресенская» and «Воскресенская Анна» are one person."""
    return " ".join(sorted(folded(_NUMBER_IN_BRACKETS.sub("", name)).split()))


def organisation_key(name: str) -> str:
    return folded(tidy_organisation_name(name))


def mains_of(client_ids: Iterable[int]) -> dict[int, int]:
    """Of those that were merged away: who stands instead of each."""
    away = Client.objects.filter(pk__in=list(client_ids), merged_into__isnull=False).values_list("pk", flat=True)
    return {pk: main.pk for pk in away if (main := living(pk)) is not None}


def known_by_name(keys: Iterable[str]) -> list[tuple[str, int]]:
    """Names and the living clients who bear them, or bore them before they were merged."""
    rows = Client.objects.filter(Q(deleted_at=None) | Q(merged_into__isnull=False), folded_name__in=list(keys)).order_by("pk")
    found = list(rows.values_list("folded_name", "pk"))
    mains = mains_of([pk for _name, pk in found])
    return [(name, mains.get(pk, pk)) for name, pk in found]


def members() -> Names[Member]:
    """By login, mail, full name and short name."""
    names: Names[Member] = Names()
    for member in Member.objects.people().select_related("department", "office", "head", "role").order_by("pk"):
        for key in {person_key(member.full_name), person_key(member.short_name), folded(member.login), folded(member.email)}:
            names.add(key, member)
    return names


def departments() -> Names[Department]:
    names: Names[Department] = Names()
    for department in Department.objects.order_by("pk"):
        names.add(folded(department.name), department)
    return names


def offices() -> Names[Office]:
    names: Names[Office] = Names()
    for office in Office.objects.order_by("pk"):
        names.add(folded(office.name), office)
    return names


def roles() -> Names[Role]:
    names: Names[Role] = Names()
    for role in Role.objects.order_by("pk"):
        names.add(folded(role.name), role)
    return names


def organisations() -> Names[Client]:
    names: Names[Client] = Names()
    rows = Client.objects.kept().filter(kind=Client.Kind.ORGANISATION).select_related("responsible", "parent").order_by("pk")
    for client in rows:
        names.add(client.folded_name, client)
    return names


def stands_above(upper: Client | Department, lower: Client | Department) -> bool:
    """A file may send two rows round in a circle: the link that would close it is left out."""
    rows = type(lower)._meta.base_manager
    above: int | None = lower.pk
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == upper.pk:
            return True
        seen.add(above)
        above = rows.filter(pk=above).values_list("parent_id", flat=True).first()
    return False


def parts_of_name(name: str) -> dict[str, str]:
    """Russian lists begin with the surname, lists in Latin letters end with it."""
    words = _NUMBER_IN_BRACKETS.sub("", name).split()
    if len(words) < 2:
        return {"surname": " ".join(words), "given_name": "", "patronymic": ""}
    if re.fullmatch(r"[A-Za-z.'’\-\s]+", " ".join(words)):
        return {"surname": words[-1], "given_name": " ".join(words[:-1]), "patronymic": ""}
    return {"surname": words[0], "given_name": words[1], "patronymic": " ".join(words[2:])}
