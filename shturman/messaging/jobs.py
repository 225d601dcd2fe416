from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from shturman.journal.models import Entry
from shturman.lists.models import BulkRow, BulkRun
from shturman.messaging import actions

# Lists whose rows are cards that people follow.
CARDS = {"deals": "deal", "clients": "client"}


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


@app.task(name="messaging.forget_old_notices", queueing_lock="messaging.forget_old_notices")
def forget_old_notices(timestamp: int = 0) -> None:
    actions.forget_old_notices()
    actions.forget_old_deliveries()


@app.task(name="messaging.tell_of_bulk")
def tell_of_bulk(entry_id: int) -> None:
    """Of thousands of rows changed at once each person hears once."""
    entry = Entry.objects.get(pk=entry_id)
    run = BulkRun.objects.get(pk=entry.facts["run_id"])
    changed = run.rows.filter(state=BulkRow.State.DONE).values_list("object_id", flat=True)
    if card := CARDS.get(run.thing):
        actions.told_of_bulk(entry, card, list(changed), run.facts.get("responsible"))


@app.task(name="messaging.remind", queueing_lock="messaging.remind")
def remind(timestamp: int = 0) -> None:
    """Killed half-way it loses nothing: what is due stands in the outbox, and the next one goes on."""
    actions.remind_and_deliver()


@app.task(name="messaging.ask_arrivals", queueing_lock="messaging.ask_arrivals")
def ask_arrivals(timestamp: int = 0) -> None:
    actions.ask_arrivals()


@app.task(name="messaging.queue_digests", queueing_lock="messaging.queue_digests")
def queue_digests(timestamp: int = 0) -> None:
    actions.queue_digests(timezone.now())
