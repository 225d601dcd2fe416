"""Columns of the list of clients: what they show, to whom, and at what cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from shturman.clients.actions import set_tags
from shturman.clients.list_columns import KNOWN
from shturman.company.actions import set_own_rights
from shturman.world.story import Story, client_of


def page_of(browser: Browser, member: Any, query: str) -> str:
    browser.force_login(member)
    return browser.get(f"/clients/?view=0&{query}").text.replace("\xa0", " ")


@pytest.mark.parametrize("key", [column.key for column in KNOWN])
def test_every_column_costs_one_query_at_most(story: Story, client: Browser, key: str, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        firm = client_of(story.anna, f"ООО «Клиент {number}»", phones=["8 921 555-10-20"], emails=[f"a{number}@prichal.example"])
        set_tags(firm, ["Тендер"], by=story.anna)
        story.deal(client=firm)
    page_of(client, story.anna, "")
    with django_assert_max_num_queries(8):
        assert client.get(f"/clients/?view=0&columns={key}").status_code == 200


def test_hidden_contacts_stay_hidden_in_every_column(story: Story, client: Browser) -> None:
    client_of(story.boris, "ООО «Причал»", phones=["8 921 555-10-20"], emails=["olga@prichal.example"])
    set_own_rights(story.head, {"client.contacts": "hidden"}, by=story.owner)
    query = "columns=" + ",".join(column.key for column in KNOWN)
    page = page_of(client, story.head, query)
    assert "ООО «Причал»" in page and "+7 9•• •••-••-20" in page and "o•••@prichal.example" in page
    assert "555-10-20" not in page and "olga@" not in page and "tel:" not in page and "mailto:" not in page


def test_deals_and_steps_of_a_client_are_those_that_the_reader_sees(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    story.deal(client=firm, amount=125_000)
    story.deal(story.vera, client=firm, amount=900_000, by=story.owner)
    page = page_of(client, story.anna, "columns=open_deals,next_step")
    assert "1 · 125 000 ₽" in page and f"/deals/list/?client={firm.pk}&amp;state=open" in page
    assert "2 · 1 025 000 ₽" in page_of(client, story.owner, "columns=open_deals")
    assert "task-chip" in page


def test_columns_are_chosen_in_the_dialog_and_widths_are_kept(story: Story, client: Browser) -> None:
    client_of(story.anna, inn="7707083893")
    client.force_login(story.anna)
    answer = client.get("/clients/columns/?widths=inn:140&column=inn&place_inn=1&column=industry&place_industry=2&view=0")
    assert "columns=inn%2Cindustry" in answer.url and "widths=inn%3A140" in answer.url
    page = client.get(answer.url).text
    assert 'data-column="inn" data-width="140"' in page and "7707083893" in page
    assert 'data-width="99999"' not in client.get("/clients/?view=0&widths=phone:99999,post:7,tags:x,changed:1").text


def test_a_head_sorts_and_turns_round(story: Story, client: Browser) -> None:
    for name in ("ООО «Бета»", "ООО «Альфа»"):
        client_of(story.anna, name)
    page = page_of(client, story.anna, "sort=name")
    assert page.index("Альфа") < page.index("Бета") and 'aria-sort="ascending"' in page and "sort=-name" in page
    page = page_of(client, story.anna, "sort=-name")
    assert page.index("Бета") < page.index("Альфа")
