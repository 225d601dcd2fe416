"""A press on a result: what it asks for, whom it serves, what it must not write over."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.company.actions import add_absence
from shturman.company.models import Member
from shturman.deals.actions import change_deal
from shturman.deals.models import Deal
from shturman.kit.errors import Refused
from shturman.playbooks.actions.answering import Answer, give_result
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.playbooks.tests.test_screens import HTMX, due_now
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story


def on_the_step_that_asks(story: Story, client: Browser, amount: int) -> tuple[Deal, Task]:
    """The second step of long talks learns the amount."""
    switch_playbook(take_ready_made("long_talks", by=story.owner), True, by=story.owner, funnel=story.funnel)
    deal = story.deal(amount=amount)
    client.force_login(story.anna)
    client.post(f"/navigator/{due_now(deal.pk).pk}/result/", {"result": "1"}, headers=HTMX)
    return deal, due_now(deal.pk)


@pytest.mark.parametrize("address", ["/playbooks/tasks/{}/result/", "/navigator/{}/result/"])
def test_what_a_step_learns_is_asked_once_and_written(story: Story, client: Browser, address: str) -> None:
    deal, task = on_the_step_that_asks(story, client, 0)
    url = address.format(task.pk)
    asked = client.post(url, {"result": "1", "words": "Думают", "learn-amount": ""}, headers=HTMX)
    assert asked.headers["HX-Retarget"] == "#dialog-body" and 'name="amount"' in asked.text and "Сумма" in asked.text
    given = {"result": "1", "words": "Думают", "learn-amount": "", "answered": "1"}
    assert "больше нуля" in client.post(url, given | {"amount": "0"}, headers=HTMX).text
    assert Task.objects.get(pk=task.pk).is_open
    client.post(url, given | {"amount": "90 000"}, headers=HTMX)
    task.refresh_from_db()
    deal.refresh_from_db()
    assert (task.is_open, deal.amount) == (False, 90_000)


def drawn(client: Browser, task: Task) -> str:
    """What stood in the field of the amount when the dialog was drawn."""
    found = re.search(r'name="was-learn-amount" value="([^"]*)"', client.get(f"/tasks/{task.pk}/complete/", headers=HTMX).text)
    assert found
    return html.unescape(found[1])


def test_a_field_left_as_it_was_writes_nothing_over_a_colleague(story: Story, client: Browser) -> None:
    deal, task = on_the_step_that_asks(story, client, 90_000)
    was = drawn(client, task)
    change_deal(deal, {"amount": 200_000}, by=story.head)
    client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": "1", "learn-amount": was, "was-learn-amount": was}, headers=HTMX)
    task.refresh_from_db()
    deal.refresh_from_db()
    assert (task.is_open, deal.amount) == (False, 200_000)


def test_a_field_that_was_changed_is_written(story: Story, client: Browser) -> None:
    deal, task = on_the_step_that_asks(story, client, 90_000)
    given = {"result": "1", "learn-amount": "120 000", "was-learn-amount": drawn(client, task)}
    client.post(f"/playbooks/tasks/{task.pk}/result/", given, headers=HTMX)
    deal.refresh_from_db()
    assert deal.amount == 120_000


@pytest.mark.parametrize("address", ["/playbooks/tasks/{}/result/", "/navigator/{}/result/"])
@pytest.mark.parametrize(("take", "amount"), [("mine", 120_000), ("theirs", 200_000)])
def test_what_both_have_written_asks_whose_it_shall_be(story: Story, client: Browser, address: str, take: str, amount: int) -> None:
    deal, task = on_the_step_that_asks(story, client, 90_000)
    given = {"result": "1", "words": "Думают", "learn-amount": "120 000", "was-learn-amount": drawn(client, task)}
    change_deal(deal, {"amount": 200_000}, by=story.head)
    asked = client.post(address.format(task.pk), given, headers=HTMX)
    assert asked.status_code == 422 and Task.objects.get(pk=task.pk).is_open
    assert 'name="take-learn-amount" value="mine"' in asked.text and str(story.head) in asked.text
    assert "Посмотрите ещё раз: Сумма" in asked.text and "Думают" in asked.text
    client.post(address.format(task.pk), given | {"take-learn-amount": take}, headers=HTMX)
    task.refresh_from_db()
    deal.refresh_from_db()
    assert (task.is_open, deal.amount) == (False, amount)


def test_a_colleague_who_wrote_a_moment_earlier_is_not_written_over(story: Story, client: Browser) -> None:
    deal, task = on_the_step_that_asks(story, client, 90_000)
    change_deal(deal, {"amount": 200_000}, by=story.head)
    with pytest.raises(Refused, match="Коллега"):
        give_result(task, 1, Answer(facts={"amount": 120_000}, seen={"amount": 90_000}), by=story.anna)
    task.refresh_from_db()
    deal.refresh_from_db()
    assert (task.is_open, deal.amount) == (True, 200_000)


@pytest.mark.parametrize(("result", "given"), [("2", {}), ("3", {"answered": "1", "due": "через 3 дня в 11"})])
def test_a_deputy_presses_for_the_absent_one_and_the_step_stays_with_him(
    story: Story, client: Browser, result: str, given: dict[str, str]
) -> None:
    deal, today = story.deal(story.boris), timezone.localdate()
    task = due_now(deal.pk)
    away = {"first_day": today - timedelta(days=1), "last_day": today + timedelta(days=5), "deputy": story.anna}
    add_absence(story.boris, away, by=story.owner)
    client.force_login(Member.objects.get(pk=story.anna.pk))
    client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": result, **given}, headers=HTMX)
    following = Task.objects.open().get(deal=deal)
    assert following.pk != task.pk and following.assignee == task.assignee


def test_who_leads_the_deal_presses_for_the_one_who_helps(story: Story, client: Browser) -> None:
    deal = story.deal()
    tomorrow = Due(on=timezone.localdate() + timedelta(days=1))
    task = set_task(NewTask("Обзвонить участников", tomorrow, story.boris, deal=deal), by=story.head)
    client.force_login(story.anna)
    client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": "2"}, headers=HTMX)
    assert Task.objects.open().get(deal=deal, title="Обзвонить участников").assignee == story.boris


def test_a_side_task_promises_no_step_that_is_not_formed(story: Story, client: Browser) -> None:
    deal = story.deal()
    side = set_task(NewTask("Уточнить адрес", Due(on=timezone.localdate()), story.anna, deal=deal), by=story.anna)
    client.force_login(story.anna)
    shown = client.get(f"/tasks/{side.pk}/complete/", headers=HTMX).text
    assert "Задача закроется" in shown and "Следом:" not in shown
    client.post(f"/playbooks/tasks/{side.pk}/result/", {"result": "1"}, headers=HTMX)
    assert Task.objects.open().filter(deal=deal).count() == 1


def test_a_result_that_is_offered_no_more_says_so(story: Story, client: Browser) -> None:
    task = due_now(story.deal().pk)
    client.force_login(story.anna)
    answer = client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": "9", "words": "Думают"}, headers=HTMX)
    assert answer.status_code == 422 and "алгоритм изменился" in answer.text and "Думают" in answer.text


@pytest.mark.parametrize("back", ["/a\nb", "//evil.example/", "/\\evil.example/", "https://evil.example/"])
def test_a_press_leads_back_to_this_house_alone(story: Story, client: Browser, back: str) -> None:
    deal = story.deal()
    client.force_login(story.anna)
    answer = client.post(f"/playbooks/tasks/{due_now(deal.pk).pk}/result/", {"result": "1", "back": back}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == deal.get_absolute_url()
