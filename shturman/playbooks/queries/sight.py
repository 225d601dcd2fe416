"""What the navigator shows of the task that stands first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.access import sees_client
from shturman.clients.models import Client
from shturman.clients.queries import phones_for
from shturman.company.models import Member
from shturman.company.rights import Reach
from shturman.deals.access import is_handed_over, sees_client_of, sees_deal
from shturman.deals.models import Deal
from shturman.fields.known import KnownField, fields_on
from shturman.kit.dates_in_words import day
from shturman.kit.phones import shown
from shturman.playbooks.actions.answering import is_repeated, next_step_of
from shturman.playbooks.hours import ClientClock, clock_of
from shturman.playbooks.models import Result
from shturman.playbooks.queries.results import Course, course_of_task
from shturman.playbooks.script import Piece, lines_of, places_of
from shturman.playbooks.terms import due_after
from shturman.tasks.actions.forming import suggested
from shturman.tasks.due import Due
from shturman.tasks.models import Task

Effect = Result.Effect


@dataclass(frozen=True)
class Button:
    """A result and what its press will do."""

    result: Result
    hint: str


@dataclass(frozen=True)
class LastWords:
    text: str
    when: datetime
    about: str


@dataclass(frozen=True)
class Sight:
    task: Task
    course: Course
    client: Client | None
    phone: str
    clock: ClientClock | None
    last_words: LastWords | None
    script: Sequence[Sequence[Piece]]
    buttons: Sequence[Button]
    own: Sequence[KnownField]
    # Of a deal that he does not see the doer of its task learns the title alone.
    sees_deal: bool
    # Known before the touch and unknown still.
    lacking: Sequence[str]

    @property
    def phone_words(self) -> str:
        return shown(self.phone)


def sight_of_task(task: Task, member: Member, now: datetime) -> Sight:
    course, deal = course_of_task(task), task.deal
    sees = _sees(task, member)
    told = _told_of(task)
    client = _client_of(task, member) if sees else None
    phone = _phone_of(task, client, member, told.has_contacts) if sees else ""
    own = fields_on(deal, member) if deal is not None and course.step is not None and sees else []
    step = course.step
    places = places_of(deal if sees else None, member, _called(client)) if step is not None else {}
    return Sight(
        task=task,
        course=course,
        client=client,
        phone=phone,
        clock=told.clock(phone, member, now) if task.kind == Task.Kind.CALL and client is not None else None,
        last_words=told.last_words if sees else None,
        script=lines_of(step.script, places) if step else [],
        buttons=[Button(result, _hint(course, result, now, told.has_other_task)) for result in course.results],
        own=own,
        sees_deal=sees,
        lacking=[name for name in step.needs if deal is not None and getattr(deal, name) in (None, "", 0)] if step else [],
    )


def _sees(task: Task, member: Member) -> bool:
    """Whose deal it is sees it where his role sees deals at all; the stage may hide it from him still."""
    deal = task.deal
    if deal is None:
        return task.client is None or sees_client(member, task.client)
    leads = deal.responsible_id == member.pk and member.reach("deal", "see") != Reach.NONE
    return (leads or sees_deal(member, deal)) and not is_handed_over(member, deal)


def _client_of(task: Task, member: Member) -> Client | None:
    if task.deal is not None:
        return task.deal.client if sees_client_of(member, task.deal) else None
    return task.client


def _called(client: Client | None) -> str:
    """A person by name and patronymic, an organisation by its name."""
    if client is None:
        return ""
    words = client.name.split()
    return " ".join(words[1:]) if client.kind == Client.Kind.PERSON and len(words) == 3 else client.name


def _phone_of(task: Task, client: Client | None, member: Member, has_contacts: bool) -> str:
    """The contact's of the deal first."""
    phones: list[Any] = []
    if task.deal is not None and has_contacts:
        contacts = task.deal.contacts.filter(person__merged_into=None).order_by("id")
        for contact in contacts.prefetch_related("person", phones_for(member, "person__phones")):
            phones += contact.person.phones.all()
    if client is not None:
        phones += client.phones.shown_to(member)
    return next((phone.number for phone in phones if not phone.is_masked), "")


