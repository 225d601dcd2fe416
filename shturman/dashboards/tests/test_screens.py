"""The page, its tiles, the gallery and the desktops of roles, as a browser asks for them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.company.models import Member, Role
from shturman.company.queries import forget_settings
from shturman.dashboards.actions import place_tile, take_tile_off
from shturman.dashboards.models import Desktop
from shturman.dashboards.queries import desk_of
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.world.story import Story, client_of

PART = {"HX-Request": "true"}


@pytest.fixture
def anna(story: Story, client: Browser) -> Browser:
    client.force_login(story.anna)
    return client


def planned(member: Member, title: str, hours: int, **facts: Any) -> Any:
    return set_task(NewTask(title, Due(at=timezone.now() + timedelta(hours=hours)), member, **facts), by=member)


def order(text: str) -> list[str]:
    return re.findall(r'<article [^>]*id="tile-(\w+)"', text)


def test_the_page_draws_the_light_tiles_at_once_and_the_heavy_ones_ask_for_themselves(story: Story, anna: Browser) -> None:
    planned(story.anna, "Созвониться о смете", 1, deal=story.deal(client=client_of(story.anna)))
    text = anna.get("/desktop/").text
    assert order(text) == [place.key for place in desk_of(story.anna).places]
    assert "Созвониться о смете" in text and "ООО «Гидротехника»" in text
    awaited = re.findall(r'hx-get="/desktop/tiles/(\w+)/" hx-trigger="load"', text)
    assert awaited == ["untouched", "funnel", "news"]
    for key in awaited:
        assert order(anna.get(f"/desktop/tiles/{key}/", headers=PART).text) == [key]


def test_the_number_of_queries_does_not_grow_with_rows(story: Story, anna: Browser, django_assert_num_queries: Any) -> None:
    forget_settings()
    anna.get("/desktop/")
    for rows in (1, 12):
        for number in range(rows):
            deal = story.deal(client=client_of(story.anna, f"Фирма {rows}-{number}"))
            planned(story.anna, f"Дело {number}", number - 6, deal=deal)
        with django_assert_num_queries(PAGE_QUERIES):
            anna.get("/desktop/")


PAGE_QUERIES = 8
# Two of them are the sign-in.
TILE_QUERIES = {
    "my_day": 4,
    "overdue": 4,
    "waiting": 4,
    "calendar": 3,
    "favourites": 5,
    "untouched": 6,
    "idle": 6,
    "funnel": 6,
    "news": 6,
    "month": 5,
    "department_today": 9,
    "duplicates": 6,
    "loads": 3,
}


@pytest.mark.parametrize("key", sorted(TILE_QUERIES))
def test_each_tile_keeps_within_its_queries(story: Story, client: Browser, key: str, django_assert_max_num_queries: Any) -> None:
    client.force_login(story.owner)
    forget_settings()
    for number in range(8):
        deal = story.deal(story.owner, client=client_of(story.owner, f"Фирма {number}"))
        planned(story.owner, f"Дело {number}", number - 6, deal=deal)
    client.get(f"/desktop/tiles/{key}/")
    with django_assert_max_num_queries(TILE_QUERIES[key]):
        assert client.get(f"/desktop/tiles/{key}/").status_code == 200


def test_every_tile_has_its_queries_pinned() -> None:
    assert set(TILE_QUERIES) == set(house.tiles())


@pytest.mark.parametrize("base", Role.Base.values)
def test_every_tile_of_every_role_says_what_to_do_when_it_is_empty(story: Story, client: Browser, base: str) -> None:
    member = story.boris
    Member.objects.filter(pk=member.pk).update(role=Role.objects.of_base(base))
    client.force_login(Member.objects.get(pk=member.pk))
    page = client.get("/desktop/").text
    assert "desk-tile__failed" not in page.partition("<template")[0]
    for key in order(page):
        text = client.get(f"/desktop/tiles/{key}/").text
        assert "desk-tile__failed" not in text, key
        assert re.search(r"<p|<li|<table", text), f"{key} is silent"


def test_a_tile_without_the_right_is_neither_drawn_nor_offered_nor_answered(story: Story, anna: Browser) -> None:
    Desktop.objects.create(member=story.anna, places=[["department_today", 2], ["loads", 1], ["my_day", 1]])
    assert order(anna.get("/desktop/").text) == ["my_day"]
    offered = anna.get("/desktop/gallery/", headers=PART).text
    assert "Просрочено" in offered and "Отдел сегодня" not in offered and "Загрузка таблиц" not in offered
    for key in ("department_today", "loads", "duplicates", "no_such"):
        assert anna.get(f"/desktop/tiles/{key}/").status_code == 404
        assert anna.post("/desktop/arrange/", {"tile": key, "act": "place", "is_drawn": "1"}, headers=PART).status_code == 409


def test_one_failing_tile_says_so_and_leaves_the_others(story: Story, anna: Browser, monkeypatch: Any) -> None:
    def fail(member: Member) -> None:
        raise ZeroDivisionError

    tiles = {**house.tiles(), "overdue": replace(house.tiles()["overdue"], read=fail)}
    monkeypatch.setattr(house, "tiles", lambda: tiles)
    page = anna.get("/desktop/")
    assert page.status_code == 200 and "Не посчитали" in page.text and "Повторить" in page.text
    assert order(page.text) == [place.key for place in desk_of(story.anna).places]
    monkeypatch.undo()
    assert "Не посчитали" not in anna.get("/desktop/tiles/overdue/").text


def test_a_move_of_a_script_is_answered_by_a_notice_that_takes_it_back(story: Story, anna: Browser) -> None:
    answer = anna.post("/desktop/arrange/", {"tile": "news", "act": "place", "before": "my_day", "is_drawn": "1"}, headers=PART)
    assert answer.status_code == 200 and "HX-Refresh" not in answer and "на новом месте" in answer.text
    entry = Entry.objects.get(kind="dashboards.desktop_arranged")
    assert f'value="{entry.pk}"' in answer.text
    assert order(anna.get("/desktop/").text)[0] == "news"
    anna.post("/undo/", {"entry": entry.pk}, headers=PART)
    assert order(anna.get("/desktop/").text)[0] == "my_day"


def test_a_page_without_scripts_arranges_by_plain_forms(story: Story, anna: Browser) -> None:
    for act, expected in (("later", ["overdue", "my_day"]), ("earlier", ["my_day", "overdue"]), ("earlier", ["my_day", "overdue"])):
        answer = anna.post("/desktop/arrange/", {"tile": "my_day", "act": act})
        assert answer.headers["Location"] == "/desktop/?arrange=1"
        assert order(anna.get("/desktop/?arrange=1").text)[:2] == expected
    anna.post("/desktop/arrange/", {"tile": "my_day", "act": "narrower"})
    anna.post("/desktop/arrange/", {"tile": "overdue", "act": "remove"})
    anna.post("/desktop/arrange/", {"tile": "news", "act": "later"})
    assert "overdue" not in order(anna.get("/desktop/").text)
    assert "desk__place--wide" not in anna.get("/desktop/").text
    assert "Вернуть стол роли" in anna.get("/desktop/?arrange=1").text
    anna.post("/desktop/arrange/", {"act": "return"})
    assert "Вернуть стол роли" not in anna.get("/desktop/?arrange=1").text
    assert not Desktop.objects.exists()


def test_a_step_passes_the_next_tile_that_is_seen(story: Story, anna: Browser) -> None:
    """What stands between and is closed to him does not swallow a press."""
    Desktop.objects.create(member=story.anna, places=[["my_day", 1], ["loads", 1], ["news", 1], ["overdue", 1]])
    anna.post("/desktop/arrange/", {"tile": "my_day", "act": "later"})
    assert order(anna.get("/desktop/").text) == ["news", "my_day", "overdue"]


@pytest.mark.parametrize("form", [{}, {"act": "explode"}, {"act": "place", "tile": ""}, {"act": "wider", "tile": "<b>"}])
def test_a_forged_press_changes_nothing(story: Story, anna: Browser, form: dict[str, str]) -> None:
    assert anna.post("/desktop/arrange/", {**form, "is_drawn": "1"}, headers=PART).status_code in (404, 409)
    assert anna.get("/desktop/arrange/").status_code == 405
    assert not Desktop.objects.exists()


def test_an_emptied_desktop_offers_the_gallery(story: Story, anna: Browser) -> None:
    for place in desk_of(story.anna).places:
        take_tile_off(place.key, by=story.anna)
    page = anna.get("/desktop/").text
    assert "На столе пусто" in page and "/desktop/gallery/" in page
    for key in house.tiles():
        if f'value="{key}"' in anna.get("/desktop/gallery/").text:
            anna.post("/desktop/arrange/", {"tile": key, "act": "place"})
    assert "Все доступные плитки уже на столе" in anna.get("/desktop/gallery/", headers=PART).text


def test_looking_as_another_shows_his_desktop_and_arranges_nothing(story: Story, client: Browser) -> None:
    place_tile("news", "my_day", by=story.anna)
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    assert order(client.get("/desktop/").text)[0] == "news"
    assert client.post("/desktop/arrange/", {"tile": "news", "act": "remove"}).status_code == 403
    assert order(client.get("/desktop/").text)[0] == "news"


def test_the_owner_arranges_the_desktop_of_a_role_and_others_are_told_whose_it_is(story: Story, client: Browser) -> None:
    role, addresses = story.anna.role, ("/desktop/roles/", *(f"/desktop/roles/{story.anna.role_id}/{part}" for part in ("", "gallery/")))
    client.force_login(story.head)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 403 and "владелец" in answer.text
    for part in ("arrange/", "begin/"):
        assert client.post(f"/desktop/roles/{role.pk}/{part}", {"tile": "news", "act": "remove", "first": "1"}).status_code == 403
    client.force_login(story.owner)
    for address in addresses:
        assert client.get(address).status_code == 200
    assert client.get("/desktop/roles/9999999/").status_code == 404
    client.post(f"/desktop/roles/{role.pk}/arrange/", {"tile": "news", "act": "place", "before": "my_day"})
    client.post(f"/desktop/roles/{role.pk}/begin/", {"first": "1"})
    assert "работа начинается с него" in client.get("/desktop/roles/").text
    client.force_login(story.anna)
    assert order(client.get("/desktop/").text)[0] == "news"
    assert client.get("/").headers["Location"] == "/desktop/"


def test_a_person_begins_with_what_he_wishes(story: Story, anna: Browser) -> None:
    assert anna.get("/").headers["Location"] == "/tasks/day/"
    for wish, page in (("desktop", "/desktop/"), ("navigator", "/navigator/"), ("funnel", "/deals/"), ("day", "/tasks/day/")):
        assert anna.post("/look/", {"start": wish}, headers=PART).status_code == 204
        assert anna.get("/").headers["Location"] == page
    anna.post("/look/", {"start": "<script>"}, headers=PART)
    assert anna.get("/").headers["Location"] == "/tasks/day/"


def test_a_wish_for_a_page_that_is_closed_to_him_leads_to_his_day(story: Story, anna: Browser) -> None:
    Member.objects.filter(pk=story.anna.pk).update(role=Role.objects.of_base("agent"), starts_with="navigator")
    assert anna.get("/").headers["Location"] == "/tasks/day/"


def test_the_rail_begins_with_it_and_a_phone_keeps_its_four(story: Story, anna: Browser) -> None:
    page = anna.get("/desktop/").text
    rail, tabs = page[page.index('<nav class="rail"') :], page[page.index('<nav class="tabs"') :]
    assert re.findall(r'rail__item" href="([^"]+)"', rail)[0] == "/desktop/"
    assert re.findall(r'tabs__item" href="([^"]+)"', tabs) == ["/navigator/", "/tasks/day/", "/deals/", "/clients/"]
    assert 'menu__item" href="/desktop/"' in tabs
