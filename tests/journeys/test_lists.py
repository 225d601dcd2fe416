"""Lists under hands: the width of a column is drawn by a mouse or moved by keys, and a view keeps it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story, client_of
from tests.journeys.hands import ready
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_column_is_widened_by_mouse_and_by_keys_and_the_address_keeps_it(page: Page, live_server: Any, committed_story: Story) -> None:
    story = committed_story
    for number in range(3):
        story.deal(client=client_of(story.anna, f"ООО «Клиент {number}»"), title=f"Насос {number}")
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/deals/list/?view=0")
    ready(page)
    head = page.locator('th[data-column="client"]')
    grip = page.get_by_role("separator", name="Ширина столбца «Клиент»")
    was, place = head.evaluate("head => head.offsetWidth"), grip.bounding_box()
    assert place
    page.mouse.move(place["x"] + 4, place["y"] + 10)
    page.mouse.down()
    page.mouse.move(place["x"] + 84, place["y"] + 10, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"widths=client%3A{was + 80}"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(f"widths=client%3A{was + 64}"))
    expect(page.get_by_role("link", name="Столбцы")).to_have_attribute("href", re.compile(f"client%3A{was + 64}"))
    page.reload()
    ready(page)
    assert head.evaluate("head => head.offsetWidth") == was + 64
    assert serious_faults(page) == []
