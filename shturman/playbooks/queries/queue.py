"""The queue of a manager's day: computed, not chosen, and each place explained by one line.

Promised times come at their hour; then new leads where speed decides; then what is due by heat × amount × lateness. Where a head has
switched «сначала приоритетные клиенты» on, their tasks go before the rest of what has no hour of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from math import log1p
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.deals.models import Deal
from shturman.kit.money import roubles
from shturman.kit.working_time import WorkWeek
from shturman.playbooks.heat import Heat, heat_of
from shturman.tasks.models import Task

# How long a touch takes where nothing says so, minutes; a fixed hour is kept so many minutes before it comes.
LASTS = {Task.Kind.CALL: 10, Task.Kind.MEETING: 60, Task.Kind.LETTER: 10, Task.Kind.DOCUMENT: 30}
USUAL = 15
KEPT_BEFORE = timedelta(minutes=5)
MOST = 200

# The switch of his department, of one that it is part of, or of the whole company.
ABOVE = """
SELECT EXISTS (
    SELECT FROM playbooks_priorityfirst AS first LEFT JOIN company_department AS department ON department.id = first.department_id
    WHERE first.department_id IS NULL OR %(department)s = ANY(department.branch_ids))"""
QUEUE = f"""{ABOVE},
    task.id, task.title, task.kind, task.due_at, task.deadline, task.is_important, task.created_at,
    deal.id, deal.responsible_id, deal.title, deal.amount, stage.name, client.id, client.name,
    coalesce(step.is_urgent, false), priority.id IS NOT NULL,
    (SELECT max(skip.until) FROM playbooks_skip AS skip WHERE skip.task_id = task.id AND skip.until > %(now)s)
FROM tasks_task AS task
LEFT JOIN deals_deal AS deal ON deal.id = task.deal_id
LEFT JOIN deals_stage AS stage ON stage.id = deal.stage_id
LEFT JOIN clients_client AS client ON client.id = coalesce(deal.client_id, task.client_id)
LEFT JOIN playbooks_run AS run ON run.task_id = task.id
LEFT JOIN playbooks_step AS step ON step.id = run.step_id
LEFT JOIN playbooks_priorityclient AS priority ON priority.client_id = client.id
WHERE task.assignee_id = %(member)s AND task.deadline < %(end)s
    AND task.deleted_at IS NULL AND task.completed_at IS NULL AND task.cancelled_at IS NULL
