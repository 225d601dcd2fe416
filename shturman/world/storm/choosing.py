"""Whom and what a random operation takes. Numbers are read first and one row then: a storm is long, and rows are wide."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

from shturman.clients.models import Client
from shturman.company.models import Member, Role
from shturman.deals.models import Deal, Stage
from shturman.journal.models import Entry
from shturman.kit.errors import Refused
from shturman.tasks.models import Task

Row = TypeVar("Row", bound=Model)


def owner() -> Member:
    return Member.objects.owners().select_related("role")[0]


def employee_ids() -> Sequence[int]:
    people = Member.objects.active().exclude(role__base=Role.Base.OWNER)
    return list(people.order_by("pk").values_list("pk", flat=True))


def anybody(dice: random.Random, but: Member | None = None) -> Member:
    known = [pk for pk in employee_ids() if but is None or pk != but.pk]
    if not known:
        raise Refused("everybody else has left")
    return Member.objects.select_related("role").get(pk=dice.choice(known))


def anyone_who_buys(dice: random.Random) -> Client | None:
    known = list(Client.objects.kept().order_by("pk").values_list("pk", flat=True))
    return Client.objects.kept().filter(pk=dice.choice(known)).first() if known else None


def one_deal(dice: random.Random, **conditions: object) -> Deal:
    return _one(dice, Deal.objects.everything().filter(**conditions))


def one_task(dice: random.Random, **conditions: object) -> Task:
    return _one(dice, Task.objects.everything().filter(deal__isnull=False, **conditions))


def one_stage(dice: random.Random, kind: str = Stage.Kind.IN_WORK) -> Stage:
    return _one(dice, Stage.objects.kept().filter(kind=kind))


def recent_entry(dice: random.Random, kind: str) -> Entry:
    entry = Entry.objects.filter(kind=kind).order_by("-pk")[dice.randint(0, 3) :].first()
    if entry is None:
        raise Refused("nothing to undo")
    return entry


def _one(dice: random.Random, rows: QuerySet[Row]) -> Row:
    known = list(rows.order_by("pk").values_list("pk", flat=True))
    if not known:
        raise Refused("nothing to choose from")
    return rows.get(pk=dice.choice(known))
