"""Many tasks at once: who does them, their term, the trash; the whole is taken back as one."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client as Browser
from django.utils import timezone

from shturman.company.models import Member
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import Refused
from shturman.lists.actions import (
    ask_to_undo_bulk,
    carry_out_bulk,
    carry_out_bulk_undo,
    choose_filtered,
    choose_rows,
    prepare_bulk,
    start_bulk,
)
from shturman.lists.models import BulkRun
from shturman.tasks.actions import NewTask, cancel_task, complete_task, hand_task_over, set_task, undo_cancel_task
from shturman.tasks.due import Due
from shturman.tasks.list_questions import chosen_tasks
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import Story


def plain(title: str, person: Member, **facts: Any) -> Task:
    return set_task(NewTask(title, Due(at=timezone.now() + timedelta(days=2)), person, **facts), by=person)


def prepared(deed: str, facts: dict[str, Any], tasks: list[Task], by: Member) -> BulkRun:
    return prepare_bulk(choose_rows("tasks", [task.pk for task in tasks], by=by), house.bulk_thing("tasks").deed(deed), facts, by=by)


def done(run: BulkRun, by: Member) -> BulkRun:
    carry_out_bulk(start_bulk(run, by=by).pk)
    return BulkRun.objects.get(pk=run.pk)


def undone(run: BulkRun, by: Member) -> BulkRun:
    ask_to_undo_bulk(run, by=by)
    carry_out_bulk_undo(run.pk)
    return BulkRun.objects.get(pk=run.pk)


def state() -> list[tuple[Any, ...]]:
    names = ("pk", "assignee_id", "due_at", "due_on", "deadline", "completed_at", "cancelled_at", "deleted_at")
    return list(Task.objects.everything().order_by("pk").values_list(*names))


def reasons(run: BulkRun) -> list[str]:
    return sorted(row.reason for row in run.rows.all() if row.reason)


def test_tasks_change_hands_and_come_back(story: Story) -> None:
    tasks = [plain(f"Дело {number}", story.anna) for number in range(3)] + [plain("Своё", story.boris)]
    before = state()
    run = prepared("assign", {"responsible": story.boris.pk, "name": story.boris.short_name}, tasks, story.head)
    assert reasons(run) == ["делает и так"]
    done(run, story.head)
    assert set(Task.objects.values_list("assignee", flat=True)) == {story.boris.pk}
    undone(run, story.head)
    assert state() == before


def test_what_was_changed_since_stays(story: Story) -> None:
    tasks = [plain(f"Дело {number}", story.anna) for number in range(2)]
    run = done(prepared("assign", {"responsible": story.boris.pk, "name": "Левченко"}, tasks, story.head), story.head)
    hand_task_over(tasks[0], story.head, by=story.head)
    undone(run, story.head)
    assert [Task.objects.get(pk=task.pk).assignee for task in tasks] == [story.head, story.anna]
    assert reasons(run) == ["с тех пор изменено вручную"]


def test_the_term_is_moved_for_all_and_moved_back(story: Story) -> None:
    tasks = [plain("Позвонить", story.anna), Task.objects.get(deal=story.deal())]
    before, tomorrow = state(), timezone.localdate() + timedelta(days=1)
    run = done(prepared("put_off", {"at": "", "on": tomorrow.isoformat()}, tasks, story.anna), story.anna)
    assert set(Task.objects.values_list("due_on", flat=True)) == {tomorrow}
    undone(run, story.anna)
    assert state() == before and next_step_gaps() == 0


def test_the_last_step_of_an_open_deal_is_not_deleted(story: Story) -> None:
    deal = story.deal()
    last, other = Task.objects.get(deal=deal), plain("Позвонить", story.anna)
    before = state()
    run = prepared("delete", {}, [last, other], story.anna)
    assert reasons(run) == ["последний шаг открытой сделки: завершите его с результатом"]
    done(run, story.anna)
    assert Task.objects.kept().get() == last and next_step_gaps() == 0
    undone(run, story.anna)
    assert state() == before


def test_what_is_not_needed_is_dropped_with_a_reason_but_for_last_steps_and_what_is_done(story: Story) -> None:
    deal = story.deal()
    last, other, ended = Task.objects.get(deal=deal), plain("Позвонить", story.anna), plain("Сделано", story.anna)
    complete_task(ended, "да", by=story.anna)
    before = state()
    run = prepared("drop", {"reason": "выставка отменена"}, [last, other, ended], story.anna)
    assert reasons(run) == ["последний шаг открытой сделки: завершите его с результатом", "уже сделана или снята"]
    done(run, story.anna)
    assert Task.objects.get(pk=other.pk).cancelled_at and Task.objects.get(pk=last.pk).is_open and next_step_gaps() == 0
    assert Entry.objects.get(kind="tasks.task_cancelled", facts__task_id=other.pk).facts["reason"] == "выставка отменена"
    undone(run, story.anna)
    assert state() == before and next_step_gaps() == 0


def test_one_dropped_by_mistake_is_taken_up_again_and_what_stepped_in_goes(story: Story) -> None:
    """«Отменить» in the notice: the deal keeps exactly the step that it had."""
    deal = story.deal()
    step = Task.objects.get(deal=deal)
    entry = cancel_task(step, "ошибка", by=story.anna)
    assert Task.objects.open().filter(deal=deal).exclude(pk=step.pk).count() == 1
    undo_cancel_task(entry, by=story.anna)
    assert Task.objects.open().get(deal=deal) == step and next_step_gaps() == 0
    with pytest.raises(Refused):
        undo_cancel_task(entry, by=story.anna)


def test_two_last_steps_do_not_go_together(story: Story) -> None:
    deal = story.deal()
    tasks = [Task.objects.get(deal=deal), plain("Ещё один шаг", story.anna, deal=deal)]
    done(prepared("delete", {}, tasks, story.anna), story.anna)
    assert Task.objects.open().filter(deal=deal).count() == 1 and next_step_gaps() == 0


def test_tasks_of_others_are_not_even_counted(story: Story, client: Browser) -> None:
    hidden, own = plain("Секрет", story.vera), plain("Своё", story.anna)
    assert choose_rows("tasks", [hidden.pk, own.pk], by=story.anna).rows.count() == 1
    assert [deed.key for deed in house.bulk_thing("tasks").deeds_for(story.anna)] == ["put_off", "drop", "delete"]
    client.force_login(story.anna)
    assert 'name="ids"' in client.get("/tasks/?view=0").text


def test_a_whole_filter_is_chosen_as_the_list_shows_it(story: Story) -> None:
    plain("Своё", story.anna)
    plain("Борису", story.boris)
    for query in ("", "who=all", f"who={story.boris.pk}", "due=overdue&who=all"):
        params = QueryDict(query)
        listed = set(Task.objects.visible_to(story.head).filter(chosen_tasks(params, story.head)).values_list("pk", flat=True))
        if listed:
            assert set(choose_filtered("tasks", params, by=story.head).rows.values_list("object_id", flat=True)) == listed


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_to_many_is_taken_back_whole(story: Story, seed: int) -> None:
    dice = Random(seed)
    tasks = [Task.objects.get(deal=story.deal(by)) for by in (story.anna, story.boris)]
    tasks += [plain(f"Дело {number}", dice.choice((story.anna, story.boris))) for number in range(6)]
    before, runs = state(), []
    for _turn in range(4):
        deed = dice.choice(("assign", "put_off", "drop", "delete"))
        facts = {
            "assign": {"responsible": dice.choice((story.anna, story.boris)).pk, "name": "—"},
            "put_off": {"at": "", "on": (timezone.localdate() + timedelta(days=dice.randint(1, 9))).isoformat()},
            "drop": {"reason": "не нужно"},
            "delete": {},
        }
        run = prepared(deed, facts[deed], dice.sample(list(Task.objects.kept()), 3), story.head)
        if run.rows.filter(state="waiting").exists():
            runs.append(done(run, story.head))
    for run in reversed(runs):
        undone(run, story.head)
    assert state() == before and next_step_gaps() == 0
