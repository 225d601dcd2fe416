"""What a phone does to its calendar: each change is one of the house's own actions, with their rights and refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Func, IntegerField, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import Refused
from shturman.tasks.actions.changing import change_task, place_task
from shturman.tasks.actions.completing import cancel_task, complete_task, locked
from shturman.tasks.actions.phone_names import THIS_TRANSACTION, let_go
from shturman.tasks.actions.reminders import choose_reminders, set_task_reminding
from shturman.tasks.actions.setting import NewTask, cards_of
from shturman.tasks.actions.trash import delete_task, restore_task
from shturman.tasks.events import PhoneChangeRefused, PhoneZoneUnknown
from shturman.tasks.internet_calendars.entries import DAYS_BACK, OF_TASK, Entry, default_name, entry_named
from shturman.tasks.internet_calendars.facts import LONGEST_TITLE, Facts, asked_of, deadline_of, due_of, facts_of_event, minutes_of
from shturman.tasks.internet_calendars.ics.occurrences import envelope
from shturman.tasks.internet_calendars.ics.resources import Resource, Unsupported
from shturman.tasks.internet_calendars.writing import uid_of
from shturman.tasks.last_step import is_last_step
from shturman.tasks.models import CalendarMark, PhoneCalendar, PhoneItem, Task

# Of what repeats nobody has more; each is read whenever its days are shown.
MOST_OWN_EVENTS = 500
MOST_OWN_BYTES = 2_000_000
# All words of one person's phones.
MOST_BYTES = 20_000_000
UID_OF_TASK = re.compile(r"task-(\d{1,18})-", re.ASCII)
SIZE = Func(F("raw"), function="octet_length", output_field=IntegerField())


class ChangedMeanwhile(Exception):
    """Another device was first: this one reads its change before it writes."""


class CalendarIsFull(Exception):
    """There is no room for one more own event."""


@dataclass(frozen=True)
class Sent:
    """`raw` is kept as it is; `agrees` asks what the phone believes of the item that stands there."""

    name: str
    raw: str
    resource: Resource
    agrees: Callable[[Entry | None], bool]
    site: str


@transaction.atomic
def put_event(sent: Sent, *, by: Member) -> tuple[Entry | None, bool]:
    """The item as it stands afterwards, and whether it is new."""
    _hold_calendar(by)
    entry = _held_entry(by, sent.site, sent.name)
    if not sent.agrees(entry):
        raise ChangedMeanwhile
    _ask_identity(sent, by)
    if entry is None and OF_TASK.fullmatch(sent.name):
        _bring_back(sent, by)
    elif entry is None:
        _add(sent, by)
    elif entry.task is not None:
        _change_task(entry, entry.task, sent, by)
    else:
        _change_own_event(sent, by)
    return entry_named(by, sent.site, sent.name), entry is None


@transaction.atomic
def remove_event(name: str, agrees: Callable[[Entry | None], bool], site: str, *, by: Member) -> bool:
    """Whether there was such an item at all."""
    _hold_calendar(by)
    entry = _held_entry(by, site, name)
    if not agrees(entry):
        raise ChangedMeanwhile
    if entry is None:
        return False
    if entry.task is not None:
        _delete_task(entry.task, by)
    elif entry.item is not None:
        let_go(PhoneItem.objects.filter(pk=entry.item.pk))
    return True


@transaction.atomic
def refuse_phone_change(name: str, what: str, reason: str, site: str, *, by: Member) -> None:
    """The item gets a new number and another tag, so that the phone takes it back as it stands; its person is told why."""
    entry = entry_named(by, site, name)
    if entry is None or entry.task is None:
        return
    task = entry.task
    facts = {"member": by, "task_id": task.pk}
    CalendarMark.objects.update_or_create(
        **facts,
        defaults={"mark": THIS_TRANSACTION, "returned": F("returned") + 1},
        create_defaults={**facts, "mark": THIS_TRANSACTION, "returned": 1},
    )
    record(PhoneChangeRefused(task.pk, task.deal_id, task.kind, task.title, what=what, reason=reason), by=by, about=[task])


def remove_own_event(item: PhoneItem, *, by: Member) -> None:
    """From the page of the calendar; the phone hears of it when it asks next."""
    if item.member_id == by.pk and item.task_id is None and item.removed_at is None:
        let_go(PhoneItem.objects.filter(pk=item.pk))


def _hold_calendar(by: Member) -> None:
    """One person's devices write one after another, and none after he has left: whoever dismisses him holds him first."""
    is_here = Member.objects.select_for_update(no_key=True, of=("self",)).filter(pk=by.pk, is_active=True).exists()
    if not is_here or PhoneCalendar.objects.select_for_update(no_key=True).filter(member=by).first() is None:
        raise ChangedMeanwhile


