"""Groups of a list: each figure is the list behind it, whoever looks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import change_client, set_tags
from shturman.clients.models import Client
from shturman.company.models import Role
from shturman.deals.actions import change_deal, change_stage, move_deal
from shturman.deals.models import Deal
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.lists import grouping
from shturman.tasks.models import Task
from shturman.world.story import Story, _member, client_of

HTMX = {"HX-Request": "true"}
VIEWERS = ("owner", "head", "anna", "vera")


@pytest.fixture
def busy(story: Story) -> Story:
    """Three managers, two of one department, with deals on two stages and one without a client."""
    in_work = [stage for stage in story.stages.values() if stage.is_open]
    for number in range(15):
        by = (story.anna, story.boris, story.vera)[number % 3]
        client = client_of(by, f"ООО «Фирма {number % 4}»") if number else None
        deal = story.deal(by, client=client, title=f"Сделка {number}", amount=number * 1000)
        if number % 4 == 1:
            move_deal(deal, in_work[1], by=by)
    return story


def rows_behind(browser: Browser, base: str, url: str, mark: str) -> list[str]:
    found: list[str] = []
    while url:
        page = browser.get(f"{base}{url}", headers=HTMX if "part=rows" in url else {})
        found += re.findall(rf'<tr id="{mark}-(\d+)"', page.text)
        url = page.context["next_url"]
    return found


@pytest.mark.parametrize("key", ["stage", "responsible", "department", "client", "kind", "loss_reason", "month", "closed"])
@pytest.mark.parametrize("login", VIEWERS)
def test_a_group_of_deals_is_the_list_behind_it(busy: Story, client: Browser, key: str, login: str) -> None:
    member = getattr(busy, login)
    client.force_login(member)
    groups = client.get(f"/deals/list/?view=0&group={key}&amount_from=2000").context["groups"]
    seen = Deal.objects.visible_to(member).open().filter(amount__gte=2000)
    assert groups.grouping.key == key and groups.heads
    assert sum(head.count for head in groups.heads) == groups.count == seen.count()
    assert sum(head.amount for head in groups.heads) == groups.amount == sum(seen.values_list("amount", flat=True))
    for head in groups.heads:
        assert len(rows_behind(client, "/deals/list/", head.url, "deal")) == head.count, head
        assert len(rows_behind(client, "/deals/list/", head.rows_url, "deal")) == head.count, head


@pytest.mark.parametrize("key", ["who", "due", "day", "kind", "department"])
@pytest.mark.parametrize("login", VIEWERS)
def test_a_group_of_tasks_is_the_list_behind_it(busy: Story, client: Browser, key: str, login: str) -> None:
    member = getattr(busy, login)
    client.force_login(member)
    groups = client.get(f"/tasks/?view=0&group={key}&who=all").context["groups"]
    assert sum(head.count for head in groups.heads) == groups.count == Task.objects.visible_to(member).open().count() > 0
    for head in groups.heads:
        assert len(rows_behind(client, "/tasks/", head.url, "task")) == head.count, head


@pytest.mark.parametrize("key", ["responsible", "department", "tag", "industry"])
@pytest.mark.parametrize("login", VIEWERS)
def test_a_group_of_clients_is_the_list_behind_it(busy: Story, client: Browser, key: str, login: str) -> None:
    member = getattr(busy, login)
    for place, one in enumerate(Client.objects.everything().order_by("pk")):
        change_client(one, {"industry": ("стройка", "Стройка", "", "вода")[place % 4]}, by=busy.owner)
        set_tags(one, [("важный",), (), ("важный", "холодный")][place % 3], by=busy.owner)
    client.force_login(member)
    page = client.get(f"/clients/?view=0&group={key}")
    groups, seen = page.context["groups"], Client.objects.visible_to(member)
    behind = [rows_behind(client, "/clients/", head.url, "client") for head in groups.heads]
    assert [len(rows) for rows in behind] == [head.count for head in groups.heads]
    assert {int(pk) for rows in behind for pk in rows} == set(seen.values_list("pk", flat=True))
    if key != "tag":
        assert groups.count == seen.count()
    else:
        assert "стоит в двух группах" in page.text


def test_of_a_list_of_one_tag_there_is_one_group(busy: Story, client: Browser) -> None:
    one = Client.objects.everything().first()
    assert one is not None
    set_tags(one, ["важный", "холодный"], by=busy.owner)
    client.force_login(busy.owner)
    tag = one.tags.get(name="важный")
    groups = client.get(f"/clients/?view=0&group=tag&tag={tag.pk}").context["groups"]
    assert [(head.label, head.count) for head in groups.heads] == [("важный", 1)]


@pytest.mark.parametrize(("kind", "values"), [("choice", ("мало", "много")), ("flag", (True, False)), ("person", ("anna", "vera"))])
@pytest.mark.parametrize("login", VIEWERS)
def test_own_fields_of_the_company_are_groups_too(busy: Story, client: Browser, kind: str, values: Any, login: str) -> None:
    member = getattr(busy, login)
    field = own_field(busy.owner, kind, choices=["мало", "много"] if kind == "choice" else ())
    for place, deal in enumerate(Deal.objects.everything().order_by("pk")[:8]):
        given = values[place % 2]
        kept = choice(field, given) if kind == "choice" else getattr(busy, given).pk if kind == "person" else given
        change_deal(deal, {key_of(field): kept}, by=busy.owner)
    client.force_login(member)
    groups = client.get(f"/deals/list/?view=0&group={key_of(field)}").context["groups"]
    assert len(groups.heads) >= 2
    assert sum(head.count for head in groups.heads) == groups.count == Deal.objects.visible_to(member).open().count()
    for head in groups.heads:
        assert len(rows_behind(client, "/deals/list/", head.url, "deal")) == head.count, head


def test_stages_hidden_from_managers_are_one_group_without_names(busy: Story, client: Browser) -> None:
    hidden = Deal.objects.filter(responsible=busy.anna)[0].stage
    change_stage(hidden, {"is_for_managers": False}, by=busy.owner)
    client.force_login(busy.anna)
    page = client.get("/deals/list/?view=0&group=stage")
    heads = {head.label: head for head in page.context["groups"].heads}
    assert hidden.name not in heads and "stage=handed" in heads["Передано"].url
    assert len(rows_behind(client, "/deals/list/", heads["Передано"].url, "deal")) == heads["Передано"].count > 0


def test_what_the_filter_leaves_of_a_month_is_its_group(busy: Story, client: Browser) -> None:
    client.force_login(busy.owner)
    today = timezone.localdate()
    for days, due in ((0, 15), (1, 0)):
        asked = f"opened_from={today + timedelta(days=days)}"
        groups = client.get(f"/deals/list/?view=0&group=month&{asked}").context["groups"]
        assert groups.count == due
        for head in groups.heads:
            assert f"opened_from={today}" in head.url
            assert len(rows_behind(client, "/deals/list/", head.url, "deal")) == head.count


def test_more_groups_than_anybody_reads_are_told_as_one_line(busy: Story, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_HEADS", 2)
    client.force_login(busy.owner)
    page = client.get("/deals/list/?view=0&group=client")
    groups = page.context["groups"]
    assert len(groups.heads) == 2 and groups.further > 0
    assert sum(head.count for head in groups.heads) + groups.further_count == groups.count == 15
    assert sum(head.amount for head in groups.heads) + groups.further_amount == groups.amount
    assert "групп" in page.text


def test_groups_cost_two_queries_instead_of_the_rows(busy: Story, client: Browser, django_assert_max_num_queries: Any) -> None:
    client.force_login(busy.owner)
    client.get("/deals/list/?view=0")
    with django_assert_max_num_queries(9):
        page = client.get("/deals/list/?view=0&group=responsible")
    assert busy.anna.short_name in page.text


def test_the_dialog_offers_what_the_member_may_ask_and_a_view_keeps_it(busy: Story, client: Browser) -> None:
    client.force_login(busy.anna)
    form = client.get("/deals/list/groups/?state=all&sort=title&group=stage", headers=HTMX).text
    assert "group=responsible" in form and "state=all" in form and "sort=title" in form and "Без групп" in form
    client.post("/lists/views/deals/save/", {"query": "group=stage&state=all", "name": "По этапам", "is_pinned": "on"})
    shown = client.get("/deals/list/" + client.get("/deals/list/?view=0").context["view_bar"].links[0].url)
    assert shown.context["groups"].grouping.key == "stage"


@pytest.mark.parametrize("key", ["выдумка", "own_999999", "own_1' OR 1"])
def test_an_unknown_group_is_the_plain_list(busy: Story, client: Browser, key: str) -> None:
    client.force_login(busy.owner)
    page = client.get(f"/deals/list/?view=0&group={key}")
    assert page.context["groups"] is None and 'id="deal-' in page.text


def test_an_agent_groups_only_by_what_he_may_ask(busy: Story, client: Browser) -> None:
    agent = _member(busy.owner, "agent", "Внешний", "Олег", busy.projects, role=Role.objects.of_base("agent"))
    own_field(busy.owner, "flag")
    client.force_login(agent)
    form = client.get("/deals/list/groups/", headers=HTMX).text
    assert "group=stage" in form and "group=department" not in form and "group=own_" not in form
    assert client.get("/deals/list/?view=0&group=department").context["groups"] is None


@pytest.mark.parametrize("address", ["/clients/", "/tasks/"])
def test_the_boxes_above_a_list_keep_its_groups_columns_and_order(busy: Story, client: Browser, address: str) -> None:
    """A word that is looked for, or another person, is asked of the list as it stands."""
    client.force_login(busy.head)
    page = client.get(f"{address}?view=0&group=responsible&columns=created&1.department=1&sort=name").text
    for name, value in (("group", "responsible"), ("columns", "created"), ("1.department", "1"), ("sort", "name")):
        assert f'name="{name}" value="{value}"' in page, name
