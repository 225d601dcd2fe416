"""What was done or deleted by one who has left since, and is open again."""

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from shturman.company.actions import change_member
from shturman.company.models import Member
from shturman.deals.actions import delete_deal, move_deal, restore_deal
from shturman.tasks.actions import NewTask, complete_task, delete_task, dismiss_member, restore_task, set_task, undo_complete_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story


def test_a_task_that_is_open_again_goes_to_who_leads_the_deal_now(story: Story) -> None:
    deal = story.deal()
    done, deleted = Task.objects.get(deal=deal), set_task(tomorrow(story.anna, deal=deal), by=story.anna)
    entry = complete_task(done, "Поговорили", by=story.anna)
    delete_task(deleted, by=story.anna)
    dismiss_member(story.anna, [story.boris], by=story.owner)
    undo_complete_task(entry, by=story.owner)
    restore_task(deleted, by=story.owner)
    assert {task.assignee for task in Task.objects.open().filter(deal=deal)} == {story.boris}


def test_a_task_on_no_deal_goes_to_the_head_of_the_leaver(story: Story) -> None:
    task = set_task(tomorrow(story.anna), by=story.anna)
    delete_task(task, by=story.anna)
    dismiss_member(story.anna, [], by=story.owner)
    restore_task(task, by=story.owner)
    task.refresh_from_db()
    assert task.assignee == story.head


def test_a_deal_of_a_leaver_comes_out_of_the_trash_with_its_tasks_at_the_head(story: Story) -> None:
    deal = story.deal()
    delete_deal(deal, by=story.anna)
    dismiss_member(story.anna, [], by=story.owner)
    restore_deal(deal, by=story.owner)
    assert {task.assignee for task in Task.objects.open().filter(deal=deal)} == {story.head}


def test_the_database_keeps_open_tasks_from_one_who_has_left(committed_story: Story) -> None:
    task = set_task(tomorrow(committed_story.anna), by=committed_story.anna)
    dismiss_member(committed_story.boris, [], by=committed_story.owner)
    with pytest.raises(IntegrityError, match="does not work here"), connection.cursor() as cursor:
        cursor.execute("UPDATE tasks_task SET assignee_id = %s WHERE id = %s", [committed_story.boris.pk, task.pk])


def test_a_deal_that_is_open_again_stands_where_its_leader_does(story: Story) -> None:
    deal = story.deal(story.anna)
    move_deal(deal, story.stages["Отложено в архив"], by=story.anna)
    change_member(story.anna, {"department": story.service}, by=story.owner)
    move_deal(deal, story.stages["Заявка принята"], by=Member.objects.get(pk=story.anna.pk))
    deal.refresh_from_db()
    assert deal.department == story.service


def tomorrow(assignee: Member, **facts: object) -> NewTask:
    return NewTask("Позвонить", Due(on=timezone.localdate()), assignee, **facts)  # type: ignore[arg-type]
