"""Many reminders that are due in one moment, each by a card and a letter: how long until they have left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from shturman.messaging.actions import change_wishes, set_mail_server
from shturman.messaging.models import Delivery, Wishes
from shturman.tasks.actions.setting import NewTask, create_rows
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder
from shturman.world.story import Story

BATCH = 2000
ENDED = ("sent", "shown", "failed", "unknown", "dropped")


@dataclass(frozen=True)
class Measured:
    states: dict[tuple[str, str], int]
    seconds: list[float]

    def at(self, share: float) -> float:
        return self.seconds[min(int(len(self.seconds) * share), len(self.seconds) - 1)]


def prepare(story: Story, count: int, moment: datetime, mail_port: int) -> None:
    """`count` tasks of five people, each reminding at the moment by its card and by mail at once."""
    facts = {"host": "127.0.0.1", "port": mail_port, "security": "none", "login": "", "sender_address": "crm@baltvent.example"}
    set_mail_server({**facts, "sender_name": "Штурман", "public_url": "https://crm.baltvent.example"}, by=story.owner)
    people = [story.owner, story.head, story.anna, story.boris, story.vera]
    for person in people:
        change_wishes({"is_quiet": False, "order": Wishes.Order.MAIL_FIRST}, by=person)
    for start in range(0, count, BATCH):
        news = [
            NewTask(f"Задача {number}", Due(at=moment + timedelta(hours=1)), people[number % len(people)])
            for number in range(start, min(start + BATCH, count))
        ]
        tasks = create_rows(news, author=story.owner, is_formed=False)
        Reminder.objects.bulk_create([Reminder(task=task, before_minutes=60, due_at=moment) for task in tasks])


def make_due_at(moment: datetime) -> None:
    """Preparing takes its time: the moment itself is set at the end."""
    Reminder.objects.update(due_at=moment)


def measure(moment: datetime, count: int, wait: Callable[[], None]) -> Measured:
    """`wait` goes on for a while, or delivers; asked until nothing is on its way."""
    while Delivery.objects.filter(state__in=ENDED).count() < 2 * count:
        wait()
    states = Delivery.objects.values_list("channel", "state").annotate(count=Count("pk"))
    sent = Delivery.objects.filter(state="sent").values_list("sent_at", flat=True)
    seconds = sorted((at - moment).total_seconds() for at in sent if at)
    return Measured({(channel, state): number for channel, state, number in states}, seconds)


def soon() -> datetime:
    return (timezone.now() + timedelta(seconds=2)).replace(microsecond=0)
