"""The company's own fields in a real browser: set up by the owner, found out by a manager, asked for by a stage, filtered by."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shturman.deals.models import Deal, Stage
from shturman.fields.models import OwnField
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1440, 360])
def test_a_field_goes_from_the_owners_editor_to_the_filter_of_a_list(
    page: Page, live_server: Any, committed_story: Story, width: int
) -> None:
    deal = committed_story.deal(title="Квартира у моря")
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server, "owner")
    page.goto(f"{live_server.url}/fields/")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.get_by_role("link", name="Поле", exact=True).first.click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Название поля").fill("Оплата")
    dialog.get_by_label("Что в нём пишут").select_option(label="выбор одного")
    dialog.get_by_role("button", name="Добавить").click()
    expect(dialog).to_contain_text("Назовите, из чего выбирать")
    dialog.get_by_label("Варианты, по одному в строке").fill("Ипотека\nСразу")
    assert not serious_faults(page)
    dialog.get_by_role("button", name="Добавить").click()
    expect(page.locator(".rows")).to_contain_text("Ипотека; Сразу")
    assert not serious_faults(page)

    page.context.clear_cookies()
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/{deal.pk}/")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.get_by_role("link", name="Оплата").first.click()
    dialog.get_by_label("Оплата").select_option(label="Ипотека")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".facts", has_text="Оплата").first).to_contain_text("Ипотека")
    assert not serious_faults(page)
    field = OwnField.objects.get()
    page.goto(f"{live_server.url}/deals/list/?{key_of(field)}={choice(field, 'Ипотека')}&columns=client,{key_of(field)},amount")
    expect(page.locator(f"#deal-{deal.pk}")).to_be_visible()
    expect(page.get_by_text("Оплата: Ипотека").first).to_be_visible()
    assert not serious_faults(page)


def test_a_drop_on_a_stage_asks_for_the_field_that_it_requires(page: Page, live_server: Any, committed_story: Story) -> None:
    field = own_field(committed_story.owner, "flag", "Согласие супруга")
    stage = Stage.objects.in_work().order_by("position")[1]
    stage.required_fields = [key_of(field)]
    stage.save()
    deal = committed_story.deal(title="Квартира у моря")
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.locator(f"#deal-{deal.pk}").drag_to(page.locator(f"[data-stage='{stage.pk}']"))
    dialog = page.locator("#dialog")
    dialog.get_by_label("Согласие супруга").select_option(label="да")
    dialog.get_by_role("button", name="Перевести").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(f"[data-stage='{stage.pk}'] #deal-{deal.pk}")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text(stage.name)
    moved = Deal.objects.get(pk=deal.pk)
    assert (moved.stage_id, getattr(moved, key_of(field))) == (stage.pk, True)
