"""The week of those whose tasks one sees: a person a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.company.sight import people_reached
from shturman.tasks.calendar.queries import SHOWN, Day, absences_within, away_note, day_of_task, holiday, items_of
from shturman.tasks.calendar.span import Span
from shturman.tasks.internet_calendars.occurring import occurring
from shturman.tasks.models import Task

# A page of people; who leads more looks at a department by its own name in the list of tasks.
SHOWN_PEOPLE = 30
# What stands in a cell; the rest is a number that opens the person's list.
SHOWN_IN_CELL = 4


@dataclass(frozen=True)
class Cell:
    day: Day
    more: int


@dataclass(frozen=True)
class Person:
    member: Member
    cells: Sequence[Cell]
    count: int


def leads_others(member: Member) -> bool:
    return member.reach("task", "see") not in ("none", "own") or bool(member.absent_led)


def team_of(member: Member, span: Span, now: datetime) -> list[Person]:
    """A day begins for each by his own clock."""
    people = list(
        Member.objects.active().filter(people_reached(member, "task", "see")).order_by("surname", "given_name", "pk")[:SHOWN_PEOPLE]
    )
    start, end = span.bounds(member.zone)
    rows = Task.objects.visible_to(member).filter(assignee__in=people, cancelled_at=None, deadline__gte=start, deadline__lt=end)
    tasks = list(rows.select_related("deal__client", "client").only(*SHOWN).order_by("deadline", "id"))
    items = items_of(tasks, member, now)
    busy = occurring(people, start, end)
    absences, week = absences_within(span, [person.pk for person in people]), work_week()
    team = []
    for person in people:
        own = [item for item in items if item.task.assignee_id == person.pk]
        cells = []
        for day in span.days:
            # What is ahead stands first: what is done never hides it.
            found = sorted((item for item in own if day_of_task(item.task, person) == day), key=lambda item: item.is_done)
            note = away_note(absences, person.pk, day)
            times = tuple(one for one in busy.get(person.pk, ()) if one.on <= day <= one.last_on)[:SHOWN_IN_CELL]
            shown = Day(day, week.is_working(day) and not note, note or holiday(day), tuple(found[:SHOWN_IN_CELL]), times)
            cells.append(Cell(shown, max(len(found) - SHOWN_IN_CELL, 0)))
        team.append(Person(person, cells, len(own)))
    return team
