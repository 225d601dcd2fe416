"""A deal goes by its algorithm: each result forms the next touch, and nothing is left without a step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shturman.deals.actions import GivenFacts, move_deal, undo_placement
from shturman.deals.models import Deal
from shturman.kit.errors import Refused
from shturman.playbooks.actions import Answer, give_result
from shturman.playbooks.actions.drafting import STEP_FACTS, ResultFacts, open_draft, publish_draft, write_step
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.playbooks.models import Playbook, Result, Run, Touch
from shturman.playbooks.queries.results import course_of_task
from shturman.tasks.actions import cancel_task, complete_task, delete_task, undo_complete_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import Story


@pytest.fixture
def led(story: Story) -> Playbook:
    book = take_ready_made("long_talks", by=story.owner)
    return switch_playbook(book, True, by=story.owner, funnel=story.funnel)


def only_task(deal: Deal) -> Task:
    return Task.objects.open().select_related("deal__stage", "deal__responsible", "assignee", "preset").get(deal=deal)


def press(task: Task, name: str, story: Story, **given: object) -> None:
    result = next(result for result in course_of_task(task).results if result.name == name)
    give_result(task, result.position, Answer(**given), by=story.anna)


def test_a_new_deal_begins_with_the_first_step_of_its_algorithm(story: Story, led: Playbook) -> None:
    deal = story.deal()
    task = only_task(deal)
    assert task.title == "Позвонить и понять задачу"
    assert task.is_formed
    assert deal.run.task == task


def test_a_deal_without_an_algorithm_goes_by_the_typical_tasks_of_its_stage(story: Story) -> None:
    deal = story.deal()
    assert only_task(deal).title == "Позвонить и выяснить потребность"
    assert not Run.objects.filter(deal=deal).exists()


def test_deals_in_work_begin_it_after_the_task_that_they_have(story: Story) -> None:
    deal, other = story.deal(), story.deal(title="Без алгоритма")
    move_deal(other, story.stages["Клиент отказался"], by=story.anna, given=GivenFacts(loss_reason=story.reason()))
    book = take_ready_made("long_talks", by=story.owner)
    switch_playbook(book, True, by=story.owner, funnel=story.funnel, with_open=True)
    task = only_task(deal)
    assert task.title == "Позвонить и выяснить потребность"
    give_result(task, 1, Answer(), by=story.anna)
    assert only_task(deal).title == "Позвонить и понять задачу"
    assert not Run.objects.filter(deal=other).exists()


def test_the_press_closes_the_touch_and_forms_the_next_one(story: Story, led: Playbook) -> None:
    deal = story.deal()
    first = only_task(deal)
    press(first, "Поговорили", story, words="Ждут расчёт к пятнице")
    first.refresh_from_db()
    assert first.result == "Поговорили. Ждут расчёт к пятнице"
    assert only_task(deal).title == "Подготовить и отправить предложение"
    touch = Touch.objects.get(task=first)
    assert (touch.number, touch.warmth) == (1, Result.Warmth.WARMER)


def test_who_does_not_answer_is_called_again_and_then_written_to(story: Story, led: Playbook) -> None:
    deal = story.deal()
    for number in range(2, 6):
        before = timezone.now()
        press(only_task(deal), "Не дозвонились", story)
        again = only_task(deal)
        assert again.title == "Позвонить и понять задачу"
        assert again.due_at is not None and again.due_at > before
        assert course_of_task(again).tries == number
    press(only_task(deal), "Не дозвонились", story)
    assert only_task(deal).title == "Написать письмо: телефон не отвечает"


def test_the_hour_that_the_client_named_is_a_promise(story: Story, led: Playbook) -> None:
    deal = story.deal()
    hour = (timezone.now() + timedelta(hours=3)).replace(second=0, microsecond=0)
    press(only_task(deal), "Перезвонить позже", story, due=Due(at=hour))
    task = only_task(deal)
    assert (task.due_at, task.is_important) == (hour, True)
    assert task.title == "Позвонить и понять задачу"


def test_a_press_that_lacks_the_hour_says_so_and_changes_nothing(story: Story, led: Playbook) -> None:
    deal = story.deal()
    task = only_task(deal)
    with pytest.raises(Refused) as refused:
        press(task, "Перезвонить позже", story)
    assert [fact.field for fact in refused.value.missing] == ["due"]
    assert only_task(deal) == task
    assert not Touch.objects.exists()


def test_what_the_touch_learns_is_asked_with_the_result_that_leads_on(story: Story, led: Playbook) -> None:
    deal = story.deal(amount=0)
    press(only_task(deal), "Поговорили", story)
    with pytest.raises(Refused) as refused:
        press(only_task(deal), "Отправили", story)
    assert [fact.field for fact in refused.value.missing] == ["amount"]
    press(only_task(deal), "Отправили", story, facts={"amount": 90_000})
    deal.refresh_from_db()
    assert deal.amount == 90_000


def test_a_refusal_asks_its_reason_and_closes_the_deal(story: Story, led: Playbook) -> None:
    deal = story.deal()
    task = only_task(deal)
    with pytest.raises(Refused) as refused:
        press(task, "Отказ", story)
    assert "loss_reason" in {fact.field for fact in refused.value.missing}
    press(task, "Отказ", story, given=GivenFacts(loss_reason=story.reason()))
    deal.refresh_from_db()
    assert deal.outcome == Deal.Outcome.LOST
    assert not Task.objects.open().filter(deal=deal).exists()
    assert Run.objects.get(deal=deal).ended_at is not None


def test_a_refusal_taken_back_puts_the_deal_on_the_step_that_it_left(story: Story, led: Playbook) -> None:
    deal = story.deal()
    press(only_task(deal), "Поговорили", story)
    press(only_task(deal), "Отправили", story)
    task = only_task(deal)
    result = next(result for result in course_of_task(task).results if result.name == "Отказ")
    entry = give_result(task, result.position, Answer(given=GivenFacts(loss_reason=story.reason())), by=story.anna)
    undo_placement(entry, by=story.anna)
    assert only_task(deal).title == "Узнать, посмотрели ли предложение"
    assert next_step_gaps() == 0


def test_the_end_of_the_algorithm_gives_the_deal_back_to_its_stage(story: Story, led: Playbook) -> None:
    deal = story.deal(expected_on=timezone.localdate())
    for name in ("Поговорили", "Отправили", "Посмотрели, есть вопросы", "Вопросы сняты", "Готовы подписать"):
        press(only_task(deal), name, story)
    assert only_task(deal).title == "Позвонить и выяснить потребность"
    assert Run.objects.get(deal=deal).ended_at is not None
    assert next_step_gaps() == 0


def test_a_result_that_moves_the_deal_forms_the_step_there(story: Story, led: Playbook) -> None:
    stage = story.stages["Потребность выяснена"]
    draft = open_draft(led, by=story.owner)
    onward = {"name": "Потребность ясна", "effect": "move", "stage": stage, "wait": 1, "unit": "days", "most_tries": 1, "warmth": 1}
    step = draft.steps.get(key=1)
    write_step(draft, 1, {name: getattr(step, name) for name in STEP_FACTS}, [ResultFacts(onward, 2)], by=story.owner)
    publish_draft(led, by=story.owner)
    deal = story.deal()
    press(only_task(deal), "Потребность ясна", story)
    deal.refresh_from_db()
    assert deal.stage == stage
    assert only_task(deal).title == "Подготовить и отправить предложение"


def test_a_move_past_the_algorithm_keeps_the_deal_on_its_step(story: Story, led: Playbook) -> None:
    deal = story.deal()
    entry = move_deal(deal, story.stages["Потребность выяснена"], by=story.anna)
    task = only_task(deal)
    assert task.title == "Позвонить и понять задачу"
    assert deal.run.task_id == task.pk or Run.objects.get(deal=deal).task == task
    undo_placement(entry, by=story.anna)
    assert Run.objects.get(deal=deal).task == only_task(deal)


def test_a_lost_deal_that_comes_back_begins_its_algorithm_again(story: Story, led: Playbook) -> None:
    deal = story.deal()
    move_deal(deal, story.stages["Клиент отказался"], by=story.anna, given=GivenFacts(loss_reason=story.reason()))
    move_deal(deal, story.stages["Заявка принята"], by=story.anna)
    assert only_task(deal).title == "Позвонить и понять задачу"
    assert Run.objects.get(deal=deal).ended_at is None


def test_a_step_done_past_its_results_leads_on_by_the_usual_one(story: Story, led: Playbook) -> None:
    deal = story.deal()
    complete_task(only_task(deal), "Поговорили у лифта", by=story.anna)
    assert only_task(deal).title == "Подготовить и отправить предложение"


@pytest.mark.parametrize("drop", [lambda task, by: cancel_task(task, "не нужно", by=by), lambda task, by: delete_task(task, by=by)])
def test_a_dropped_step_stands_anew(story: Story, led: Playbook, drop) -> None:  # type: ignore[no-untyped-def]
    deal = story.deal()
    drop(only_task(deal), story.anna)
    assert only_task(deal).title == "Позвонить и понять задачу"
    assert next_step_gaps() == 0


def test_a_result_taken_back_puts_the_deal_on_its_step_again(story: Story, led: Playbook) -> None:
    deal = story.deal()
    first = only_task(deal)
    press(first, "Не дозвонились", story)
    second = only_task(deal)
    entry = give_result(second, 1, Answer(), by=story.anna)
    undo_complete_task(entry, by=story.anna)
    assert only_task(deal) == second
    course = course_of_task(only_task(deal))
    assert (course.tries, course.number) == (2, 2)
    assert not Touch.objects.filter(task=second).exists()


def test_a_task_without_an_algorithm_has_results_of_its_kind(story: Story) -> None:
    deal = story.deal()
    task = only_task(deal)
    results = course_of_task(task).results
    assert [result.effect for result in results] == ["next", "repeat", "call_back", "pause", "refuse"]
    give_result(task, 2, Answer(), by=story.anna)
    again = only_task(deal)
    assert again.title == task.title and again.due_at is not None
    assert course_of_task(again).tries == 2


def test_the_journal_says_which_touch_it_was_and_why_it_stood_first(story: Story, led: Playbook) -> None:
    deal = story.deal()
    entry = give_result(only_task(deal), 1, Answer(why="Обещано к 14:30"), by=story.anna)
    assert (entry.facts["attempt"], entry.facts["why"]) == (1, "Обещано к 14:30")
