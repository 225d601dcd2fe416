"""The foot of a list: each figure is what all rows of the list sum up to, whoever looks."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from shturman.clients.models import Client
from shturman.company.models import Role
from shturman.deals.models import Deal
from shturman.fields.tests.cards import key_of
from shturman.kit.money import grouped, roubles
from shturman.kit.numbers import number_words
from shturman.lists.tests.orderly import VIEWERS, World, pages_of
from shturman.tasks.models import Task


def cells_of(page: str) -> list[str]:
    """Words below each column; of a figure the sum and the average."""
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", page.replace("\xa0", " "), re.S)]


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


@pytest.mark.parametrize("login", VIEWERS)
def test_figures_of_deals_are_the_sums_of_the_seen_rows(world: World, client: Browser, login: str) -> None:
    member, number, money = getattr(world.story, login), key_of(world.own["number"]), key_of(world.own["money"])
    client.force_login(member)
    asked = f"view=0&amount_from=1000&columns=stage,amount,{number},{money}&sort=stage,amount"
    foot = client.get(client.get(f"/deals/list/?{asked}").context["foot_url"]).text
    seen = list(Deal.objects.visible_to(member).open().filter(amount__gte=1000))
    amount = sum(deal.amount for deal in seen)
    cells = [cell for cell in cells_of(foot) if cell]
    assert cells[0] == f"Всего: {len(seen)}"
    assert cells[1].startswith(f"{plain(roubles(amount))} в среднем ")
    for cell, key, words in ((cells[2], number, number_words), (cells[3], money, roubles)):
        kept = [Decimal(getattr(deal, key)) for deal in seen if getattr(deal, key) is not None]
        assert cell.startswith(f"{plain(words(sum(kept, Decimal(0))))} в среднем "), key
    assert f"{grouped(len(seen))} сдел" in foot and plain(f"<b>{roubles(amount)}</b>") in plain(foot)


def test_the_foot_equals_the_table_that_is_taken_out(world: World, client: Browser) -> None:
    client.force_login(world.story.owner)
    page = client.get("/deals/list/?view=0&state=all&columns=amount")
    text = b"".join(client.get(page.context["export_url"] + "&as=csv").streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    total = sum(Decimal(row[5].replace(",", ".").replace("\xa0", "").replace(" ", "") or 0) for row in rows)
    cells = cells_of(client.get(page.context["foot_url"]).text)
    assert f"Всего: {len(rows)}" in cells and any(cell.startswith(plain(roubles(total))) for cell in cells)


@pytest.mark.parametrize("login", VIEWERS)
def test_below_the_open_deals_of_clients_stand_those_that_the_member_sees(world: World, client: Browser, login: str) -> None:
    member = getattr(world.story, login)
    client.force_login(member)
    page = client.get("/clients/?view=0&columns=open_deals")
    listed = Deal.objects.visible_to(member).open().filter(client__in=Client.objects.visible_to(member))
    told = f"{listed.count()} · {roubles(sum(deal.amount for deal in listed))}"
    cells = cells_of(client.get(page.context["foot_url"]).text)
    assert plain(told) in cells and f"Всего: {Client.objects.visible_to(member).count()}" in cells


@pytest.mark.parametrize("login", VIEWERS)
def test_clients_stand_by_the_open_deals_that_the_member_sees(world: World, client: Browser, login: str) -> None:
    member = getattr(world.story, login)
    client.force_login(member)
    ids = pages_of(client, "/clients/?view=0&sort=-open_deals,-name", "client")
    seen = Deal.objects.visible_to(member).open()
    figures = [(mine.count(), sum(deal.amount for deal in mine)) for mine in (seen.filter(client=pk) for pk in ids)]
    assert len(set(ids)) == Client.objects.visible_to(member).count() and figures == sorted(figures, reverse=True)


def test_the_bar_of_many_rows_says_how_many_the_condition_finds(world: World, client: Browser) -> None:
    client.force_login(world.story.owner)
    page = client.get("/deals/list/?view=0&state=all")
    count = Deal.objects.visible_to(world.story.owner).count()
    assert f"Выбрать все <b data-bulk-whole>{count}</b> по условию" in client.get(page.context["foot_url"]).text


@pytest.mark.parametrize("login", VIEWERS)
def test_tasks_are_counted(world: World, client: Browser, login: str) -> None:
    member = getattr(world.story, login)
    client.force_login(member)
    page = client.get("/tasks/?view=0&who=all&columns=who,due&group=who")
    assert f"Всего: {Task.objects.visible_to(member).open().count()}" in cells_of(client.get(page.context["foot_url"]).text)


def test_nobody_is_told_the_sum_of_a_field_that_he_does_not_see(world: World, client: Browser) -> None:
    field, story = world.own["number"], world.story
    field.seen_by.set([Role.objects.of_base("head")])
    asked = f"/deals/list/total/?view=0&columns=stage,{key_of(field)}"
    client.force_login(story.head)
    assert "в среднем" in client.get(asked).text
    client.force_login(story.anna)
    assert "в среднем" not in client.get(asked).text


def test_a_foot_costs_one_question_more_than_who_asks(world: World, client: Browser, django_assert_num_queries: Any) -> None:
    client.force_login(world.story.owner)
    for address in ("/deals/list/total/", "/clients/total/", "/tasks/total/"):
        client.get(address)
        with django_assert_num_queries(3):
            client.get(f"{address}?view=0")
