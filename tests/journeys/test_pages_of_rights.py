"""Pages of rights, common deals, trails and agents with real rows: no serious fault, no sideways scroll, room for a thumb."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from shturman.company.actions import add_member, set_own_rights
from shturman.company.models import Member, Role
from shturman.deals.actions import Registration, change_stage, register_deal
from shturman.web.tests.axe import serious_faults
from shturman.world.story import PASSWORD, Story, client_of
from tests.journeys.test_pages import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)
# What a thumb presses, but for links within text.
SMALL = """() => [...document.querySelectorAll('.button, .switch__item, .tabs__item, .control, main select, main summary')]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5 && !one.closest('.visually-hidden'))
    .map((one) => `small for a thumb: ${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`)"""


@pytest.fixture
def pages(committed_story: Story) -> dict[str, list[str]]:
    """Addresses by whoever opens them; one employee has a right of his own, one stage is open to all, one is hidden."""
    story, owner = committed_story, committed_story.owner
    facts = {"login": "agent", "surname": "Агеев", "given_name": "Павел", "role": Role.objects.of_base("agent"), "head": story.head}
    agent = add_member(facts, by=owner, password=PASSWORD)
    buyer = client_of(story.anna, "ООО «Северо-Западная строительно-монтажная компания „Гидротехника“»", phones=["+7 921 000-14-27"])
    common, hidden = story.deal(story.anna, client=buyer), story.stages["Потребность выяснена"]
    change_stage(common.stage, {"is_seen_by_all": True, "is_open_to_all": True}, by=owner)
    change_stage(hidden, {"is_for_managers": False}, by=owner)
    handed_over = story.deal(story.anna, by=owner, stage=hidden)
    fate = register_deal(Registration("Поставка насосов для второй очереди станции", "ООО «Причал»", story.funnel), by=agent)
    set_own_rights(story.anna, {"client.contacts": "on_request"}, by=owner)
    set_own_rights(Member.objects.get(pk=story.vera.pk), {"client.see": "all", "journal.sees_trail": True}, by=owner)
    manager, owners = Role.objects.of_base("manager"), Role.objects.of_base("owner")
    return {
        "owner": [
            "/company/roles/",
            f"/company/roles/{manager.pk}/",
            f"/company/roles/{owners.pk}/",
            f"/company/roles/{manager.pk}/copy/",
            f"/company/members/{story.anna.pk}/rights/",
            "/deals/common/",
            "/trail/",
            "/trail/?kind=told",
            f"/clients/{buyer.pk}/personal-data/",
            f"/deals/funnels/{story.funnel.pk}/stages/{hidden.pk}/",
            "/deals/funnels/",
        ],
        "anna": ["/deals/common/", f"/deals/{handed_over.pk}/", f"/clients/{buyer.pk}/", "/clients/"],
        "vera": ["/trail/", "/deals/common/"],
        "agent": ["/deals/", "/deals/list/", "/deals/open/", f"/deals/{fate.pk}/"],
    }


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_no_page_of_rights_has_a_serious_fault(page: Page, live_server: Any, pages: dict[str, list[str]], scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for login, addresses in pages.items():
        page.context.clear_cookies()
        enter(page, live_server, login)
        for address in addresses:
            answer = page.goto(live_server.url + address)
            assert answer is not None and answer.status == 200, (login, address)
            found[login, address] = faults(page, width)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_effects_and_refusals_stand_well_on_their_page(
    page: Page, live_server: Any, pages: dict[str, list[str]], committed_story: Story, scheme: Any, width: int
) -> None:
    """What a save would do, a reach wider than what is seen, and the strip of one who looks by other eyes."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    enter(page, live_server, "owner")
    address = f"{live_server.url}/company/roles/{Role.objects.of_base('manager').pk}/"
    page.goto(address)
    page.get_by_label("Сделки: видит", exact=True).select_option("none")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.get_by_role("button", name="ох").first.wait_for()
    assert faults(page, width) == []
    page.goto(address)
    page.get_by_label("Сделки: видит", exact=True).select_option("none")
    for deed in ("правит", "удаляет"):
        page.get_by_label(f"Сделки: {deed}", exact=True).select_option("none")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.locator(".effects").wait_for()
    assert faults(page, width) == []
    page.goto(f"{live_server.url}/company/members/{committed_story.anna.pk}/rights/")
    page.get_by_role("button", name="Посмотреть его глазами").click()
    page.locator(".seeing-as").wait_for()
    assert faults(page, width) == []


def faults(page: Page, width: int) -> list[str]:
    found = serious_faults(page)
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        found.append("scrolls sideways")
    return found + page.evaluate(SMALL) if width < 600 else found


def enter(page: Page, live_server: Any, login: str) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill(login)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)
