"""What a task reminds of, when, and how that follows the task."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from shturman.kit.errors import Refused
from shturman.tasks.actions import (
    Asked,
    NewTask,
    choose_habits,
    choose_reminders,
    complete_task,
    hand_task_over,
    reschedule_task,
    set_task,
    set_task_reminding,
    snooze_task,
    take_due_reminders,
)
from shturman.tasks.actions.loading import LoadedTask, load_tasks
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder, Task
from shturman.world.story import Story, client_of

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(after: timedelta) -> datetime:
    return (timezone.now() + after).replace(second=0, microsecond=0)


def a_call(story: Story, after: timedelta = 2 * DAY, **facts: Any) -> Task:
    return set_task(NewTask("Перезвонить", Due(at=at(after)), story.anna, **facts), by=story.anna)


def due_of(task: Task) -> list[datetime]:
    return sorted(reminder.due_at for reminder in task.reminders.waiting() if reminder.due_at)


def test_it_reminds_of_a_call_ten_minutes_before_and_of_a_meeting_an_hour_before(story: Story) -> None:
    call, meeting = a_call(story), a_call(story, kind=Task.Kind.MEETING)
    assert due_of(call) == [call.deadline - 10 * MINUTE]
    assert due_of(meeting) == [meeting.deadline - HOUR]


def test_it_reminds_of_an_important_one_a_day_before_too(story: Story) -> None:
    task = a_call(story, is_important=True)
    assert due_of(task) == [task.deadline - DAY, task.deadline - 10 * MINUTE]


def test_it_reminds_of_an_important_report_that_is_due_by_a_day(story: Story) -> None:
    day = timezone.localdate() + 5 * DAY
    report = set_task(NewTask("Сдать отчёт", Due(on=day), story.anna, kind=Task.Kind.DOCUMENT, is_important=True), by=story.anna)
    ordinary = set_task(NewTask("Сдать отчёт", Due(on=day), story.anna, kind=Task.Kind.DOCUMENT), by=story.anna)
    assert due_of(report) == [report.deadline - DAY]
    assert due_of(ordinary) == []


def test_a_step_formed_for_a_day_reminds_only_when_it_is_important(story: Story) -> None:
    day = timezone.localdate() + 5 * DAY
    step, promised = [
        set_task(NewTask("Узнать решение", Due(on=day), story.anna, is_formed=True, is_important=counts), by=story.anna)
        for counts in (False, True)
    ]
    assert due_of(step) == []
    assert due_of(promised) == [promised.deadline - DAY]


def test_it_keeps_to_the_habits_of_who_does_it(story: Story) -> None:
    choose_habits({"call": [30, 0], "important": []}, by=story.anna)
    task = a_call(story, is_important=True)
    assert due_of(task) == [task.deadline - 30 * MINUTE, task.deadline]


def test_it_takes_what_was_chosen_instead_of_the_usual(story: Story) -> None:
    chosen = at(3 * HOUR)
    new = NewTask("Перезвонить", Due(at=at(2 * DAY)), story.anna)
    task = set_task_reminding(new, Asked((60,), chosen), by=story.anna)
    silent = set_task_reminding(new, Asked(), by=story.anna)
    assert due_of(task) == [chosen, task.deadline - HOUR]
    assert due_of(silent) == []


def test_it_changes_reminders_and_says_so_in_the_timeline(story: Story) -> None:
    task = choose_reminders(a_call(story), Asked((15, 60)), by=story.anna)
    assert due_of(task) == [task.deadline - HOUR, task.deadline - 15 * MINUTE]
    with pytest.raises(Refused):
        choose_reminders(task, Asked((10**6,)), by=story.anna)


def test_the_past_reminds_of_nothing(story: Story) -> None:
    assert due_of(a_call(story, 5 * MINUTE)) == []
    assert due_of(a_call(story, -HOUR)) == []


def test_loaded_tasks_of_the_past_are_silent_and_those_ahead_remind(story: Story) -> None:
    past, ahead = (
        LoadedTask(NewTask("Звонок", Due(at=at(after)), story.anna, client=client_of(story.anna)), set_at=at(-3 * DAY))
        for after in (-DAY, DAY)
    )
    tasks = load_tasks([past, ahead], by=story.owner)
    assert [len(due_of(task)) for task in tasks] == [0, 1]


def test_it_moves_with_the_task_and_drops_what_was_put_off(story: Story) -> None:
    task = a_call(story)
    snooze_task(task, at(HOUR), by=story.anna)
    Reminder.objects.filter(before_minutes=10).update(fired_at=timezone.now())
    task = reschedule_task(task, Due(at=at(3 * DAY)), by=story.anna)
    assert due_of(task) == [task.deadline - 10 * MINUTE]


def test_each_is_given_out_once_and_to_who_does_the_task_now(story: Story) -> None:
    task = a_call(story)
    hand_task_over(task, story.head, by=story.owner)
    moment = task.deadline - 5 * MINUTE
    (taken,) = take_due_reminders(moment, 10)
    assert taken.task.assignee == story.head
    assert take_due_reminders(moment, 10) == []


@pytest.mark.parametrize("asleep", [10 * MINUTE, 3 * DAY])
def test_what_is_done_or_slept_through_is_not_news(story: Story, asleep: timedelta) -> None:
    task = a_call(story)
    if asleep == 10 * MINUTE:
        complete_task(task, "Договорились", by=story.anna)
    assert take_due_reminders(task.deadline + asleep, 10) == []
    assert not Reminder.objects.waiting().exists()


def test_the_database_lets_no_reminder_stand_twice(story: Story) -> None:
    task = a_call(story)
    with pytest.raises(IntegrityError, match="reminder_once_before"), transaction.atomic():
        Reminder.objects.create(task=task, before_minutes=10)
    with pytest.raises(IntegrityError, match="reminder_before_or_at"), transaction.atomic():
        Reminder.objects.create(task=task, before_minutes=20, at=timezone.now())
