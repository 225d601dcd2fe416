"""What hands do in a browser: wait until a page listens, walk it by Tab, carry a tile under a finger."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect


def ready(page: Page) -> None:
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")


def closed(page: Page) -> None:
    """The dialog is gone, and the keys belong to the page again."""
    expect(page.locator("#dialog[open]")).to_have_count(0)
    expect(page.locator("#dialog-body > *")).to_have_count(0)


def tab_to(page: Page, wanted: Locator) -> None:
    """As a person without a mouse gets there; a place that Tab does not reach fails."""
    wanted.wait_for()
    for _time in range(150):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def go(page: Page, key: str, url: str) -> None:
    page.keyboard.press("KeyG")
    page.keyboard.press(key)
    page.wait_for_url(url)
    ready(page)


def slide(finger: Any, tile: Locator, target: Callable[[], Locator]) -> None:
    """A finger rests on the tile until it is in the hand, and carries it."""
    start = tile.bounding_box()
    assert start
    x, y = start["x"] + 40, start["y"] + 14
    touch(finger, "touchStart", x, y)
    expect(tile).to_have_class(re.compile("deal-tile--chosen"))
    touch(finger, "touchMove", x + 6, y + 6)
    touch(finger, "touchMove", x + 14, y + 10)
    place = target()
    place.wait_for()
    end = place.bounding_box()
    assert end
    to_x, to_y = end["x"] + 60, end["y"] + min(end["height"] / 2, 120)
    for step in range(1, 11):
        touch(finger, "touchMove", x + 14 + (to_x - x - 14) * step / 10, y + 10 + (to_y - y - 10) * step / 10)
    touch(finger, "touchMove", to_x + 3, to_y + 3)
    # What lies under the finger is looked up twenty times a second: a hand that lets go sooner drops the tile where it was.
    lit = place.page.locator(".is-over")
    expect(place.and_(lit).or_(place.locator(lit))).to_have_count(1)
    touch(finger, "touchEnd")


def touch(finger: Any, kind: str, *place: float) -> None:
    points = [{"x": place[0], "y": place[1]}] if place else []
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
