from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from shturman.deals.actions import GivenFacts, assign_deals, delete_deal, move_deal, restore_deal, undo_placement
from shturman.deals.models import Deal
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions import (
    NewTask,
    cancel_task,
    complete_task,
    delete_task,
    reschedule_task,
    set_task,
    undo_complete_task,
    undo_delete_task,
)
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import Story, client_of


def open_tasks(deal: Deal) -> list[Task]:
    return list(Task.objects.open().filter(deal=deal))


def by_hand(story: Story, deal: Deal, title: str = "Привезти образцы") -> Task:
    return set_task(NewTask(title, Due(on=timezone.localdate()), story.anna, deal=deal), by=story.anna)


def test_it_forms_the_first_task_when_a_deal_opens(story: Story) -> None:
    deal = story.deal()
    (task,) = open_tasks(deal)
    assert task.title == "Позвонить и выяснить потребность"
    assert task.assignee == story.anna and task.author.is_robot
    deal.refresh_from_db()
    assert deal.next_step_at == task.deadline


def test_it_forms_the_next_task_the_moment_the_last_one_is_done(story: Story) -> None:
    deal = story.deal()
    complete_task(open_tasks(deal)[0], "Не ответила", by=story.anna)
    (task,) = open_tasks(deal)
    assert task.title == "Договориться о следующем шаге"


def test_it_takes_the_step_that_a_person_named(story: Story) -> None:
    deal = story.deal()
    step = NewTask("Встретиться на объекте", Due(on=timezone.localdate()), story.anna, kind=Task.Kind.MEETING, deal=deal)
    complete_task(open_tasks(deal)[0], "Ждёт нас", by=story.anna, next_step=step)
    assert [task.title for task in open_tasks(deal)] == ["Встретиться на объекте"]


def test_it_opens_the_task_again_on_undo_and_takes_the_formed_one_away(story: Story) -> None:
    deal = story.deal()
    task = open_tasks(deal)[0]
    entry = complete_task(task, "Поговорили", by=story.anna)
    undo_complete_task(entry, by=story.anna)
    assert open_tasks(deal) == [task]
    with pytest.raises(Refused):
        undo_complete_task(entry, by=story.anna)


def test_undo_takes_the_named_step_away_unless_somebody_has_begun_with_it(story: Story) -> None:
    deal = story.deal()
    task = open_tasks(deal)[0]
    named = NewTask("Перезвонить в среду", Due(on=timezone.localdate() + timedelta(days=3)), story.anna, deal=deal)
    undo_complete_task(complete_task(task, "Поговорили", by=story.anna, next_step=named), by=story.anna)
    assert open_tasks(deal) == [task]
    entry = complete_task(task, "Поговорили", by=story.anna, next_step=named)
    following = Task.objects.open().get(deal=deal)
    reschedule_task(following, Due(on=timezone.localdate() + timedelta(days=5)), by=story.anna)
    undo_complete_task(entry, by=story.anna)
    assert {row.pk for row in open_tasks(deal)} == {task.pk, following.pk}


def test_it_does_not_reopen_a_done_task_that_lies_in_the_trash(story: Story) -> None:
    """A storm found it: the undo took the next step away, and the reopened task was hidden."""
    deal = story.deal()
    task = open_tasks(deal)[0]
    entry = complete_task(task, "Поговорили", by=story.anna)
    delete_task(task, by=story.anna)
    with pytest.raises(Refused, match="в корзине"):
        undo_complete_task(entry, by=story.anna)
    assert len(open_tasks(deal)) == 1


def test_it_changes_formed_tasks_with_the_stage_and_keeps_those_set_by_hand(story: Story) -> None:
    deal = story.deal()
    set_by_hand = by_hand(story, deal)
    move_deal(deal, story.stages["Потребность выяснена"], by=story.anna)
    assert open_tasks(deal) == [set_by_hand]


