"""The palette reaches whatever the menus reach, and not a page more than the person may open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client as Browser
from django.urls import reverse

from shturman.company.actions import add_member
from shturman.company.models import Member, Role
from shturman.company.queries import forget_settings
from shturman.web.menus import BEYOND_MENUS, MORE, OWN, SECTIONS, SWITCHES, TO_ADD, WISHES
from shturman.web.palette import Command, groups_for
from shturman.world.story import PASSWORD, Story, client_of

PART = {"HX-Request": "true"}
PAGES = (*SECTIONS, *MORE, *SWITCHES["settings"], *SWITCHES["mail"], *BEYOND_MENUS, *OWN, *TO_ADD)
WHO = ("owner", "head", "manager", "accountant", "agent")


@pytest.fixture
def people(story: Story) -> dict[str, Member]:
    """One of each kind that menus tell apart."""
    people = {"owner": story.owner, "head": story.head, "manager": story.anna}
    for base in ("accountant", "agent"):
        facts = {"login": base, "surname": "Агеев", "given_name": "Павел", "role": Role.objects.of_base(base), "head": story.head}
        people[base] = add_member(facts, by=story.owner, password=PASSWORD)
    return people


def commands_of(member: Member) -> list[Command]:
    return [command for group in groups_for(member) for command in group.commands]


def menu_links(page: str) -> Iterator[str]:
    """Addresses of the rail, «Ещё», «+», the member's menu and the switches of settings, as a page draws them."""
    for tag in re.findall(r"<a [^>]*>", page):
        if re.search(r'class="(rail__item|tabs__item|menu__item[^"]*|switch__item)"', tag):
            yield re.search(r'href="([^"]*)"', tag).group(1)  # type: ignore[union-attr]


@pytest.mark.parametrize("who", WHO)
def test_it_reaches_whatever_the_menus_of_his_pages_reach(people: dict[str, Member], client: Browser, who: str) -> None:
    client.force_login(people[who])
    offered = {command.url for command in commands_of(people[who])}
    shown = set(menu_links(client.get("/keys/").text))
    for page in SWITCHES["settings"] + SWITCHES["mail"]:
        if page.is_for(people[who]):
            shown |= set(menu_links(client.get(page.url).text))
    assert {reverse("tasks:my_day"), reverse("company:profile"), reverse("web:trash")} <= shown
    assert {link for link in shown if not link.startswith("?")} - offered == set()


@pytest.mark.parametrize("who", WHO)
def test_it_offers_no_page_that_is_closed_to_him(people: dict[str, Member], client: Browser, who: str) -> None:
    client.force_login(people[who])
    offered = {command.url for command in commands_of(people[who]) if command.url}
    assert {url: status for url in offered if (status := client.get(url).status_code) != 200} == {}


@pytest.mark.parametrize("who", WHO)
def test_a_page_that_is_not_offered_is_closed_to_him(people: dict[str, Member], client: Browser, who: str) -> None:
    client.force_login(people[who])
    offered = {command.url for command in commands_of(people[who])}
    withheld = {section.url for section in PAGES} - offered
    assert who == "owner" or withheld
    # A form that will refuse him opens, and says so; the list of his own changes is empty.
    passing = {section.url for section in TO_ADD} | {reverse("lists:bulk_runs")}
    assert {url for url in withheld - passing if client.get(url).status_code == 200} == set()


def test_settings_of_the_owner_are_not_even_named_to_a_manager(people: dict[str, Member], client: Browser) -> None:
    client.force_login(people["manager"])
    page = client.get("/palette/", headers=PART).text
    assert "Мой день" in page and "Создать" in page
    assert "Роли и права" not in page and "Отправленные письма" not in page and "Следы" not in page


def test_his_own_menu_is_pressed_where_it_stands(people: dict[str, Member], client: Browser) -> None:
    client.force_login(people["manager"])
    page = client.get("/keys/").text
    presses = [command.press for command in commands_of(people["manager"]) if command.press]
    assert len(presses) == sum(len(wish.choices) for wish in WISHES) + 1
    for press in presses:
        name, value = (re.findall(r'name="(\w+)"\]\[value="(\w*)"', press) or [("", "")])[0]
        assert (f'name="{name}" value="{value}"' if name else 'action="/account/logout/"') in page


def test_a_page_of_two_menus_is_offered_once(people: dict[str, Member]) -> None:
    urls = [command.url for command in commands_of(people["owner"]) if command.url and not command.is_dialog]
    assert len(urls) == len(set(urls))


def test_hits_stand_under_the_commands_and_a_forgotten_layout_is_forgiven(story: Story, client: Browser) -> None:
    client_of(story.anna, "ООО «Гидротехника»")
    client.force_login(story.anna)
    assert "Гидротехника" in client.get("/palette/found/", {"q": "гидро"}, headers=PART).text
    assert "Гидротехника" in client.get("/palette/found/", {"q": "ublhj", "also": "гидро"}, headers=PART).text
    nothing = client.get("/palette/found/", {"q": "зюйдвестка", "also": "p.qldtcnrf"}, headers=PART).text
    assert "ничего нет по «зюйдвестка»" in nothing.replace("\u00a0", " ")


def test_without_scripts_the_search_answers_instead(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    for address in ("/palette/", "/palette/found/?q=гидро"):
        assert client.get(address)["Location"] == "/search/"


def test_who_is_held_at_the_door_is_offered_nothing_of_the_work(story: Story, client: Browser) -> None:
    """Else the frame would ask for pins, be sent back to the door and begin anew, without end."""
    Role.objects.filter(pk=story.anna.role_id).update(requires_second_factor=True)
    client.force_login(story.anna)
    page = client.get("/account/security/needed/").text
    assert "/pins/" not in page and 'id="palette"' not in page
    assert client.get("/palette/", headers=PART)["HX-Redirect"] == "/account/security/needed/"


def test_it_costs_the_same_however_much_is_recent_and_pinned(story: Story, client: Browser, django_assert_max_num_queries) -> None:
    client.force_login(story.anna)
    forget_settings()
    client.get("/keys/")
    for number in range(3):
        firm = client_of(story.anna, f"ООО «Фирма {number}»")
        for address in (f"/clients/{firm.pk}/", f"/deals/{story.deal(client=firm).pk}/"):
            client.get(address)
            client.post(f"/pins{address.replace('s/', '/', 1)}")
    with django_assert_max_num_queries(8):
        client.get("/palette/", headers=PART)
