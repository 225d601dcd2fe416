import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from shturman.deals.models import Deal
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.storm import OPERATIONS, Storm
from shturman.world.story import Story, client_of


def test_it_never_leaves_a_deal_without_a_step_in_a_storm(committed_story: Story) -> None:
    for number in range(20):
        committed_story.deal(client=client_of(committed_story.anna, f"ООО «Фирма {number // 2}»"))
    alone = Storm(seed=26).blow(operations=150, threads=1)
    assert alone.gaps == [] and alone.lost_races == 0, "only a race may be refused by the database"
    storm = Storm(seed=27, done=alone.done, refused=alone.refused).blow(operations=1250, threads=4)
    assert storm.gaps == []
    assert set(storm.done) == set(OPERATIONS), "an operation that never succeeds proves nothing"
    assert sum(storm.done.values()) + sum(storm.refused.values()) + storm.lost_races == 1398
    assert storm.lost_races < 100
    assert next_step_gaps() == 0
    for rows in (Deal.objects.everything(), Task.objects.everything()):
        assert not rows.filter(client__merged_into__isnull=False), "what stands on a client stands on one who is there"
    open_deals, open_tasks = Deal.objects.everything().open(), Task.objects.everything().open()
    assert not open_deals.exclude(department=F("responsible__department")), "a department sees the deals of its people"
    assert not open_tasks.filter(assignee__is_active=False), "nobody who has left holds a task"


def test_of_two_who_finish_the_last_two_tasks_at_once_exactly_one_fails(committed_story: Story) -> None:
    deal = committed_story.deal()
    set_task(NewTask("Привезти образцы", Due(on=timezone.localdate()), committed_story.anna, deal=deal), by=committed_story.anna)
    first, second = Task.objects.open().filter(deal=deal).values_list("pk", flat=True)
    both_updated = threading.Barrier(2)
    outcomes: list[str] = []

    def finish(task_id: int) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE tasks_task SET completed_at = now() WHERE id = %s", [task_id])
                both_updated.wait(timeout=10)
            outcomes.append("done")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    people = [threading.Thread(target=finish, args=[task_id]) for task_id in (first, second)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert next_step_gaps() == 0


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET kind = 'x'", "DELETE FROM journal_entry", "DELETE FROM journal_link"])
def test_it_never_changes_the_journal(story: Story, statement: str) -> None:
    story.deal()
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