def _held_entry(by: Member, site: str, name: str) -> Entry | None:
    """Held like any task that is changed, and read once it is held."""
    entry = entry_named(by, site, name)
    if entry is None or entry.task is None:
        return entry
    locked(entry.task, by)
    return entry_named(by, site, name)


def _stands_untouched(by: Member, sent: Sent, name: str) -> bool:
    """A task that no phone has written yet stands under the name and the UID of the house."""
    entry = entry_named(by, sent.site, name) if name != sent.name else None
    return entry is not None and entry.item is None


def _ask_identity(sent: Sent, by: Member) -> None:
    """One UID stands under one name."""
    told = UID_OF_TASK.match(sent.resource.uid)
    if told and uid_of(int(told[1])) == sent.resource.uid and _stands_untouched(by, sent, default_name(int(told[1]))):
        raise Unsupported("no-uid-conflict")
    other = PhoneItem.objects.filter(member=by, uid=sent.resource.uid, removed_at=None).exclude(name=sent.name).first()
    if other is not None and entry_named(by, sent.site, other.name) is not None:
        raise Unsupported("no-uid-conflict")
    if other is not None:
        # It stood beside a task that was dropped: its identity is free again.
        let_go(PhoneItem.objects.filter(pk=other.pk))


def _bring_back(sent: Sent, by: Member) -> None:
    """A removal is undone on the phone: the task comes out of the trash. To other names of tasks no phone has a right."""
    told = OF_TASK.fullmatch(sent.name)
    task = Task.objects.everything().filter(pk=int(told[1]), assignee=by, deleted_at__isnull=False).first() if told else None
    if task is None:
        raise Refused(_("This name belongs to another item"))
    restore_task(task, by=by)
    entry = entry_named(by, sent.site, sent.name)
    if entry is None or entry.task is None:
        raise Refused(_("This name belongs to another item"))
    _change_task(entry, entry.task, sent, by)


def _add(sent: Sent, by: Member) -> None:
    if _is_own_event(sent.resource) or _is_history(sent.resource, by):
        _keep_own_event(sent, by)
        return
    resource, now = sent.resource, timezone.now()
    facts = facts_of_event(resource, Task.Kind.MEETING, "", deadline_of(resource, by.zone))
    minutes = minutes_of(resource, Task.Kind.MEETING) if resource.length is not None and resource.start.at else None
    new = NewTask(_title_of(facts), due_of(resource), by, kind=Task.Kind.MEETING, minutes=minutes)
    task = set_task_reminding(new, asked_of(facts, resource, now), by=by)
    if facts.is_done:
        complete_task(task, "", by=by)
    _keep_beside(task, facts, sent, by)


def _change_task(entry: Entry, task: Task, sent: Sent, by: Member) -> None:
    resource, before = sent.resource, entry.facts
    if before is None:
        raise ValueError(f"a task without facts: {task.pk}")
    if _is_own_event(resource) and not resource.is_cancelled:
        _turn_into_own_event(task, sent, by)
        return
    facts = facts_of_event(resource, task.kind, before.about, deadline_of(resource, by.zone))
    if resource.is_cancelled:
        _ask_last_step(task)
        cancel_task(task, _("dropped in the calendar of the phone"), by=by)
    else:
        _apply(task, before, facts, resource, by)
    _keep_beside(task, facts, sent, by)


