"""A counter of the frame, of a list, of the board, of a client and of the desktop is the list that its press opens, whoever looks."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.models import Client
from shturman.clients.models.merging import DuplicatePair
from shturman.deals.actions import assign_deals, move_deal
from shturman.deals.models import Deal
from shturman.kit import house
from shturman.tasks.actions import NewTask, complete_task, set_task
from shturman.tasks.due import Due
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}
# Whole, a department, one's own, and one's own in another department.
VIEWERS = ("owner", "head", "anna", "vera")


@pytest.fixture
def busy(story: Story) -> Story:
    """Deals of three people on two stages with tasks before and after now: more than a page of either."""
    second = [stage for stage in story.stages.values() if stage.is_open][1]
    firms = {by.pk: [client_of(by, f"ООО «Фирма {number}»") for number in range(2)] for by in (story.anna, story.boris, story.vera)}
    for number in range(33):
        by = (story.anna, story.boris, story.vera)[number % 3]
        deal = story.deal(by, client=firms[by.pk][number % 2], title=f"Сделка {number}", amount=number * 1000)
        if number % 4 == 1:
            move_deal(deal, second, by=by)
        for days in (-2, -1, 2)[number % 3 :]:
            set_task(NewTask(f"Дело {number}", Due(at=timezone.now() + timedelta(days=days)), by), by=by)
    return story


def listed(browser: Browser, address: str, kind: str) -> list[int]:
    """Every row of a list, page by page."""
    found: list[int] = []
    while address:
        page = browser.get(address, headers=HTMX if "part=rows" in address else {})
        found += [int(pk) for pk in re.findall(rf'<tr id="{kind}-(\d+)"', page.text)]
        following = page.context["next_url"]
        address = urljoin(address, following) if following else ""
    assert len(found) == len(set(found))
    return found


def figure(text: str, pattern: str) -> int:
    found = re.search(pattern, text.replace("\xa0", "").replace("\u202f", ""))
    return int(found.group(1)) if found else 0


@pytest.mark.parametrize("login", VIEWERS)
def test_the_counter_of_the_frame_is_the_list_of_what_is_late(busy: Story, client: Browser, login: str) -> None:
    client.force_login(getattr(busy, login))
    rows = listed(client, "/tasks/?state=overdue&who=me", "task")
    for address in ("/keys/", "/deals/list/?view=0", "/clients/?view=0", "/tasks/?view=0", "/tasks/day/", "/desktop/"):
        page = client.get(address).text
        assert figure(page, r'rail__count">(\d+)') == len(rows), address
    assert client.get("/tasks/day/").context["overdue_count"] == len(rows)


@pytest.mark.parametrize("query", ["", "state=all", "amount_from=9000", "responsible=me"])
@pytest.mark.parametrize("login", VIEWERS)
def test_the_total_of_a_list_is_its_rows_and_so_is_what_all_by_the_condition_takes(
    busy: Story, client: Browser, query: str, login: str
) -> None:
    client.force_login(getattr(busy, login))
    rows = listed(client, f"/deals/list/?view=0&{query}", "deal")
    assert figure(client.get(f"/deals/list/total/?{query}").text, r"(\d+) сдел") == len(rows)
    groups = client.get(f"/deals/list/?view=0&group=stage&{query}").context["groups"]
    assert groups.count == len(rows) and sum(head.count for head in groups.heads) == len(rows)


@pytest.mark.parametrize("login", VIEWERS)
def test_a_figure_of_the_board_is_the_list_behind_it(busy: Story, client: Browser, login: str) -> None:
    client.force_login(getattr(busy, login))
    totals = client.get("/deals/totals/").text
    linked = re.findall(r'href="(/deals/list/\?[^"]*)"><b[^>]*>([\d\s\xa0\u202f]+)</b>', totals)
    assert len(linked) > 2 and any(count != "0" for _url, count in linked)
    for url, count in linked:
        assert len(listed(client, url.replace("&amp;", "&"), "deal")) == int(re.sub(r"\D", "", count)), url


@pytest.mark.parametrize("login", VIEWERS)
def test_open_deals_of_a_client_are_the_list_that_his_figure_opens(busy: Story, client: Browser, login: str) -> None:
    client.force_login(getattr(busy, login))
    seen = Client.objects.visible_to(getattr(busy, login))
    page = client.get("/clients/?view=0&columns=open_deals").text
    linked = _figures_of_clients(page)
    assert set(linked) == set(seen.filter(deals__closed_at=None, deals__isnull=False).values_list("pk", flat=True))
    for pk, count in linked.items():
        assert len(listed(client, f"/deals/list/?client={pk}&state=open", "deal")) == count


def _figures_of_clients(page: str) -> dict[Any, int]:
    found = re.findall(r'href="/deals/list/\?client=(\d+)&amp;state=open">(\d+)', page)
    return {int(pk): int(count) for pk, count in found}


FIGURE = re.compile(r'data-figure href="([^"]+)"[^>]*>(?:(?!</a>).)*?<b[^>]*>([^<]+)</b>', re.DOTALL)
# Rows of the page that a figure opens.
ROWS = {"/tasks/": "task", "/deals/list/": "deal"}
OWN = {"overdue", "waiting", "untouched", "funnel", "month"}
TEAM = {"department_today", "idle", "untouched", "funnel", "month"}
# Whose figures are more than nought.
SPEAKING = {"owner": TEAM | {"duplicates"}, "head": TEAM, "anna": OWN | {"news"}, "vera": OWN - {"overdue", "waiting"}}
MARKS = {"/clients/duplicates/": 'id="group-', "/notices/": "row-line notice-line"}


@pytest.fixture
def eventful(busy: Story) -> Story:
    """Besides: deals won this month and the one before, a word on a result, a deal received, doubles."""
    won = next(stage for stage in busy.stages.values() if stage.is_won)
    firms = list(Client.objects.order_by("pk")[:4])
    for number, by in enumerate((busy.anna, busy.boris, busy.vera)):
        for days in (0, 31):
            deal = busy.deal(by, client=client_of(by, f"Покупатель {number}-{days}"), title=f"Продажа {number}", amount=5000)
            move_deal(deal, won, by=by)
            Deal.objects.filter(pk=deal.pk).update(closed_at=timezone.now() - timedelta(days=days, minutes=1))
        task = set_task(NewTask(f"Звонок {number}", Due(at=timezone.now() - timedelta(hours=2)), by), by=by)
        complete_task(task, "Поговорили", by=by)
    touched = busy.deal(busy.anna, title="Созвонились")
    complete_task(touched.tasks.get(), "Поговорили", by=busy.anna)
    Deal.objects.filter(title__in=("Сделка 0", "Сделка 1")).update(entered_stage_at=timezone.now() - timedelta(days=90), next_step_at=None)
    for deal in Deal.objects.filter(responsible=busy.boris)[:3]:
        assign_deals([deal], busy.anna, by=busy.owner)
    DuplicatePair.objects.create(first=firms[0], second=firms[1], by_name=True, group=firms[1].pk)
    DuplicatePair.objects.create(first=firms[2], second=firms[3], by_name=True, group=firms[3].pk)
    return busy


def behind(browser: Browser, address: str) -> int:
    page = address.partition("?")[0]
    return len(listed(browser, address, ROWS[page])) if page in ROWS else browser.get(address).text.count(MARKS[page])


@pytest.mark.parametrize("login", VIEWERS)
def test_every_figure_of_the_desktop_is_the_list_that_it_opens(eventful: Story, client: Browser, login: str) -> None:
    member, speaking = getattr(eventful, login), set()
    client.force_login(member)
    for key in (key for key, tile in house.tiles().items() if tile.is_for(member)):
        for url, count in FIGURE.findall(client.get(f"/desktop/tiles/{key}/").text):
            shown = int(re.sub(r"\D", "", count))
            assert behind(client, unescape(url)) == shown, f"{key}: {url}"
            speaking |= {key} if shown else set()
    assert SPEAKING[login] <= speaking, "a figure that is always nought proves nothing"
