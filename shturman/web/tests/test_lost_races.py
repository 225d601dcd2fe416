import threading
from typing import Any

from django.db import connection, transaction
from django.test import Client as Browser

from shturman.deals.actions import unload_deals
from shturman.tasks.actions import unload_tasks
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import Story


def test_the_loser_of_a_race_is_told_to_repeat_and_nothing_is_half_done(committed_story: Story, client: Browser) -> None:
    """Another session takes the deal's task and then the deal; the request takes the deal and then the task."""
    deal = committed_story.deal()
    task = Task.objects.get(deal=deal)
    client.force_login(committed_story.anna)
    holds_task, lets_go = threading.Event(), threading.Event()

    def colleague() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM tasks_task WHERE id = %s FOR UPDATE", [task.pk])
                holds_task.set()
                while not _somebody_waits(cursor):
                    lets_go.wait(0.05)
                cursor.execute("SELECT 1 FROM deals_deal WHERE id = %s FOR UPDATE", [deal.pk])
        finally:
            connection.close()

    other = threading.Thread(target=colleague)
    other.start()
    holds_task.wait(10)
    facts = {
        "result": "Поговорили",
        "step-title": "Ждать",
        "step-kind": "call",
        "step-due": "завтра",
        "step-assignee": committed_story.anna.pk,
    }
    answer = client.post(f"/tasks/{task.pk}/complete/", facts)
    other.join()
    assert answer.status_code == 409 and "Ничего вашего не записано" in answer.text
    task.refresh_from_db()
    assert task.is_open and next_step_gaps() == 0


def test_a_task_set_on_a_deal_that_goes_in_the_same_moment_is_asked_for_again(committed_story: Story, client: Browser) -> None:
    """A load is being withdrawn: its deal is held and leaves."""
    deal, owner = committed_story.deal(), committed_story.owner
    client.force_login(committed_story.anna)
    holds_deal, lets_go = threading.Event(), threading.Event()

    def colleague() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM deals_deal WHERE id = %s FOR UPDATE", [deal.pk])
                holds_deal.set()
                while not _somebody_waits(cursor):
                    lets_go.wait(0.05)
                unload_tasks([deal.pk])
                unload_deals([deal.pk], by=owner)
        finally:
            connection.close()

    other = threading.Thread(target=colleague)
    other.start()
    holds_deal.wait(10)
    facts = {"title": "Позвонить", "kind": "call", "due": "завтра", "assignee": committed_story.anna.pk, "deal": deal.pk}
    answer = client.post("/tasks/set/", facts)
    other.join()
    assert answer.status_code == 409 and "Ничего вашего не записано" in answer.text
    assert not Task.objects.exists()


def _somebody_waits(cursor: Any) -> bool:
    """For this very session: other tests may wait for theirs in the same cluster."""
    cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
    return cursor.fetchone()[0] > 0
