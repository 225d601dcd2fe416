"""Workers are killed in the middle of a load: the next one goes on at the right row, and the base is as if nobody had died."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal

import pytest
from django.db import connections

from shturman.clients.models import Client, Employment, Note, Phone
from shturman.imports import table as table_module
from shturman.imports.actions import carry_out_load, start_load
from shturman.imports.models import ImportRun, LoadedRow, RefusedRow
from shturman.imports.tests.tables import check, counts, undo
from shturman.journal.models import Entry
from shturman.world.story import Story
from shturman.world.tables import table

pytestmark = pytest.mark.django_db(transaction=True)
ROWS, BATCH = 1400, 200
HEAD = ["ФИО", "Телефон", "Компания", "Комментарий"]


def rows() -> list[tuple[str, ...]]:
    """Among them repetitions of far earlier rows, and rows without a name."""
    made = [
        (f"Клиент {number}", f"+7921{number:07}", f"Завод {number % 50}", "из тетради" if number % 10 == 0 else "")
        for number in range(ROWS)
    ]
    made[1050], made[1250] = made[100], ("", "+79990000000", "", "")
    return made


def facts(run: ImportRun) -> tuple[object, ...]:
    return (
        counts(run),
        sorted(Client.objects.values_list("kind", "name")),
        sorted(Phone.objects.values_list("number", flat=True)),
        Employment.objects.count(),
        Note.objects.count(),
        sorted(RefusedRow.objects.filter(run=run).values_list("number", "reason")),
        LoadedRow.objects.filter(run=run).count(),
        Entry.objects.filter(kind="clients.client_added").count(),
    )


def load_in_another_process(run_id: int) -> None:
    connections.close_all()
    carry_out_load(ImportRun.objects.get(pk=run_id))


def killed_after(run: ImportRun, done: int) -> None:
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=load_in_another_process, args=(run.pk,))
    worker.start()
    while worker.is_alive() and ImportRun.objects.values_list("done_rows", flat=True).get(pk=run.pk) < done:
        worker.join(random.Random(done).uniform(0.005, 0.02))
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()


def test_five_killed_workers_leave_what_one_living_would(committed_story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_module, "BATCH", BATCH)
    content = table(HEAD, rows(), separator=";")
    whole = carry_out_load(start_load(check("people", content, committed_story.owner), by=committed_story.owner))
    as_one_living = facts(whole)
    assert counts(whole) == (ROWS - 2, 0, 0, 2)
    undo(whole, committed_story.owner)
    assert not Client.objects.exists()
    before = Entry.objects.filter(kind="clients.client_added").count()

    run = start_load(check("people", content, committed_story.owner), by=committed_story.owner)
    for done in range(1, 5 * BATCH, BATCH):
        killed_after(run, done)
        run.refresh_from_db()
        assert run.state == ImportRun.State.RUNNING and run.done_rows % BATCH == 0
        assert Client.objects.filter(kind="person").count() == run.new_count
    finished = carry_out_load(run)
    assert finished.state == ImportRun.State.DONE
    *rest, added = facts(finished)
    assert (*rest, added - before) == as_one_living
    assert undo(finished, committed_story.owner).kept_count == 0 and not Client.objects.exists()
