"""Real workers are killed with -9 in the middle of their letters: no reminder is lost, none comes twice by one channel."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as house_settings
from django.db import connection
from django.utils import timezone

from shturman.company.actions import change_profile
from shturman.messaging.actions import set_sms_gateway
from shturman.messaging.jobs import remind
from shturman.messaging.models import Delivery, Wishes
from shturman.messaging.tests.conftest import set_up_mail
from shturman.messaging.tests.gateways import served
from shturman.messaging.tests.servers import Mailbox, mail_server
from shturman.tasks.actions import Asked, NewTask, set_task_reminding
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder
from shturman.world.story import Story

REMINDERS, KILLS, PATIENCE = 40, 5, 50
ENDED = ("sent", "unknown", "failed")


@dataclass
class SlowMailbox(Mailbox):
    """Slow enough to be killed over any letter: before it is taken, and after."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(0.03)
        said = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.03)
        return said


@pytest.fixture
def busy(committed_story: Story) -> Story:
    """Forty reminders are due in this very second; who gets no letter gets an SMS."""
    story = committed_story
    change_profile("+7 921 723-44-10", by=story.anna)
    wishes = {"is_quiet": False, "page": False, "order": Wishes.Order.MAIL_SMS, "sms_of_all": True}
    Wishes.objects.create(member=story.anna, **wishes)
    for number in range(REMINDERS):
        new = NewTask(f"Задача {number:02d}", Due(at=timezone.now() + timedelta(hours=2)), story.anna)
        set_task_reminding(new, Asked((10,)), by=story.anna)
    Reminder.objects.update(due_at=timezone.now())
    return story


def address_of_database() -> str:
    facts = connection.settings_dict
    host = {"host": facts["HOST"]} if facts["HOST"] else {}
    return f"postgresql://{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@/{facts['NAME']}?{urlencode(host)}"


def worker(sms_address: str) -> subprocess.Popen[bytes]:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": os.environ.get("DATABASE_URL") or address_of_database(),
        "SHTURMAN_DELIVERY_LEASE_SECONDS": "1",
        "SHTURMAN_SMS_ADDRESS": sms_address,
        "SHTURMAN_SECRET_KEY": house_settings.SECRET_KEY,
    }
    if os.environ.get("DATABASE_URL"):
        env["DATABASE_URL"] = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    command = ["-m", "django", "procrastinate", "worker", "--concurrency", "1", "--fetch-job-polling-interval", "0.2"]
    return subprocess.Popen([sys.executable, *command], env=env, stderr=subprocess.DEVNULL)


def moments() -> Iterator[None]:
    """Until patience ends; each moment is short, and asks for one more round."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        yield
        remind.defer() if not _is_asked() else None
        time.sleep(0.05)
    pytest.fail(f"not in time: {Counter(Delivery.objects.values_list('channel', 'state'))}")


def _is_asked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'messaging.remind' AND status = 'todo'")
        return bool(cursor.fetchone()[0])


def test_killed_workers_lose_no_reminder_and_send_none_twice(busy: Story) -> None:
    mailbox = SlowMailbox()
    with mail_server(mailbox) as port, served(lambda asked: (200, {"id": 1, "cnt": 1})) as gateway:
        set_up_mail(busy, port)
        set_sms_gateway({"name": "smsc", "login": "b", "sender": "", "day_limit": 1000}, key="k", by=busy.owner)
        for kill in range(1, KILLS + 1):
            killed_over(worker(gateway.address), mailbox, at_least=kill * 4)
        last = worker(gateway.address)
        try:
            for _moment in moments():
                if is_over():
                    break
        finally:
            last.terminate()
            last.wait(20)
        assert_each_arrived_once(mailbox, gateway.asked)


def killed_over(process: subprocess.Popen[bytes], mailbox: SlowMailbox, at_least: int) -> None:
    for _moment in moments():
        if len(mailbox.received) >= at_least:
            break
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def is_over() -> bool:
    rows = Delivery.objects.filter(channel="mail")
    lost = rows.filter(state="unknown").count()
    by_sms = Delivery.objects.filter(channel="sms", state__in=ENDED).count()
    return rows.filter(state__in=ENDED).count() == REMINDERS and by_sms == lost


def assert_each_arrived_once(mailbox: Mailbox, messages: list[Any]) -> None:
    letters = Counter(str(letter["Subject"]) for letter in mailbox.received)
    assert all(count == 1 for count in letters.values()), "a letter came twice"
    states = dict(Delivery.objects.filter(channel="mail").values_list("task__title", "state"))
    assert len(states) == REMINDERS and set(states.values()) <= {"sent", "unknown"}
    unknown = {title for title, state in states.items() if state == "unknown"}
    assert len(unknown) <= KILLS, "a killed worker leaves in doubt at most the letter that it was over"
    assert all(letters[f"Напоминание: {title}"] == 1 for title, state in states.items() if state == "sent")
    # On a slow machine a worker comes to ask what has become of them, too.
    texts = Counter(asked.form["mes"].split(".")[0] for asked in messages if asked.path == "/sys/send.php")
    assert texts == Counter(unknown), "what is in doubt has gone by the next channel, once"
