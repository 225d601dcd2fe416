"""An owner finds doubles, merges them and takes one merge back: by screens, at both widths, without a fault for assistive technology."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from shturman.clients.actions import find_duplicates
from shturman.clients.jobs import merge_groups
from shturman.clients.models import Client, Merge
from shturman.journal.models import Entry
from shturman.web.tests.axe import serious_faults
from shturman.world.story import PASSWORD, Story, client_of
from tests.journeys.hands import ready

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(page: Any, live_server: Any, committed_story: Story) -> Any:
    for number, name in enumerate(("Маяк", "Бриз", "Парус")):
        main = client_of(committed_story.anna, f"ООО «{name}»", phones=["+7 812 325-11-22"] if name == "Маяк" else [])
        client_of(committed_story.boris, name, address="Невский, 1", emails=[f"{number}@client.example"])
        committed_story.deal(client=main, title=f"Сделка {name}")
    find_duplicates()
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill("owner")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/tasks/day/")
    page.goto(f"{live_server.url}/clients/")
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_an_owner_finds_doubles_merges_them_and_undoes_one(owner: Any, scheme: Any, width: int) -> None:
    owner.emulate_media(color_scheme=scheme)
    owner.set_viewport_size({"width": width, "height": 800})
    owner.get_by_role("link", name="Дубли").click()
    owner.get_by_role("heading", name="Дубли").wait_for()
    ready(owner)
    assert owner.locator(".duplicate-group").count() == 3
    _is_sound(owner)

    owner.get_by_role("link", name="Объединить ООО «Маяк»").click()
    owner.get_by_role("heading", name="Каким станет главный клиент").wait_for()
    _is_sound(owner)
    owner.locator("#merge-form").get_by_label("Маяк", exact=True).check()
    owner.get_by_role("button", name="Объединить с 1 дублем").click()
    owner.get_by_role("heading", name="Маяк", exact=True).wait_for()
    expect(owner.get_by_text("Невский, 1").first).to_be_visible()
    expect(owner.get_by_text("С этим клиентом объединён 1 дубль").first).to_be_visible()
    ready(owner)
    owner.get_by_role("button", name="Отменить").first.click()
    owner.get_by_role("heading", name="ООО «Маяк»").wait_for()
    assert Client.objects.kept().count() == 6

    owner.goto(owner.url.split("/clients/")[0] + "/clients/duplicates/")
    ready(owner)
    for name in ("ООО «Бриз»", "ООО «Парус»"):
        owner.get_by_label(name).check()
    owner.get_by_role("button", name="Объединить выбранные группы").click()
    owner.get_by_role("heading", name="Группы объединяются по одной").wait_for()
    _is_sound(owner)
    merge_groups(Entry.objects.get(kind="clients.merges_asked").pk)
    owner.get_by_role("heading", name="Объединены 2 группы").wait_for()

    owner.get_by_role("link", name="Объединения").click()
    owner.get_by_role("heading", name="Объединения").wait_for()
    _is_sound(owner)
    owner.get_by_role("button", name="Отменить ООО «Парус»").click()
    expect(owner.get_by_text("всё как было").first).to_be_visible()
    assert Merge.objects.filter(undone_at=None).count() == 1
    assert Client.objects.kept().filter(name="Парус").exists()


def _is_sound(page: Any) -> None:
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "the page scrolls sideways"
