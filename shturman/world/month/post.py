"""What beside the manager carries his reminders: a real worker that is killed now and then, and the mail server it speaks to."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from shturman.messaging.actions import change_wishes, set_mail_server
from shturman.messaging.jobs import remind
from shturman.messaging.models import Channel, Delivery, Wishes
from shturman.tasks.models import Reminder
from shturman.world.mail_sink import Letters, text_of
from shturman.world.month.clock import Clock
from shturman.world.story import Story

WORKER = "-m django procrastinate worker --concurrency 1 --fetch-job-polling-interval 0.2"
PATIENCE_SECONDS = 60
State = Delivery.State
TASK = re.compile(r"/tasks/(\d+)/")


class Postman:
    """`kills`: how many times his worker dies in the middle of its work; each time another one takes over."""

    def __init__(self, story: Story, clock: Clock, letters: Letters, environment: Mapping[str, str], *, kills: int, seed: int):
        self.story, self.clock, self.letters, self.environment = story, clock, letters, environment
        self.kills, self.killed, self.turns = kills, 0, 0
        self.dice = random.Random(seed)  # noqa: S311
        self.worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Postman:
        facts = {"host": "127.0.0.1", "port": self.letters.port, "security": "none", "login": "", "sender_address": "crm@baltvent.example"}
        set_mail_server({**facts, "sender_name": "Штурман", "public_url": "https://crm.baltvent.example"}, by=self.story.owner)
        change_wishes({"is_quiet": False, "order": Wishes.Order.MAIL_FIRST}, by=self.story.anna)
        self._start()
        return self

    def __exit__(self, *failure: object) -> None:
        if self.worker is not None:
            self.worker.terminate()
            self.worker.wait(30)

    def deliver(self) -> None:
        """All that is due by now has left, or is known to have been cut short."""
        if not _is_due():
            return
        self.turns += 1
        _ask()
        if self.killed < self.kills:
            self._kill()
        for _moment in _moments():
            if not _is_due():
                return
            _ask()

    def _start(self) -> None:
        self.worker = subprocess.Popen([sys.executable, *WORKER.split()], env=dict(self.environment), stderr=subprocess.DEVNULL)

    def _kill(self) -> None:
        """Over a letter, before it or just after it: as it falls out."""
        if self.worker is None:
            return
        taken = len(self.letters.taken)
        for _moment in _moments():
            if len(self.letters.taken) > taken or not _is_due():
                break
        time.sleep(self.dice.uniform(0, 0.03))
        os.kill(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        self.killed += 1
        # What the dead one held is taken from it when its lease is over.
        self.clock.go_on(timedelta(seconds=2))
        self._start()

    def faults(self) -> Iterator[str]:
        """Of each reminder exactly one delivery by a channel, of each letter that has left exactly one on the server."""
        now = timezone.now()
        for reminder in Reminder.objects.due(now).filter(task__completed_at=None, task__cancelled_at=None):
            yield f"a reminder of {reminder.due_at} was lost: task {reminder.task_id}"
        fired = Reminder.objects.exclude(fired_at=None).select_related("task")
        for reminder in fired.exclude(pk__in=Delivery.objects.filter(channel=Channel.MAIL).values("reminder")):
            ended = reminder.task.completed_at or reminder.task.cancelled_at
            if reminder.fired_at and (ended is None or ended > reminder.fired_at):
                yield f"a reminder that was due at {reminder.due_at} brought nothing: task {reminder.task_id}"
        rows = Delivery.objects.filter(channel=Channel.MAIL, why=Delivery.Why.REMINDER)
        sent, doubtful = (Counter(rows.filter(state=state).values_list("task_id", flat=True)) for state in (State.SENT, State.UNKNOWN))
        came = Counter(int(found[1]) for letter in self.letters.taken if (found := TASK.search(text_of(letter))))
        for task_id in {*came, *sent}:
            if not sent[task_id] <= came[task_id] <= sent[task_id] + doubtful[task_id]:
                yield f"task {task_id}: {came[task_id]} letters came, {sent[task_id]} were sent, of {doubtful[task_id]} it is not known"
        if doubtful.total() > self.killed:
            yield f"{doubtful.total()} letters in doubt after {self.killed} killed workers"


def _is_due() -> bool:
    now = timezone.now()
    on_the_way = Delivery.objects.filter(state__in=(State.TAKEN, State.SENDING)).exists()
    return on_the_way or Reminder.objects.due(now).exists() or Delivery.objects.filter(state=State.QUEUED, due_at__lte=now).exists()


def _ask() -> None:
    if not ProcrastinateJob.objects.filter(task_name=remind.name, status="todo").exists():
        try:
            remind.defer()
        except AlreadyEnqueued:
            """The clock of the worker itself was quicker."""


def _moments() -> Iterator[None]:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        yield
        time.sleep(0.01)
    raise TimeoutError(f"the worker has not delivered: {Counter(Delivery.objects.values_list('channel', 'state'))}")
