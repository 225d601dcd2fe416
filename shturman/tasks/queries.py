from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.deals.queries.stages import hold_stages
from shturman.tasks.models import Task

# Every change of a task asks it.
EARLIEST = """
SELECT deal_id, min(deadline) FROM tasks_task WHERE deal_id = ANY(%s)
AND deleted_at IS NULL AND completed_at IS NULL AND cancelled_at IS NULL GROUP BY deal_id"""
# Promise 1, published: the answer is always 0.
NEXT_STEP_GAPS = "SELECT count(*) FROM deals_without_next_step"


def next_step_gaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_STEP_GAPS)
        return cursor.fetchone()[0]


def one_met_by(member: Member, task_id: int) -> QuerySet[Task]:
    """His own, one that he set, one of his people, or of a deal that he sees; none where he may not know of it."""
    seen = Task.objects.visible_to(member).filter(pk=task_id)
    rows = Task.objects.kept().select_related(
        "deal__client", "deal__stage", "deal__funnel", "deal__responsible", "client", "assignee", "author", "preset"
    )
    through_deal = Q(deal__in=Deal.objects.inside_for(member).filter(tasks=task_id))
    return rows.filter(Q(pk__in=seen.values("pk")) | through_deal, pk=task_id)


def earliest_deadlines(deal_ids: Collection[int]) -> dict[int, datetime | None]:
    """Every asked deal is in the answer; None stands for «no open task»."""
    with connection.cursor() as cursor:
        cursor.execute(EARLIEST, [list(deal_ids)])
        found = dict(cursor.fetchall())
    return {deal_id: found.get(deal_id) for deal_id in deal_ids}