ORDER BY task.deadline LIMIT %(most)s"""  # noqa: S608 -- no value stands in the text


@dataclass(frozen=True)
class Waiting:
    """A task of the day with all that its place is computed from."""

    id: int
    title: str
    kind: str
    due_at: datetime | None
    deadline: datetime
    is_important: bool
    created_at: datetime
    deal_id: int | None
    responsible_id: int | None
    deal_title: str | None
    amount: Decimal | None
    stage: str | None
    client_id: int | None
    client: str | None
    is_urgent: bool
    is_priority: bool
    skipped_until: datetime | None
    heat: Heat = Heat()
    week: WorkWeek = WorkWeek()

    @property
    def is_fixed(self) -> bool:
        """Promised for an hour, or a meeting: it cannot be done before."""
        return self.due_at is not None and (self.is_important or self.kind == Task.Kind.MEETING)

    @property
    def name(self) -> str:
        return self.client or self.deal_title or self.title

    def late_days(self, now: datetime) -> int:
        """Working days, as every other screen says it."""
        return self.week.working_days_between(timezone.localtime(self.deadline).date(), timezone.localtime(now).date())

    def weight(self, now: datetime) -> float:
        """Heat × amount × lateness; the amount by its order, so that one large deal does not eat the day."""
        return (1 + self.heat.points) * (1 + log1p(float(self.amount or 0) / 10_000)) * (1 + self.late_days(now))


@dataclass(frozen=True)
class Place:
    waiting: Waiting
    why: str
    tone: str
    # What stands on the right of its line: the hour, or the one by which it must be done.
    hour: str


@dataclass(frozen=True)
class Queue:
    places: Sequence[Place]
    minutes: int
    ends_at: datetime
    is_priority_first: bool
    later: Sequence[Waiting] = ()

    @property
    def hours(self) -> int:
        return self.minutes // 60

    @property
    def rest_minutes(self) -> int:
        return self.minutes % 60

    @property
    def first(self) -> Place | None:
        return self.places[0] if self.places else None


def queue_of(member: Member, now: datetime) -> Queue:
    """Two statements, however long the day; one more where deals of others are among its tasks."""
    end = now.astimezone(member.zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, {"member": member.pk, "department": member.department_id, "now": now, "end": end, "most": MOST})
        found = cursor.fetchall()
        if not found:
            # Whoever has nothing to do today still sees how the switch stands: he may be the head.
            cursor.execute(ABOVE, {"department": member.department_id})
        is_priority_first = found[0][0] if found else cursor.fetchone()[0]
    rows = [Waiting(*row[1:]) for row in found]
    rows = _within_rights(rows, member)
    heat = heat_of({row.deal_id for row in rows if row.stage is not None and row.deal_id}, now)
    week = work_week()
    known = [replace(row, heat=heat.get(row.deal_id or 0, Heat()), week=week) for row in rows]
    return in_order(known, now, is_priority_first=is_priority_first)


def _within_rights(rows: Sequence[Waiting], member: Member) -> list[Waiting]:
    """Who does a task of a deal or a client that he does not see learns its title alone."""
    deals = {row.deal_id for row in rows if row.deal_id and row.responsible_id != member.pk}
    clients = {row.client_id for row in rows if row.client_id and not row.deal_id}
    if deals:
        deals -= set(Deal.objects.inside_for(member).filter(pk__in=deals).values_list("pk", flat=True))
    if clients:
        clients -= set(Client.objects.visible_to(member).filter(pk__in=clients).values_list("pk", flat=True))
    hidden = {row.id for row in rows if (row.deal_id in deals if row.deal_id else row.client_id in clients)}
    return [replace(row, amount=None, stage=None, client=None) if row.id in hidden else row for row in rows]


def in_order(rows: Sequence[Waiting], now: datetime, *, is_priority_first: bool) -> Queue:
    """Walks through the day: at each moment the promise whose hour has come, else the best of what waits."""
    ready = [row for row in rows if row.skipped_until is None]
    fixed = sorted((row for row in ready if row.is_fixed), key=_hour)
    free = sorted((row for row in ready if not row.is_fixed), key=lambda row: _rank(row, now, is_priority_first), reverse=True)
    skipped = sorted((row for row in rows if row.skipped_until is not None), key=lambda row: row.skipped_until or now)
    places, cursor = [], now
    while fixed or free:
        comes = _hour(fixed[0]) if fixed else None
        if comes is not None and (comes - KEPT_BEFORE <= cursor or not free or comes < cursor + _length(free[0])):
            row = fixed.pop(0)
            cursor = max(cursor, comes)
        else:
            row = free.pop(0)
        places.append(_place(row, now, is_priority_first))
        cursor += _length(row)
    minutes = sum(int(_length(row) / timedelta(minutes=1)) for row in ready)
    return Queue(places, minutes, cursor, is_priority_first, skipped)


def _hour(row: Waiting) -> datetime:
    return row.due_at or row.deadline


def _length(row: Waiting) -> timedelta:
    return timedelta(minutes=LASTS.get(Task.Kind(row.kind), USUAL))


def _rank(row: Waiting, now: datetime, is_priority_first: bool) -> tuple[Any, ...]:
    """The highest first. Among urgent ones the one whose time runs out."""
    time_left = -(row.deadline - now).total_seconds() if row.is_urgent else 0
    return (is_priority_first and row.is_priority, row.is_urgent, time_left, row.weight(now), -row.id)


def _place(row: Waiting, now: datetime, is_priority_first: bool) -> Place:
    why, tone = _why(row, now, is_priority_first)
    if row.is_fixed:
        return Place(row, why, tone, f"{timezone.localtime(_hour(row)):%H:%M}")
    if row.due_at is not None and row.due_at >= now:
        return Place(row, why, tone, _("by %(time)s") % {"time": f"{timezone.localtime(row.due_at):%H:%M}"})
    return Place(row, why, tone, "")


def _why(row: Waiting, now: datetime, is_priority_first: bool) -> tuple[str, str]:
    """One line: by what it stands where it stands."""
    hour = f"{timezone.localtime(_hour(row)):%H:%M}"
    days = row.late_days(now)
    if row.is_fixed:
        late = _hour(row) < now
        named = _("A meeting at %(time)s") if row.kind == Task.Kind.MEETING else _("Promised for %(time)s")
        if days:
            named = ngettext("Promised %(days)d day ago", "Promised %(days)d days ago", days)
        return named % {"time": hour, "days": days}, "late" if late else ""
    if row.is_urgent:
        if row.deadline < now:
            return _("A new request waits too long: answer at once"), "late"
        return _("A new request: answer by %(time)s") % {"time": hour}, "today"
    words = []
    if is_priority_first and row.is_priority:
        words.append(_("Priority client"))
    if days:
        words.append(ngettext("Overdue for %(days)d day", "Overdue for %(days)d days", days) % {"days": days})
    elif row.deadline < now:
        words.append(_("Was to be done by %(time)s") % {"time": hour})
    words.append(_facts_of(row))
    told = " · ".join(word for word in words if word)
    return told[:1].upper() + told[1:] or _("Due today"), "late" if row.deadline < now else ""


def _facts_of(row: Waiting) -> str:
    if row.stage is None:
        return ""
    told = {"heat": row.heat.words, "stage": row.stage, "amount": roubles(row.amount or Decimal(0))}
    return (_("%(heat)s: %(stage)s, %(amount)s") if row.amount else _("%(heat)s: %(stage)s")) % told
