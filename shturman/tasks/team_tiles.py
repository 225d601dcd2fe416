"""Deals that need a hand, and what a department has done today: tiles of the desktop that ask more than a person's own day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.access import is_employee
from shturman.company.models import Member, Role
from shturman.company.rights import Reach
from shturman.company.sight import people_reached
from shturman.deals.models import Deal, Stage
from shturman.deals.models.sight import PossibleStages
from shturman.deals.queries.board import tiles_of
from shturman.deals.queries.listing import ROW
from shturman.deals.questions import chosen_deals
from shturman.kit.house import Tile
from shturman.tasks.models import Task

LINES, SHOWN_PEOPLE = 5, 8
DEALS = "/deals/list/?"
IN_WORK = PossibleStages((Stage.Kind.IN_WORK,))


def untouched(member: Member) -> Mapping[str, Any]:
    return _deals(member, {"untouched": "1"}, "created_at")


def idle(member: Member) -> Mapping[str, Any]:
    found, now = _deals(member, {"idle": "1"}, "entered_stage_at"), timezone.now()
    return {**found, "stalled": [(shown.deal, (now - shown.deal.entered_stage_at).days) for shown in found["tiles"]]}


def _deals(member: Member, asked: dict[str, str], order: str) -> Mapping[str, Any]:
    """The figure is the list's own: the same conditions are read by the same reader. Who sees others is shown them too."""
    query = urlencode(asked if _sees_others(member, "deal") else {**asked, "responsible": "me"})
    deals = Deal.objects.visible_to(member, IN_WORK).filter(chosen_deals(QueryDict(query), member))
    rows = deals.select_related("client", "responsible", "stage").only(*ROW, "created_at").order_by(order, "pk")
    shown = list(rows[: LINES + 1])
    count = len(shown) if len(shown) <= LINES else deals.count()
    return {"count": count, "count_url": DEALS + query, "tiles": tiles_of(shown[:LINES], member)}


@dataclass(frozen=True)
class Figure:
    count: int
    url: str


@dataclass(frozen=True)
class Person:
    member: Member
    late: Figure
    done: Figure
    stepless: Figure


def department_today(member: Member) -> Mapping[str, Any]:
    """Each by his figures; whoever is late stands first."""
    now = timezone.now()
    today = now.astimezone(member.zone).date()
    midnight = datetime.combine(today, time.min, member.zone)
    people = list(Member.objects.active().filter(people_reached(member, "task", "see")).order_by("surname", "given_name", "pk"))
    tasks = Task.objects.visible_to(member)
    late = _by(tasks.overdue(now), "assignee")
    done_today = tasks.filter(completed_at__gte=midnight, completed_at__lt=midnight + timedelta(days=1))
    done = _by(done_today.filter(assignee__in=[person.pk for person in people]), "assignee")
    stepless = _by(Deal.objects.visible_to(member, IN_WORK).open().filter(next_step_at=None), "responsible")
    people.sort(key=lambda person: (-late.get(person.pk, 0), -stepless.get(person.pk, 0)))
    return {
        "count": sum(late.values()),
        "count_url": "/tasks/?state=overdue&who=all",
        "is_late": bool(late),
        "people": [
            Person(
                person,
                Figure(late.get(person.pk, 0), f"/tasks/?state=overdue&who={person.pk}"),
                Figure(done.get(person.pk, 0), f"/tasks/?state=done&who={person.pk}&done_on={today.isoformat()}"),
                Figure(stepless.get(person.pk, 0), f"{DEALS}responsible={person.pk}&next_step=none"),
            )
            for person in people[:SHOWN_PEOPLE]
        ],
        "has_more": len(people) > SHOWN_PEOPLE,
        "sees_deals": member.reach("deal", "see") != Reach.NONE,
    }


def _by(rows: QuerySet[Any], whose: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(whose).annotate(Count("pk")))


def _sees_others(member: Member, thing: str) -> bool:
    return member.reach(thing, "see") not in (Reach.NONE, Reach.OWN)


def _sees_deals(member: Member) -> bool:
    return is_employee(member) and member.reach("deal", "see") != Reach.NONE


SELLERS = (*Role.LEADING, Role.Base.MANAGER)
DEPARTMENT_TODAY = Tile(
    "department_today",
    _("The department today"),
    _("Each person: what is overdue, done today, and deals without a next step"),
    "users",
    "/tasks/calendar/?view=team",
    "tasks/tiles/department_today.html",
    department_today,
    kinds=Role.LEADING,
    hears="tasks deals",
    width=2,
    is_heavy=True,
    is_for=lambda member: _sees_others(member, "task"),
)
UNTOUCHED = Tile(
    "untouched",
    _("New deals without a touch"),
    _("Nobody has called, met or written yet; whoever waits longest stands first"),
    "phone",
    "/deals/list/?untouched=1",
    "tasks/tiles/untouched.html",
    untouched,
    kinds=SELLERS,
    hears="tasks deals",
    is_heavy=True,
    is_for=_sees_deals,
)
IDLE = Tile(
    "idle",
    _("Deals without movement"),
    _("Longer on their stage than it allows, and no touch is planned ahead"),
    "anchor",
    "/deals/list/?idle=1",
    "tasks/tiles/idle.html",
    idle,
    kinds=Role.LEADING,
    hears="tasks deals",
    is_heavy=True,
    is_for=_sees_deals,
)
