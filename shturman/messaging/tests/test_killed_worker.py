"""Whatever is killed in the middle, a letter leaves once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from shturman.company.actions.invitations import invite_member
from shturman.journal.models import Entry
from shturman.messaging import jobs
from shturman.messaging.actions import mark_forsaken_letters, send_due_letters, send_letter
from shturman.messaging.models import Letter
from shturman.messaging.tests.conftest import set_up_mail
from shturman.messaging.tests.servers import Mailbox, mail_server
from shturman.world.story import Story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(committed_story: Story, mailbox: Mailbox) -> Iterator[Letter]:
    with mail_server(mailbox) as port:
        set_up_mail(committed_story, port)
        invite_member(committed_story.anna, by=committed_story.owner)
        yield Letter.objects.get()


def send_in_another_process(letter_id: int) -> None:
    connections.close_all()
    send_letter(letter_id)


def test_it_never_sends_again_what_a_killed_worker_had_begun(letter: Letter, mailbox: Mailbox, settings) -> None:
    settings.MAIL_PATIENCE_SECONDS = 60
    mailbox.is_silent = True
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=send_in_another_process, args=(letter.pk,))
    worker.start()
    assert mailbox.has_received.wait(20), "the letter is handed over, the answer does not come"
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()
    letter.refresh_from_db()
    assert letter.state == "sending"
    # The next worker takes the same job again, then the clock comes.
    mailbox.is_silent = False
    send_letter(letter.pk)
    Letter.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    mark_forsaken_letters()
    send_due_letters()
    letter.refresh_from_db()
    assert (letter.state, len(mailbox.received)) == ("unknown", 1)


def test_the_job_stands_in_the_same_transaction_and_names_ids_alone(letter: Letter, mailbox: Mailbox) -> None:
    entry = Entry.objects.get(kind="messaging.letter_queued")
    job = ProcrastinateJob.objects.get(task_name="messaging.send_letter", args={"entry_id": entry.pk})
    jobs.send_letter(**job.args)
    jobs.send_letter(**job.args)
    assert len(mailbox.received) == 1
