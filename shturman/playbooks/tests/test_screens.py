"""The navigator and the pages of algorithms, as people meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shturman.clients.models import Client, Phone
from shturman.deals.actions import add_observer
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.playbooks.models import Playbook, PriorityClient, Run, Skip
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}


def due_now(deal_id: int) -> Task:
    """Its first step, whatever the hour of the test, stands in today's queue."""
    Task.objects.open().filter(deal=deal_id).update(deadline=timezone.now() - timedelta(minutes=1))
    return Task.objects.open().get(deal=deal_id)


def test_the_screen_says_what_to_do_with_whom_and_why(story: Story, client: Browser) -> None:
    buyer = client_of(story.anna, "Константинопольская Елизавета Аркадьевна", kind=Client.Kind.PERSON)
    Phone.objects.create(client=buyer, number="+79210001427", digits="79210001427")
    due_now(story.deal(client=buyer).pk)
    client.force_login(story.anna)
    page = client.get("/navigator/").text
    assert "Позвонить и выяснить потребность" in page
    assert "Константинопольская Елизавета Аркадьевна" in page
    assert "tel:+79210001427" in page
    assert "Почему сейчас." in page
    assert page.count('name="result"') == 5


def test_a_press_saves_and_brings_up_the_next_task(story: Story, client: Browser) -> None:
    first, second = story.deal(amount=900_000), story.deal(title="Вторая", amount=1000)
    task, other = due_now(first.pk), due_now(second.pk)
    client.force_login(story.anna)
    answer = client.post(f"/navigator/{task.pk}/result/", {"result": "1", "words": "Ждут расчёт"}, headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#navigator"
    assert f"/navigator/{other.pk}/result/" in answer.text
    task.refresh_from_db()
    assert task.result == "Поговорили. Ждут расчёт"


def test_call_back_asks_when_and_keeps_what_was_typed(story: Story, client: Browser) -> None:
    task = due_now(story.deal().pk)
    client.force_login(story.anna)
    answer = client.post(f"/navigator/{task.pk}/result/", {"result": "3", "words": "В отпуске"}, headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#dialog-body"
    assert 'value="В отпуске"' in answer.text
    assert Task.objects.get(pk=task.pk).is_open
    client.post(
        f"/navigator/{task.pk}/result/", {"result": "3", "words": "В отпуске", "answered": "1", "due": "через 3 дня в 11"}, headers=HTMX
    )
    promise = Task.objects.open().get(deal=task.deal)
    assert promise.is_important and promise.due_at is not None


def test_a_date_that_nobody_understands_is_asked_again(story: Story, client: Browser) -> None:
    task = due_now(story.deal().pk)
    client.force_login(story.anna)
    answer = client.post(f"/navigator/{task.pk}/result/", {"result": "4", "answered": "1", "due": "когда-нибудь"}, headers=HTMX)
    assert "Не похоже на дату" in answer.text
    assert Task.objects.get(pk=task.pk).is_open


def test_a_refusal_asks_its_reason_and_closes_the_deal(story: Story, client: Browser) -> None:
    deal = story.deal()
    task = due_now(deal.pk)
    client.force_login(story.anna)
    assert 'name="loss_reason"' in client.post(f"/navigator/{task.pk}/result/", {"result": "5"}, headers=HTMX).text
    client.post(f"/navigator/{task.pk}/result/", {"result": "5", "answered": "1", "loss_reason": story.reason().pk}, headers=HTMX)
    deal.refresh_from_db()
    assert not deal.is_open


def test_what_the_step_learns_is_asked_on_the_screen(story: Story, client: Browser) -> None:
    switch_playbook(take_ready_made("long_talks", by=story.owner), True, by=story.owner, funnel=story.funnel)
    deal = story.deal(amount=0)
    client.force_login(story.anna)
    client.post(f"/navigator/{due_now(deal.pk).pk}/result/", {"result": "1"}, headers=HTMX)
    task = due_now(deal.pk)
    assert 'name="learn-amount"' in client.get("/navigator/").text
    answer = client.post(f"/navigator/{task.pk}/result/", {"result": "1"}, headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#dialog-body"
    client.post(f"/navigator/{task.pk}/result/", {"result": "1", "learn-amount": "90 000"}, headers=HTMX)
    deal.refresh_from_db()
    assert deal.amount == 90_000
    assert Run.objects.get(deal=deal).step.key == 3


def test_fields_left_as_they_are_take_nothing_away(story: Story, client: Browser) -> None:
    switch_playbook(take_ready_made("long_talks", by=story.owner), True, by=story.owner, funnel=story.funnel)
    deal = story.deal(amount=90_000)
    client.force_login(story.anna)
    client.post(f"/navigator/{due_now(deal.pk).pk}/result/", {"result": "1"}, headers=HTMX)
    task = due_now(deal.pk)
    assert 'value="90' in client.get("/navigator/").text
    client.post(f"/navigator/{task.pk}/result/", {"result": "1", "learn-amount": ""}, headers=HTMX)
    deal.refresh_from_db()
    assert deal.amount == 90_000


def test_nobody_closes_the_tasks_of_another(story: Story, client: Browser) -> None:
    task = due_now(story.deal(story.boris).pk)
    client.force_login(story.anna)
    client.post(f"/navigator/{task.pk}/result/", {"result": "1"}, headers=HTMX)
    client.post(f"/navigator/{task.pk}/skip/", {"why": "inputs"}, headers=HTMX)
    assert Task.objects.get(pk=task.pk).is_open
    assert not Skip.objects.exists()
    assert "Позвонить и выяснить" not in client.get(f"/navigator/?task={task.pk}").text


def test_of_a_deal_that_he_does_not_see_the_doer_learns_its_title_alone(story: Story, client: Browser) -> None:
    secret = story.deal(story.vera, title="Тайная сделка", amount=777_000, client=client_of(story.vera, "ООО «Молчание»"))
    set_task(NewTask("Привезти ключи", Due(at=timezone.now()), story.boris, deal=secret), by=story.owner)
    client.force_login(story.boris)
    page = client.get("/navigator/").text
    assert "Привезти ключи" in page and "Тайная сделка" in page
    assert "777" not in page and "Молчание" not in page


def test_a_press_twice_forms_one_next_task(story: Story, client: Browser) -> None:
    deal = story.deal()
    task = due_now(deal.pk)
    client.force_login(story.anna)
    for _press in range(2):
        assert client.post(f"/navigator/{task.pk}/result/", {"result": "1"}, headers=HTMX).status_code == 200
    assert Task.objects.open().filter(deal=deal).count() == 1


def test_the_screen_costs_as_much_with_many_tasks(story: Story, client: Browser) -> None:
    due_now(story.deal().pk)
    client.force_login(story.anna)
    client.get("/navigator/")
    with CaptureQueriesContext(connection) as few:
        client.get("/navigator/")
    for number in range(12):
        due_now(story.deal(title=f"Ещё {number}").pk)
    with CaptureQueriesContext(connection) as many:
        client.get("/navigator/")
    assert len(many) <= len(few) <= 20


@pytest.mark.parametrize("who", ["owner", "anna"])
def test_algorithms_are_read_by_all_and_written_by_the_owner(story: Story, client: Browser, who: str) -> None:
    client.force_login(getattr(story, who))
    assert client.get("/playbooks/").status_code == 200
    client.post("/playbooks/ready/long_talks/", {"once": "11111111-1111-4111-8111-111111111111"})
    assert Playbook.objects.exists() == (who == "owner")


def test_a_taken_algorithm_is_seen_as_a_chain_and_switched_on(story: Story, client: Browser) -> None:
    book = take_ready_made("fast_answer", by=story.owner)
    client.force_login(story.owner)
    page = client.get(f"/playbooks/{book.pk}/").text
    assert page.count("chain__step") >= 5
    assert "15 рабочих минут" in page
    client.post(f"/playbooks/{book.pk}/switch/", {"funnel": story.funnel.pk})
    book.refresh_from_db()
    assert (book.is_on, book.funnel) == (True, story.funnel)
    other = take_ready_made("long_talks", by=story.owner)
    answer = client.post(f"/playbooks/{other.pk}/switch/", {"funnel": story.funnel.pk})
    assert "уже идут по алгоритму" in answer.text


def test_a_client_names_his_hours_and_the_navigator_warns_of_others(story: Story, client: Browser) -> None:
    buyer = client_of(story.anna, "Абрикосов", kind=Client.Kind.PERSON)
    Phone.objects.create(client=buyer, number="+79210001427", digits="79210001427")
    due_now(story.deal(client=buyer).pk)
    client.force_login(story.anna)
    wrong = client.post(f"/playbooks/clients/{buyer.pk}/hours/", {"since": "16:00", "until": "14:00", "zone": ""})
    assert "Конец должен быть позже начала" in wrong.text
    here = timezone.now().astimezone(story.anna.zone)
    since, until = ("12:00", "13:00") if here.hour < 10 or here.hour > 15 else ("02:00", "03:00")
    client.post(f"/playbooks/clients/{buyer.pk}/hours/", {"since": since, "until": until, "zone": ""})
    page = client.get("/navigator/").text
    assert f"удобно {since}–{until}" in page
    assert "navigator__clock today-text" in page
    assert f"Звонить удобно {since}–{until}" in client.get(buyer.get_absolute_url()).text


def test_a_head_makes_a_client_a_priority_one_from_his_card(story: Story, client: Browser) -> None:
    buyer = client_of(story.anna)
    client.force_login(story.head)
    client.post(f"/playbooks/clients/{buyer.pk}/priority/", {"is_priority": "1"})
    assert PriorityClient.objects.filter(client=buyer).exists()
    client.force_login(story.anna)
    client.post(f"/playbooks/clients/{buyer.pk}/priority/", {"is_priority": "0"})
    assert PriorityClient.objects.filter(client=buyer).exists()


def test_the_card_of_a_deal_tells_its_heat_with_the_parts(story: Story, client: Browser) -> None:
    deal = story.deal()
    client.force_login(story.anna)
    assert f"/playbooks/deals/{deal.pk}/course/" in client.get(deal.get_absolute_url()).text
    told = client.get(f"/playbooks/deals/{deal.pk}/course/").text
    assert "этап: 10 % успеха" in told
    client.force_login(story.vera)
    assert client.get(f"/playbooks/deals/{deal.pk}/course/").status_code == 404


def test_a_result_is_pressed_where_a_task_is_finished_too(story: Story, client: Browser) -> None:
    task = due_now(story.deal().pk)
    client.force_login(story.anna)
    shown = client.get(f"/tasks/{task.pk}/complete/?back=/tasks/day/", headers=HTMX).text
    assert "Поговорили" in shown and "Своими словами" in shown
    answer = client.post(
        f"/playbooks/tasks/{task.pk}/result/", {"result": "1", "words": "Ждут расчёт", "back": "/tasks/day/"}, headers=HTMX
    )
    assert answer.headers["HX-Redirect"] == "/tasks/day/"
    task.refresh_from_db()
    assert task.result == "Поговорили. Ждут расчёт"
    again = client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": "2", "back": "/tasks/day/"}, headers=HTMX)
    assert again.headers["HX-Redirect"] == "/tasks/day/"
    task.refresh_from_db()
    assert task.result == "Поговорили. Ждут расчёт", "the second of two clicks changes nothing"


def test_the_dialog_asks_when_to_call_back_and_returns_to_the_page_below(story: Story, client: Browser) -> None:
    task = due_now(story.deal().pk)
    client.force_login(story.anna)
    given = {"result": "3", "words": "В отпуске", "back": "/tasks/day/"}
    asked = client.post(f"/playbooks/tasks/{task.pk}/result/", given, headers=HTMX)
    assert asked.headers["HX-Retarget"] == "#dialog-body"
    assert all(f'value="{kept}"' in asked.text for kept in ("В отпуске", "/tasks/day/"))
    answer = client.post(f"/playbooks/tasks/{task.pk}/result/", given | {"answered": "1", "due": "через 3 дня в 11"}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/tasks/day/"
    assert Task.objects.open().get(deal=task.deal).due_at is not None


def test_results_are_pressed_without_scripts_too(story: Story, client: Browser) -> None:
    """As from the notice of a browser, which opens the page of the result."""
    task = due_now(story.deal().pk)
    client.force_login(story.anna)
    page = client.get(f"/tasks/{task.pk}/complete/").text
    assert f'action="/playbooks/tasks/{task.pk}/result/"' in page
    given = {"result": "3", "words": "В отпуске"}
    asked = client.post(f"/playbooks/tasks/{task.pk}/result/", given)
    assert asked.status_code == 200 and f'action="/playbooks/tasks/{task.pk}/result/"' in asked.text and 'name="due"' in asked.text
    answer = client.post(
        f"/playbooks/tasks/{task.pk}/result/", {"result": "3", "words": "В отпуске", "answered": "1", "due": "через 3 дня"}
    )
    assert answer.status_code == 302 and answer.headers["Location"] == task.card_url
    task.refresh_from_db()
    assert not task.is_open


def test_words_too_long_come_back_with_what_was_typed(story: Story, client: Browser) -> None:
    task = due_now(story.deal().pk)
    client.force_login(story.anna)
    answer = client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": "1", "words": "да" * 300}, headers=HTMX)
    assert answer.status_code == 422 and "да" * 300 in answer.text
    assert Task.objects.get(pk=task.pk).is_open


def test_results_are_pressed_by_whoever_may_close_the_task(story: Story, client: Browser) -> None:
    task = due_now(story.deal().pk)
    client.force_login(story.vera)
    assert client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": "1"}, headers=HTMX).status_code == 404
    assert Task.objects.get(pk=task.pk).is_open
    client.force_login(story.head)
    assert "Поговорили" in client.get(f"/tasks/{task.pk}/complete/", headers=HTMX).text
    client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": "1"}, headers=HTMX)
    following = Task.objects.open().get(deal=task.deal)
    assert following.assignee == story.anna, "the step stays with the one who leads the deal"


def test_an_observer_of_a_deal_closes_nothing(story: Story, client: Browser) -> None:
    deal = story.deal()
    add_observer(deal, story.vera, by=story.anna)
    task = due_now(deal.pk)
    client.force_login(story.vera)
    assert "Поговорили" not in client.get(f"/tasks/{task.pk}/complete/", headers=HTMX).text
    assert client.post(f"/playbooks/tasks/{task.pk}/result/", {"result": "1"}, headers=HTMX).status_code == 404
