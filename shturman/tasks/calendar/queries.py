"""What stands in a calendar: tasks with a moment or a day, days off, absences, and what waits for a word on its result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, DurationField, ExpressionWrapper, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from shturman.clients.models import Client
from shturman.company.models import Absence, Member
from shturman.company.queries import work_week
from shturman.company.rights import Reach
from shturman.deals.models import Deal
from shturman.kit.working_time import russian_holidays
from shturman.tasks.calendar.clashes import clashes_among, crossing_words
from shturman.tasks.calendar.span import Span
from shturman.tasks.internet_calendars.occurring import Occurring, occurring
from shturman.tasks.models import Task
from shturman.tasks.models.task import LONGEST, USUAL_MINUTES

SHOWN = (
    *("kind", "title", "due_at", "due_on", "minutes", "deadline", "is_important", "completed_at", "result", "assignee_id", "deal_id"),
    *("client_id", "deal__title", "deal__responsible", "deal__client__name", "client__name"),
    *("deal__client__surname", "client__surname"),
)
# More waiting answers than this are a matter for the list, not for the head of a page.
SHOWN_WAITING = 5
# `Task.length` where the database counts by it.
USUAL = Case(*(When(kind=kind, then=Value(minutes)) for kind, minutes in USUAL_MINUTES.items()), output_field=IntegerField())
LENGTH = ExpressionWrapper(Coalesce(F("minutes"), USUAL) * Value(timedelta(minutes=1)), output_field=DurationField())


@dataclass(frozen=True)
class Item:
    task: Task
    # What the one who looks may know of whom it is about.
    about: str
    whom: str
    is_done: bool
    is_late: bool
    # Its time has passed and nobody has said what came of it.
    waits: bool
    # The other items at the same time.
    clashes: tuple[Task, ...] = ()

    @property
    def name(self) -> str:
        """In full, wherever there is no room to say it."""
        return f"{self.task.title} · {self.whom}" if self.whom else self.task.title

    @property
    def clash_words(self) -> str:
        return crossing_words(self.clashes)


@dataclass(frozen=True)
class Day:
    on: date
    is_working: bool
    # The name of the holiday, or why the person is away.
    note: str
    items: tuple[Item, ...] = ()
    # Own events of the phone's calendar that repeat: they are no tasks.
    times: tuple[Occurring, ...] = ()


def own_items(member: Member, span: Span, now: datetime) -> list[Item]:
    start, end = span.bounds(member.zone)
    # What began before midnight may last still.
    rows = _shown().filter(assignee=member, deadline__gte=start - timedelta(minutes=LONGEST), deadline__lt=end)
    tasks = [task for task in rows.order_by("deadline", "id") if (task.ends_at or task.deadline) >= start]
    return items_of(tasks, member, now)


def items_of(tasks: Sequence[Task], reader: Member, now: datetime) -> list[Item]:
    clashes, names = clashes_among(tasks), names_seen(tasks, reader)
    return [
        Item(
            task,
            names.get(task.pk, ""),
            task.whom if task.pk in names else "",
            is_done=task.completed_at is not None,
            is_late=task.completed_at is None and task.deadline < now,
            waits=task.completed_at is None and has_ended(task, now),
            clashes=tuple(clashes.get(task.pk, ())),
        )
        for task in tasks
    ]


def has_ended(task: Task, now: datetime) -> bool:
    return task.ends_at is not None and task.ends_at <= now


def _shown() -> QuerySet[Task]:
    return Task.objects.everything().kept().filter(cancelled_at=None).select_related("deal__client", "client").only(*SHOWN)


def names_seen(tasks: Sequence[Task], reader: Member) -> dict[int, str]:
    """The doer of a task learns from it no client whose deal is closed to him."""
    his = _deals_led(tasks, reader)
    deals = his | _seen(Deal, "deal", reader, {task.deal_id for task in tasks if task.deal_id} - his)
    clients = _seen(Client, "client", reader, {task.client_id for task in tasks if task.client_id and not task.deal_id})
    return {task.pk: task.about_in_full for task in tasks if (task.deal_id in deals if task.deal_id else task.client_id in clients)}


def _deals_led(tasks: Sequence[Task], reader: Member) -> set[int]:
    """What he leads he sees: of most tasks nothing has to be asked."""
    if reader.reach("deal", "see") == Reach.NONE:
        return set()
    return {task.deal_id for task in tasks if task.deal_id and task.deal is not None and task.deal.responsible_id == reader.pk}


def _seen(model: type[Deal] | type[Client], thing: str, reader: Member, asked: Collection[int]) -> set[int]:
    if reader.reach(thing, "see") == Reach.ALL:
        return set(asked)
    return set(model.objects.visible_to(reader).filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()


def waiting(member: Member, now: datetime) -> tuple[list[Task], int]:
    """Own items whose time has passed and of which nothing is said yet: the latest, and how many there are."""
    rows = Task.objects.everything().open().filter(assignee=member, deadline__lt=now, due_at__isnull=False)
    ended = rows.filter(due_at__lte=Value(now) - LENGTH).only("title", "kind", "due_at", "minutes")
    latest = list(ended.order_by("-deadline", "-id")[:SHOWN_WAITING])
    return latest, len(latest) if len(latest) < SHOWN_WAITING else ended.count()


def own_times(member: Member, span: Span) -> list[Occurring]:
    return occurring([member], *span.bounds(member.zone)).get(member.pk, [])


def days_of(span: Span, items: Sequence[Item], member: Member, times: Iterable[Occurring] = ()) -> list[Day]:
    """An item stands on the day on which it begins."""
    of_day: dict[date, list[Item]] = {}
    for item in items:
        of_day.setdefault(day_of_task(item.task, member), []).append(item)
    week, absences = work_week(), absences_within(span, [member.pk])
    notes = {day: away_note(absences, member.pk, day) for day in span.days}
    times = list(times)
    return [
        Day(
            day,
            week.is_working(day) and not notes[day],
            notes[day] or holiday(day),
            tuple(of_day.get(day, ())),
            tuple(one for one in times if one.on <= day <= one.last_on),
        )
        for day in span.days
    ]


def day_of_task(task: Task, member: Member) -> date:
    return task.due_on or task.deadline.astimezone(member.zone).date()


def holiday(day: date) -> str:
    """A plain Saturday has no name."""
    return russian_holidays(day.year).get(day, "") if not work_week().is_working(day) else ""


def absences_within(span: Span, people: Collection[int]) -> Sequence[Absence]:
    return list(Absence.objects.filter(member__in=people, last_day__gte=span.first, first_day__lte=span.last))


def away_note(absences: Iterable[Absence], member_id: int, day: date) -> str:
    found = (row for row in absences if row.member_id == member_id and row.first_day <= day <= row.last_day)
    return next((row.get_kind_display() for row in found), "")