def _apply(task: Task, before: Facts, facts: Facts, resource: Resource, by: Member) -> None:
    title = _title_of(facts)
    if title != before.title:
        change_task(task, {"title": title}, by=by)
    if (facts.when, facts.minutes) != (before.when, before.minutes):
        minutes = task.minutes if facts.minutes in (before.minutes, 0) else facts.minutes
        place_task(task, due_of(resource), minutes, by=by)
    if before.is_done and not facts.is_done:
        raise Refused(_("What is done is taken back in Shturman itself"))
    if not before.is_done and (facts.before, facts.moments) != (before.before, before.moments):
        choose_reminders(task, asked_of(facts, resource, timezone.now()), by=by)
    if facts.is_done and not before.is_done:
        complete_task(task, "", by=by)


def _turn_into_own_event(task: Task, sent: Sent, by: Member) -> None:
    """What repeats is never a step of a deal, and no client waits for it."""
    if task.deal_id or task.client_id or task.author_id != by.pk or not task.is_open:
        raise Refused(_("Only an own meeting may repeat: a task about a client or a deal stands once"))
    PhoneItem.objects.filter(member=by, task=task).exclude(name=sent.name).delete()
    delete_task(task, by=by)
    _keep_own_event(sent, by)


def _change_own_event(sent: Sent, by: Member) -> None:
    if _is_own_event(sent.resource):
        _keep_own_event(sent, by)
    else:
        _add(sent, by)


def _delete_task(task: Task, by: Member) -> None:
    if not task.is_open:
        raise Refused(_("What is done stays in the history"))
    _ask_last_step(task)
    delete_task(task, by=by)


def _ask_last_step(task: Task) -> None:
    full = Task.objects.everything().select_related("deal__stage").get(pk=task.pk)
    if is_last_step(full):
        raise Refused(_("It is the last step of its deal: finish it in Shturman and name the next one"))


def _is_own_event(resource: Resource) -> bool:
    """A meeting that was called off is kept as it is: there is nothing to do at it."""
    return resource.repeats or resource.is_cancelled


def _is_history(resource: Resource, by: Member) -> bool:
    """A calendar that is brought in whole has years behind it: they are no overdue tasks."""
    ends = resource.start.moment(by.zone) + (resource.length or timedelta())
    return ends < timezone.now() - timedelta(days=DAYS_BACK)


def _keep_own_event(sent: Sent, by: Member) -> None:
    first, last = envelope(sent.resource)
    standing = PhoneItem.objects.own_events().filter(member=by).exclude(name=sent.name)
    if standing.count() >= MOST_OWN_EVENTS or _size_of(standing, sent) > MOST_OWN_BYTES:
        raise CalendarIsFull
    facts: dict[str, Any] = {"task": None, "said": {}, "title": sent.resource.title[:LONGEST_TITLE], "first_at": first, "last_at": last}
    _keep(sent, facts, by)


def _keep_beside(task: Task, facts: Facts, sent: Sent, by: Member) -> None:
    is_news = not PhoneItem.objects.filter(member=by, name=sent.name, task=task).exists()
    PhoneItem.objects.filter(member=by, task=task).exclude(name=sent.name).delete()
    _keep(sent, {"task": task, "said": facts.kept(), "title": "", "first_at": None, "last_at": None}, by)
    if sent.resource.zones.unknown and is_news:
        zone = min(sent.resource.zones.unknown)[:100]
        record(PhoneZoneUnknown(task.pk, task.deal_id, task.kind, task.title, zone=zone), by=by, about=cards_of(task)[:1])


def _keep(sent: Sent, facts: dict[str, Any], by: Member) -> None:
    if _size_of(PhoneItem.objects.filter(member=by).exclude(name=sent.name), sent) > MOST_BYTES:
        raise CalendarIsFull
    row = {**facts, "uid": sent.resource.uid, "raw": sent.raw, "mark": THIS_TRANSACTION, "changed_at": timezone.now(), "removed_at": None}
    PhoneItem.objects.update_or_create(member=by, name=sent.name, defaults=row)


def _size_of(others: QuerySet[PhoneItem], sent: Sent) -> int:
    return (others.aggregate(size=Sum(SIZE))["size"] or 0) + len(sent.raw.encode())


def _title_of(facts: Facts) -> str:
    return facts.title or str(Task.Kind.MEETING.label)
