"""What stands in a member's calendar on his phone: read by a fixed number of statements, however much there is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from shturman.company.models import Member
from shturman.tasks.calendar.queries import SHOWN, names_seen
from shturman.tasks.calendar.span import start_of
from shturman.tasks.internet_calendars.facts import Facts, facts_from, facts_of_task
from shturman.tasks.internet_calendars.ics.occurrences import occurrences
from shturman.tasks.internet_calendars.writing import resource_kept, text_changed, text_of_task, uid_of
from shturman.tasks.models import CalendarMark, PhoneItem, Task
from shturman.tasks.models.task import LONGEST

# What is older stays on the phone as it was.
DAYS_BACK = 30
OF_TASK = re.compile(r"task-(\d{1,18})\.ics", re.ASCII)
# What is written changes with the program that writes it, and so do its tags.
WRITTEN = "1"


@dataclass
class Entry:
    """One item under its name: a task with what the phone keeps beside it, or an own event that is no task."""

    member: Member
    site: str
    name: str
    item: PhoneItem | None = None
    task: Task | None = None
    facts: Facts | None = None
    returned: int = 0

    @property
    def key(self) -> int:
        """Tasks and own events have numbers of their own."""
        return self.task.pk * 2 if self.task else self.item.pk * 2 + 1 if self.item else 0

    @property
    def uid(self) -> str:
        return self.item.uid if self.item else uid_of(self.task.pk if self.task else 0)

    @cached_property
    def etag(self) -> str:
        """Of all that the text is made of, so that a list of tags reads no text."""
        raw = hashlib.sha256(self.item.raw.encode()).hexdigest() if self.item else ""
        parts = [WRITTEN, self.name, raw, self.site, str(self.returned)]
        if self.task:
            task = self.task
            parts += [str(task.pk), repr(self.facts), task.deadline.isoformat(), task.kind, str(task.is_important), str(task.minutes)]
        return f'"{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:40]}"'

    @property
    def is_as_written(self) -> bool:
        """Word for word what the phone sent."""
        return self.item is not None and (self.task is None or facts_from(self.item.said) == self.facts)

    @cached_property
    def text(self) -> str:
        if self.item is not None:
            said = facts_from(self.item.said)
            if self.task is None or self.facts is None or said is None or said == self.facts:
                return self.item.raw
            return text_changed(self.item.raw, said, self.facts, self.task, self.member)
        if self.task is None or self.facts is None:
            raise ValueError(f"an entry of nothing: {self.name}")
        return text_of_task(self.task, self.facts, self.member, self.site)

    def stands_within(self, first: datetime | None, last: datetime | None) -> bool:
        zone = self.member.zone
        if self.task is not None:
            start = self.task.due_at or start_of(self.task.due_on, zone)  # type: ignore[arg-type]  # a day where there is no moment
            end = self.task.ends_at or start + timedelta(days=1)
            return (last is None or start < last) and (first is None or end > first)
        if self.item is None or self.item.first_at is None:
            return False
        begins, ends = self.item.first_at, self.item.last_at
        if (last is not None and begins >= last) or (first is not None and ends is not None and ends <= first):
            return False
        # Of a stretch that is longer than anybody looks through only the ends are asked.
        if first is None or last is None or last - first > timedelta(days=400):
            return True
        return bool(occurrences(resource_kept(self.item.raw, self.member), first, last))


def all_entries(member: Member, site: str, now: datetime) -> list[Entry]:
    """What the phone has made itself stays there however old it is: some programs take what is not listed for removed."""
    since = now - timedelta(days=DAYS_BACK)
    made = PhoneItem.objects.filter(member=member, task__isnull=False).exclude(name__startswith="task-")
    tasks = [
        *_tasks(member).filter(deadline__gte=since),
        *_tasks(member).filter(deadline__lt=since, pk__in=list(made.values_list("task", flat=True))),
    ]
    return _once(_of_tasks(member, site, tasks) + _of_events(member, site, PhoneItem.objects.own_events().filter(member=member)))


def entries_within(member: Member, site: str, first: datetime | None, last: datetime | None, now: datetime) -> list[Entry]:
    """By the index of deadlines: what began before may last still, and a day ends before its deadline does."""
    tasks = _tasks(member).filter(deadline__gte=(first or now - timedelta(days=DAYS_BACK)) - timedelta(minutes=LONGEST))
    own = PhoneItem.objects.own_events().filter(member=member)
    if first is not None:
        own = own.filter(Q(last_at=None) | Q(last_at__gt=first))
    if last is not None:
        tasks, own = tasks.filter(deadline__lt=last + timedelta(days=1)), own.filter(first_at__lt=last)
    found = _once(_of_tasks(member, site, list(tasks)) + _of_events(member, site, own))
    return [entry for entry in found if entry.stands_within(first, last)]


def entries_named(member: Member, site: str, names: Collection[str]) -> dict[str, Entry]:
    """Whatever their day: a phone may ask for what it has had for long."""
    names = [name for name in names if "\x00" not in name]
    items = list(PhoneItem.objects.filter(member=member, name__in=names, removed_at=None))
    of_phone = {item.task_id for item in items if item.task_id}
    numbers = {int(told[1]) for name in names if (told := OF_TASK.fullmatch(name))}
    tasks = _tasks(member).filter(pk__in=of_phone | numbers)
    found = _of_tasks(member, site, list(tasks)) + _of_events(member, site, [item for item in items if item.task_id is None])
    return {entry.name: entry for entry in found if entry.name in names}


def entry_named(member: Member, site: str, name: str) -> Entry | None:
    return entries_named(member, site, [name]).get(name)


def _once(entries: Sequence[Entry]) -> list[Entry]:
    """A task that came back from the trash meets what the phone has put under its name meanwhile: the phone's own stays."""
    return list({entry.name: entry for entry in entries}.values())


def default_name(task_id: int) -> str:
    return f"task-{task_id}.ics"


def _tasks(member: Member) -> QuerySet[Task]:
    """His own, as his calendar shows them: what was dropped is not there, what is done is."""
    rows = Task.objects.everything().kept().filter(assignee=member, cancelled_at=None)
    return rows.select_related("deal__client", "client").only(*SHOWN, "created_at", "author_id", "is_formed").order_by("pk")


def _of_tasks(member: Member, site: str, tasks: Sequence[Task]) -> list[Entry]:
    prefetch_related_objects(tasks, "reminders")
    ids = [task.pk for task in tasks]
    items = {item.task_id: item for item in PhoneItem.objects.filter(member=member, task__in=ids)} if ids else {}
    returned = _returned(member, ids)
    names = names_seen(tasks, member)
    entries = []
    for task in tasks:
        task.assignee = member
        item = items.get(task.pk)
        # As the phone gives it back: a blank too many would look like a new title.
        facts = facts_of_task(task, " ".join(names.get(task.pk, "").split()), task.reminders.all())
        name = item.name if item else default_name(task.pk)
        entries.append(Entry(member, site, name, item, task, facts, returned.get(task.pk, 0)))
    return entries


def _of_events(member: Member, site: str, items: Sequence[PhoneItem] | QuerySet[PhoneItem]) -> list[Entry]:
    return [Entry(member, site, item.name, item) for item in items]


def _returned(member: Member, task_ids: Sequence[int]) -> dict[Any, int]:
    if not task_ids:
        return {}
    return dict(CalendarMark.objects.filter(member=member, task_id__in=task_ids, returned__gt=0).values_list("task_id", "returned"))
