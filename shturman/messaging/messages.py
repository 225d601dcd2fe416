"""What a reminder says, in one line and in a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.kit.dates_in_words import moment, relative_day
from shturman.messaging.channels.sms.parts import fitted
from shturman.messaging.digests import digest_of
from shturman.messaging.layout import Words
from shturman.messaging.models import Delivery
from shturman.tasks.models import Task

# More of an SMS nobody reads, and each costs.
MOST_PARTS = 2


@dataclass(frozen=True)
class Message:
    title: str
    text: str
    path: str
    # What the browser's notice offers besides opening.
    task_id: int | None = None
    # Of a digest.
    lines: tuple[str, ...] = ()


def message_of(delivery: Delivery, now: datetime) -> Message:
    if delivery.why in (Delivery.Why.MORNING, Delivery.Why.EVENING):
        head, lines = digest_of(delivery.to, delivery.why, now)
        title = _("Your day") if delivery.why == Delivery.Why.MORNING else _("The day is ending")
        return Message(f"{title}: {head}", "\n".join(lines), "/tasks/day/", lines=tuple(lines))
    if delivery.task is None:
        return check_message()
    task = delivery.task
    return Message(task.title, " · ".join(part for part in (why_now(task, now), task.about) if part), task.get_absolute_url(), task.pk)


def check_message() -> Message:
    return Message(_("Channel check"), _("So reminders of Shturman will come"), "/reminders/mine/")


def letter_of(message: Message, public_url: str) -> Words:
    if message.lines:
        return Words(
            subject=message.title, paragraphs=message.lines, button=_("Open my day"), link=urljoin(public_url, message.path), note=_note()
        )
    if message.task_id is None:
        return Words(subject=message.title, paragraphs=(message.text,))
    return Words(
        subject=_("Reminder: %(title)s") % {"title": message.title},
        paragraphs=(message.title, message.text),
        button=_("Open the task"),
        link=urljoin(public_url, message.path),
        note=_note(),
    )


def _note() -> str:
    return _("How and when to remind you, you choose in your profile.")


def sms_of(message: Message) -> str:
    return fitted(f"{message.title}. {message.text}", MOST_PARTS)


def why_now(task: Task, now: datetime) -> str:
    """«через 10 минут, сегодня в 14:30», «просрочено, вчера в 18:00», by the clock of who does it."""
    here, due = now.astimezone(task.assignee.zone), task.deadline.astimezone(task.assignee.zone)
    when = relative_day(due.date(), here.date()) if task.due_on else moment(due, here.date())
    if task.deadline < now:
        return _("overdue: %(when)s") % {"when": when}
    minutes = round((task.deadline - now).total_seconds() / 60)
    if minutes < 60 and not task.due_on:
        soon = ngettext("in %(minutes)s minute", "in %(minutes)s minutes", minutes) % {"minutes": minutes}
        return f"{soon}, {when}"
    return when


def said_now(delivery: Delivery) -> Message:
    return message_of(delivery, timezone.now())