def held_open(deals: Iterable[Deal]) -> list[Deal]:
    """Those that are open still, held so till the commit: a load withdrawn meanwhile takes its deals away."""
    deals = list(deals)
    rows = Deal.objects.everything().kept().open().filter(pk__in=[deal.pk for deal in deals]).order_by("pk")
    held = set(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    return [deal for deal in deals if deal.pk in held]


def without_open_task(deals: Iterable[Deal]) -> list[Deal]:
    """Open deals on task-keeping stages that have nothing to do next; their stages are held till the commit."""
    deals = [deal for deal in deals if deal.is_open and deal.deleted_at is None]
    if not deals:
        return []
    keeps_tasks = hold_stages({deal.stage_id for deal in deals})
    candidates = [deal for deal in deals if keeps_tasks.get(deal.stage_id)]
    busy = set(
        Task.objects.everything()
        .open()
        .filter(deal__in=[deal.pk for deal in candidates], assignee__is_active=True, assignee__is_robot=False)
        .values_list("deal_id", flat=True)
    )
    return [deal for deal in candidates if deal.pk not in busy]


@dataclass(frozen=True)
class Mark:
    """A mark on the course of the day in the top strip."""

    at: datetime
    title: str
    url: str
    tone: str


@dataclass(frozen=True)
class KnownDay:
    """What the frame of every page asks of a day."""

    overdue_count: int
    marks: list[Mark]


# One statement, composed once: every page asks it.
OPEN = "deleted_at IS NULL AND completed_at IS NULL AND cancelled_at IS NULL"
KNOWN_DAY = f"""
SELECT id, title, kind, is_important, due_at, NULL::timestamptz, NULL::bigint FROM tasks_task
WHERE assignee_id = %(member)s AND {OPEN} AND due_at >= %(start)s AND due_at < %(end)s
UNION ALL
SELECT id, title, kind, is_important, due_at, completed_at, NULL FROM tasks_task
WHERE assignee_id = %(member)s AND deleted_at IS NULL AND completed_at >= %(start)s AND completed_at < %(end)s
UNION ALL
SELECT 0, '', '', false, NULL, NULL, count(*) FROM tasks_task WHERE assignee_id = %(member)s AND {OPEN} AND deadline < %(now)s"""  # noqa: S608 -- no value stands in the text


def known_day(member: Member, now: datetime) -> KnownDay:
    """Done dots, planned rings, meeting bars and promised diamonds of the member's day (tasks by day have no mark), and
    the counter of overdue tasks, equal to the list «Просрочено» of my day. Of a day that is read already it is not asked again."""
    if (read := member.__dict__.get(DAY_READ)) is not None:
        return KnownDay(len(read[1].overdue), marks_of(read[1], member, read[0]))
    start = now.astimezone(member.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_DAY, {"member": member.pk, "now": now, "start": start, "end": start + timedelta(days=1)})
        *marks, counter = cursor.fetchall()
    return KnownDay(counter[-1], _marks(row[:-1] for row in marks))


def marks_of(day: Day, member: Member, now: datetime) -> list[Mark]:
    """The same from a day that is read already."""
    today = now.astimezone(member.zone).date()
    planned = [task for task in (*day.overdue, *day.today) if task.due_at and task.due_at.astimezone(member.zone).date() == today]
    columns = ("pk", "title", "kind", "is_important", "due_at", "completed_at")
    return _marks(tuple(getattr(task, name) for name in columns) for task in (*planned, *day.done))


def _marks(rows: Iterable[tuple[Any, ...]]) -> list[Mark]:
    marks = [
        Mark(completed_at or due_at, title, f"/tasks/{pk}/", _tone(kind, is_important, completed_at))
        for pk, title, kind, is_important, due_at, completed_at in rows
    ]
    return sorted(marks, key=lambda mark: (mark.at, mark.url))


def _tone(kind: str, is_important: bool, completed_at: datetime | None) -> str:
    if completed_at is not None:
        return "done"
    if kind == Task.Kind.MEETING:
        return "meeting"
    return "promise" if is_important else "planned"


# What a line of the agenda shows.
AGENDA = (
    *("kind", "title", "due_at", "due_on", "minutes", "deadline", "is_important", "completed_at", "result", "assignee_id"),
    *("deal__title", "deal__amount", "deal__responsible", "deal__client__name", "deal__stage__name", "client__name"),
)
# And of what is done already.
DONE = ("title", "kind", "is_important", "due_at", "completed_at", "result")


@dataclass(frozen=True)
class Day:
    overdue: list[Task]
    today: list[Task]
    done: list[Task]
    tomorrow: list[Task]
    # The one thing to do now: what is overdue longest among the important, else the nearest.
    next_step: Task | None


# Where the day of a member is kept as long as his page is drawn.
DAY_READ = "day_read"


def day_read_once(member: Member) -> tuple[datetime, Day]:
    """Several tiles and the frame tell of one day: it is read once for the page."""
    read: tuple[datetime, Day] | None = member.__dict__.get(DAY_READ)
    if read is None:
        now = timezone.now()
        read = member.__dict__[DAY_READ] = now, day_of(member, now)
    return read


def day_of(member: Member, now: datetime) -> Day:
    start = now.astimezone(member.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = [start + timedelta(days=days) for days in (1, 2)]
    rows = Task.objects.everything().select_related("deal__client", "deal__stage", "client").only(*AGENDA)
    ahead = list(rows.open().filter(assignee=member, deadline__lt=ends[1]).order_by("deadline", "id"))
    done = list(Task.objects.everything().kept().filter(assignee=member, completed_at__gte=start).only(*DONE).order_by("completed_at"))
    overdue = [task for task in ahead if task.deadline < now]
    today = [task for task in ahead if now <= task.deadline < ends[0]]
    return Day(overdue, today, done, [task for task in ahead if task.deadline >= ends[0]], _most_pressing(overdue, today, now))


def _most_pressing(overdue: list[Task], today: list[Task], now: datetime) -> Task | None:
    """A promise by the clock within the quarter of an hour goes first, then what burns, then the day in its order."""
    soon = [task for task in today if task.due_at is not None and task.due_at - now <= timedelta(minutes=15)]
    return next(iter(soon + [task for task in overdue if task.is_important] + overdue + today), None)