def test_it_brings_back_what_an_undone_move_dropped(story: Story) -> None:
    deal = story.deal()
    first = open_tasks(deal)[0]
    entry = move_deal(deal, story.stages["Потребность выяснена"], by=story.anna)
    assert [task.title for task in open_tasks(deal)] == ["Подготовить предложение"]
    undo_placement(entry, by=story.anna)
    assert open_tasks(deal) == [first]
    deal.refresh_from_db()
    assert deal.stage == story.stages["Заявка принята"] and deal.next_step_at == first.deadline


def test_it_closes_formed_tasks_and_only_named_hand_set_ones_when_a_deal_is_won(story: Story) -> None:
    deal = story.deal(client=client_of(story.anna))
    stays, goes = by_hand(story, deal, "Забрать акт"), by_hand(story, deal, "Уточнить цвет")
    move_deal(deal, story.stages["Оплата получена"], by=story.anna, given=GivenFacts(drop_tasks=[goes.pk]))
    assert open_tasks(deal) == [stays]


def test_it_never_leaves_a_deal_without_a_step_when_tasks_are_dropped_or_deleted(story: Story) -> None:
    deal = story.deal()
    cancel_task(open_tasks(deal)[0], "Не нужно", by=story.anna)
    entry = delete_task(open_tasks(deal)[0], by=story.anna)
    assert len(open_tasks(deal)) == 1
    undo_delete_task(entry, by=story.anna)
    assert len(open_tasks(deal)) == 1


def test_it_hands_tasks_over_with_the_deal(story: Story) -> None:
    deal = story.deal()
    assign_deals([deal], story.boris, by=story.head)
    assert {task.assignee for task in open_tasks(deal)} == {story.boris}
    with pytest.raises(NotAllowed):
        assign_deals([deal], story.anna, by=story.anna)


def test_it_takes_tasks_to_the_trash_with_the_deal_and_back(story: Story) -> None:
    deal = story.deal()
    before = open_tasks(deal)
    delete_deal(deal, by=story.anna)
    assert open_tasks(deal) == []
    restore_deal(deal, by=story.anna)
    assert open_tasks(deal) == before


def test_it_refuses_a_gap_even_to_raw_sql(committed_story: Story) -> None:
    deal = committed_story.deal()
    with pytest.raises(IntegrityError, match="has no next step"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tasks_task SET completed_at = now() WHERE deal_id = %s", [deal.pk])
    with pytest.raises(IntegrityError, match="has no next step"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE company_member SET is_active = false WHERE id = %s", [committed_story.anna.pk])
    assert next_step_gaps() == 0


def test_it_asks_a_reason_for_a_loss_and_a_buyer_with_a_sum_for_a_win(story: Story) -> None:
    deal = story.deal(amount=Decimal(0))
    with pytest.raises(Refused) as refusal:
        move_deal(deal, story.stages["Оплата получена"], by=story.anna)
    assert [missing.field for missing in refusal.value.missing] == ["client", "amount"]
    with pytest.raises(Refused) as refusal:
        move_deal(deal, story.stages["Клиент отказался"], by=story.anna)
    assert [missing.field for missing in refusal.value.missing] == ["loss_reason"]
    move_deal(deal, story.stages["Клиент отказался"], by=story.anna, given=GivenFacts(loss_reason=story.reason()))
    deal.refresh_from_db()
    assert deal.outcome == Deal.Outcome.LOST


def test_what_came_of_a_deals_touch_is_told_on_its_clients_card(story: Story, client: Browser) -> None:
    buyer = client_of(story.anna)
    deal = story.deal(client=buyer)
    complete_task(Task.objects.open().get(deal=deal), "Бюджет согласуют к пятнице", by=story.anna)
    client.force_login(story.anna)
    page = client.get(buyer.get_absolute_url()).content.decode()
    assert "Бюджет согласуют к пятнице" in page
    assert deal.get_absolute_url() in page
