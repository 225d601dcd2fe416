"""What follows the order of a list: the head, the card's neighbours, groups, views, tables that are taken out."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from shturman.deals.actions import change_deal
from shturman.deals.models import Deal
from shturman.lists import sorting
from shturman.lists.tests.orderly import HTMX, World, pages_of


@pytest.mark.parametrize(
    ("address", "order", "left", "words"),
    [
        ("/deals/list/?view=0", "stage,-amount", "-amount", "сначала крупные"),
        ("/deals/list/?view=0", "stage", "-changed", "недавно изменённые"),
        ("/clients/?view=0", "responsible,-name", "-name", "по имени, с конца"),
        ("/tasks/?view=0&who=all", "who", "due", "сначала ближайшие"),
    ],
)
def test_of_too_many_rows_the_indexed_order_is_left_and_told(
    world: World, client: Browser, monkeypatch: pytest.MonkeyPatch, address: str, order: str, left: str, words: str
) -> None:
    monkeypatch.setattr(sorting, "MOST_SORTED", 10)
    client.force_login(world.story.owner)
    page = client.get(f"{address}&sort={order}")
    assert "Так сортируются выборки до" in page.text and f"Пока порядок такой: {words}" in page.text
    assert sorting.address_of(page.context["sorting"].levels) == left and page.context["sorting"].kept == order
    mark = {"/d": "deal", "/c": "client", "/t": "task"}[address[:2]]
    assert pages_of(client, f"{address}&sort={order}", mark) == pages_of(client, f"{address}&sort={left}", mark)
    opened = client.get(f"{address}&sort={order}&part=rows", headers=HTMX)
    assert "Так сортируются выборки до" in opened.text


@pytest.mark.parametrize("login", ["owner", "anna"])
@pytest.mark.parametrize("order", ["stage,-amount", "-title,client", "-expected", "", "-amount"])
def test_the_next_deal_of_a_card_is_the_next_row_of_the_list(world: World, client: Browser, login: str, order: str) -> None:
    client.force_login(getattr(world.story, login))
    asked = f"view=0&sort={order}&amount_to=2500"
    ids = pages_of(client, f"/deals/list/?{asked}", "deal")
    for here, after in zip(ids, ids[1:], strict=False):
        assert client.get(f"/deals/{here}/neighbour/after/?{asked}").url.startswith(f"/deals/{after}/?")
        assert client.get(f"/deals/{after}/neighbour/before/?{asked}").url.startswith(f"/deals/{here}/?")
    assert client.get(f"/deals/{ids[-1]}/neighbour/after/?{asked}").url.startswith(f"/deals/{ids[-1]}/")


def test_a_deal_that_is_found_no_more_still_has_its_neighbours(world: World, client: Browser) -> None:
    client.force_login(world.story.owner)
    asked = "view=0&sort=stage,-amount&amount_to=2500"
    ids = pages_of(client, f"/deals/list/?{asked}", "deal")
    deal = Deal.objects.get(pk=ids[3])
    change_deal(deal, {"amount": Decimal(900_000)}, by=world.story.owner)
    assert re.match(r"/deals/\d+/", client.get(f"/deals/{deal.pk}/neighbour/after/?{asked}").url)
    assert client.get(f"/deals/{deal.pk}/neighbour/after/?{asked}").url.startswith(f"/deals/{ids[0]}/")


def test_a_view_a_group_and_a_condition_keep_the_order(world: World, client: Browser) -> None:
    client.force_login(world.story.anna)
    saved = client.post("/lists/views/deals/save/", {"query": "sort=stage,-amount&state=open", "name": "По этапам", "is_pinned": "on"})
    page = client.get(saved.url)
    assert page.context["sorting"].kept == "stage,-amount" and not page.context["view_bar"].is_changed
    grouped = client.get("/deals/list/?view=0&group=responsible&sort=stage,-amount")
    assert all("sort=stage%2C-amount" in head.rows_url for head in grouped.context["groups"].heads)
    assert pages_of(client, f"/deals/list/{grouped.context['groups'].heads[0].rows_url}", "deal")
    chip = next(chip for chip in client.get("/deals/list/?view=0&sort=stage,-amount").context["filters"] if "url" in chip)
    assert "sort=stage%2C-amount" in chip["url"]


def test_a_table_is_taken_out_in_the_order_of_its_list(world: World, client: Browser) -> None:
    client.force_login(world.story.owner)
    for base, mark, order in (("/deals/list/", "deal", "stage,-amount"), ("/clients/", "client", "responsible,-name")):
        page = client.get(f"{base}?view=0&sort={order}")
        answer = client.get(page.context["export_url"] + "&as=csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
        numbers = [int(row[0]) for row in list(csv.reader(io.StringIO(text), delimiter=";"))[1:]]
        assert numbers == pages_of(client, f"{base}?view=0&sort={order}", mark)


def test_one_indexed_order_costs_what_it_cost_and_another_one_query_more(
    world: World, client: Browser, django_assert_num_queries: Any
) -> None:
    client.force_login(world.story.owner)
    client.get("/deals/list/?view=0")
    for order, queries in (("", 7), ("-amount", 7), ("stage,-amount", 8)):
        with django_assert_num_queries(queries):
            assert client.get(f"/deals/list/?view=0&sort={order}").status_code == 200


def test_heads_say_the_order_and_lead_to_the_next_one(world: World, client: Browser) -> None:
    client.force_login(world.story.owner)
    page = client.get("/deals/list/?view=0&sort=stage,-amount").text
    stage, amount = (re.search(rf'<th[^>]*data-column="{key}".*?</th>', page)[0] for key in ("stage", "amount"))  # type: ignore[index]
    assert 'aria-sort="ascending"' in stage and "sort=stage&" not in stage and 'href="?view=0&amp;sort=stage"' in stage
    assert 'data-further="?view=0&amp;sort=-stage%2C-amount"' in stage
    assert "aria-sort" not in amount and "порядок номер 2, по убыванию" in amount
    assert 'data-further="?view=0&amp;sort=stage%2Camount"' in amount and 'href="?view=0&amp;sort=-amount"' in amount
    assert page.count("aria-sort") == 1
    alone = client.get("/deals/list/?view=0&sort=stage").text
    assert 'href="?view=0&amp;sort=-stage"' in re.search(r'<th[^>]*data-column="stage".*?</th>', alone)[0]  # type: ignore[index]
    assert (
        'data-further="?view=0&amp;sort=-amount"' in re.search(r'data-column="amount".*?</th>', client.get("/deals/list/?view=0").text)[0]
    )  # type: ignore[index]
