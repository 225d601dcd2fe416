from __future__ import annotations

from procrastinate.contrib.django import app

from shturman.journal.models import Entry
from shturman.messaging import actions


@app.task(name="messaging.send_letter")
def send_letter(entry_id: int) -> None:
    actions.send_letter(Entry.objects.get(pk=entry_id).facts["letter_id"])


@app.task(name="messaging.send_waiting_letters")
def send_waiting_letters(entry_id: int) -> None:
    actions.wake_waiting_letters()
    actions.send_due_letters()


@app.task(name="messaging.send_due_letters", queueing_lock="messaging.send_due_letters")
def send_due_letters(timestamp: int = 0) -> None:
    actions.mark_forsaken_letters()
    actions.wake_waiting_letters()
    actions.send_due_letters()


@app.task(name="messaging.forget_stale_letters", queueing_lock="messaging.forget_stale_letters")
def forget_stale_letters(timestamp: int = 0) -> None:
    actions.forget_stale_letters()