# One statement for what four queries of the ORM would take ten times as long to compose.
TOLD = """
SELECT hours.since, hours.until, coalesce(hours.zone, ''), last.result, last.completed_at, last.kind, note.text, note.created_at,
    EXISTS (SELECT FROM deals_dealcontact WHERE deal_id = %(deal)s),
    EXISTS (SELECT FROM tasks_task WHERE deal_id = %(deal)s AND id <> %(task)s
        AND deleted_at IS NULL AND completed_at IS NULL AND cancelled_at IS NULL)
FROM (SELECT 1) AS one
LEFT JOIN playbooks_contacthours AS hours ON hours.client_id = %(client)s
LEFT JOIN LATERAL (
    SELECT result, completed_at, kind FROM tasks_task WHERE deleted_at IS NULL AND completed_at IS NOT NULL AND result <> ''
        AND CASE WHEN %(deal)s::bigint IS NULL THEN deal_id IS NULL AND client_id = %(client)s ELSE deal_id = %(deal)s END
    ORDER BY completed_at DESC LIMIT 1) AS last ON true
LEFT JOIN LATERAL (
    SELECT text, created_at FROM clients_note WHERE card = %(card)s AND card_id = %(card_id)s AND deleted_at IS NULL
    ORDER BY created_at DESC LIMIT 1) AS note ON true"""


@dataclass(frozen=True)
class Told:
    """What is written down of the client: his hours, and the newest words."""

    since: time | None
    until: time | None
    zone: str
    last_words: LastWords | None
    has_contacts: bool
    # Another task of the deal is open: nothing has to be formed after this one.
    has_other_task: bool

    def clock(self, phone: str, member: Member, now: datetime) -> ClientClock:
        return clock_of(now, member.zone, zone=self.zone, phone=phone, since=self.since, until=self.until)


def _told_of(task: Task) -> Told:
    client_id = task.deal.client_id if task.deal is not None else task.client_id
    card, card_id = ("deal", task.deal_id) if task.deal_id else ("client", client_id)
    with connection.cursor() as cursor:
        cursor.execute(TOLD, {"client": client_id, "deal": task.deal_id, "task": task.pk, "card": card, "card_id": card_id})
        since, until, zone, result, done_at, kind, text, written_at, has_contacts, has_other_task = cursor.fetchone()
    found = [LastWords(result, done_at, str(dict(Task.Kind.choices).get(kind, "")))] if result else []
    if text:
        found.append(LastWords(text, written_at, _("note")))
    return Told(since, until, zone, max(found, key=lambda words: words.when, default=None), has_contacts, has_other_task)


def _hint(course: Course, result: Result, now: datetime, has_other_task: bool) -> str:
    if result.effect == Effect.CALL_BACK:
        return _("We will ask the day and the hour")
    if result.effect == Effect.PAUSE:
        return _("We will ask until when")
    if result.effect == Effect.REFUSE:
        return _("We will ask the reason")
    if result.effect == Effect.MOVE and result.stage is not None:
        return _("To the stage “%(stage)s”") % {"stage": result.stage.name}
    if result.effect == Effect.REPEAT and is_repeated(course, result):
        due = due_after(result.wait, result.unit, course.task.assignee, now)
        return _("Again %(when)s, %(number)d of %(most)d") % {
            "when": when_words(due, now),
            "number": course.tries + 1,
            "most": result.most_tries,
        }
    step = next_step_of(course, result)
    if step is not None:
        due = due_after(step.wait, step.unit, course.task.assignee, now)
        return _("Next: %(title)s, %(when)s") % {"title": _lowered(step.title), "when": when_words(due, now)}
    return _("The task is closed") if has_other_task else _by_the_stage(course.task.deal, course.task)


def _by_the_stage(deal: Deal | None, task: Task) -> str:
    if deal is None:
        return _("The task is closed")
    preset = suggested(deal, task.preset)
    title = preset.title if preset else _("Agree on the next step")
    return _("Next: %(title)s") % {"title": _lowered(title)}


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def when_words(due: Due, now: datetime) -> str:
    today = timezone.localtime(now).date()
    if due.at is None:
        return day(due.on or today, today)
    here = timezone.localtime(due.at)
    clock = _("at %(time)s") % {"time": f"{here:%H:%M}"}
    return clock if here.date() == today else f"{day(here.date(), today)} {clock}"
