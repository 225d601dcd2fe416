"""The list of tasks: conditions, columns, views."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.tasks.actions import NewTask, complete_task, set_task
from shturman.tasks.due import Due
from shturman.tasks.list_columns import KNOWN
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

NOON = timedelta(hours=12)


def page_of(browser: Browser, member: Any, query: str = "") -> str:
    browser.force_login(member)
    return browser.get(f"/tasks/?view=0&{query}").text.replace("\xa0", " ")


def titles(page: str) -> list[str]:
    return re.findall(r'<tr id="task-\d+">.*?<a href="[^"]*">([^<]*)</a>', page)


def tasks_of(story: Story) -> None:
    now = timezone.now()
    for title, days, person, kind in (
        ("Позавчера", -2, story.anna, Task.Kind.CALL),
        ("Через неделю", 7, story.anna, Task.Kind.MEETING),
        ("Борису", 7, story.boris, Task.Kind.CALL),
    ):
        set_task(NewTask(title, Due(at=now + timedelta(days=days)), person, kind=kind), by=story.owner)


@pytest.mark.parametrize("key", [column.key for column in KNOWN])
def test_every_column_costs_no_query_a_row(story: Story, client: Browser, key: str, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        story.deal(client=client_of(story.anna, f"ООО «Клиент {number}»"))
    page_of(client, story.anna)
    with django_assert_max_num_queries(8):
        assert client.get(f"/tasks/?view=0&columns={key}").status_code == 200


def test_conditions_narrow_the_list(story: Story, client: Browser) -> None:
    tasks_of(story)
    assert titles(page_of(client, story.head)) == ["Позавчера", "Через неделю", "Борису"]
    assert titles(page_of(client, story.head, "kind=meeting")) == ["Через неделю"]
    assert titles(page_of(client, story.head, "due=overdue")) == ["Позавчера"] == titles(page_of(client, story.head, "state=overdue"))
    assert titles(page_of(client, story.head, f"who={story.boris.pk}")) == ["Борису"]
    assert titles(page_of(client, story.head, f"1.due=overdue&2.who={story.boris.pk}")) == ["Позавчера", "Борису"]
    assert titles(page_of(client, story.head, "sort=-due"))[-1] == "Позавчера"


def test_one_who_leads_nobody_begins_with_his_own(story: Story, client: Browser) -> None:
    tasks_of(story)
    set_task(NewTask("Поставила сама", Due(at=timezone.now() + NOON), story.anna), by=story.anna)
    assert "Борису" not in page_of(client, story.anna) and "Борису" not in page_of(client, story.anna, "who=all")
    assert titles(page_of(client, story.vera)) == [] == titles(page_of(client, story.vera, "who="))


def test_done_tasks_say_when_and_with_what_result(story: Story, client: Browser) -> None:
    task = set_task(NewTask("Позвонить", Due(at=timezone.now() - NOON), story.anna), by=story.anna)
    complete_task(task, "Ждут счёт", by=story.anna)
    page = page_of(client, story.anna, "state=done&columns=due,result,author")
    assert "сегодня," in page and "Ждут счёт" in page and 'class="late-text"' in page and page.count("Ждут счёт") == 1


def test_the_list_of_tasks_is_saved_as_a_view(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    answer = client.post("/lists/views/tasks/save/", {"name": "Встречи", "query": "kind=meeting&columns=deal", "is_pinned": "on"})
    assert answer.status_code == 302 and answer.url.startswith("/tasks/?") and "Встречи" in client.get(answer.url).text
