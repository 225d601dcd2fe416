"""Whoever does a task on what he does not see learns no client, no amount and no word of theirs, on any screen."""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import add_note
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

SECRETS = ("Зюйдвест", "777\u00a0777", "Только между нами", "555-12-34")


@pytest.fixture
def given(story: Story) -> tuple[Task, Task]:
    """Vera's deal and client, of another department; a task on each is given to Anna by the owner."""
    client = client_of(story.vera, "ООО «Зюйдвест»", phones=["+7 921 555-12-34"])
    deal = story.deal(story.vera, client=client, title="Тайная поставка", amount=777_777)
    add_note(client, "Только между нами", by=story.vera)
    today = Due(on=timezone.localdate())
    on_deal = set_task(NewTask("Подписать пропуск", today, story.anna, deal=deal), by=story.owner)
    on_client = set_task(NewTask("Отвезти образцы", today, story.anna, client=client), by=story.owner)
    return on_deal, on_client


@pytest.mark.parametrize("address", ["/tasks/day/", "/tasks/?who=me", "/tasks/calendar/", "/navigator/", "/navigator/queue/", "/desktop/"])
def test_the_doer_learns_what_to_do_alone(story: Story, client: Browser, given: tuple[Task, Task], address: str) -> None:
    client.force_login(story.anna)
    page = client.get(address).text
    assert any(task.title in page for task in given)
    assert [secret for secret in SECRETS if secret in page] == []


def test_its_own_page_and_the_navigator_tell_no_more(story: Story, client: Browser, given: tuple[Task, Task]) -> None:
    client.force_login(story.anna)
    for task in given:
        for address in (f"/navigator/?task={task.pk}", f"/tasks/{task.pk}/", f"/tasks/{task.pk}/look/", f"/tasks/{task.pk}/complete/"):
            page = client.get(address, headers={"HX-Request": "true"}).text
            assert task.title in page
            assert [(address, secret) for secret in SECRETS if secret in page] == []


def test_who_sees_the_deal_reads_the_client_beside_its_task(story: Story, client: Browser, given: tuple[Task, Task]) -> None:
    client.force_login(story.owner)
    assert "Зюйдвест" in client.get("/tasks/?who=").text
