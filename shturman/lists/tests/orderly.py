"""A company whose lists have equal and empty values in every column, and how tests read its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from shturman.company.models import Member
from shturman.deals.actions import change_deal, move_deal
from shturman.fields.models import OwnField
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.kit.words import folded
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}
VIEWERS = ("owner", "head", "anna", "vera")
TITLES = ("Ёлка", "ель", "Ежевика", "жук", "Ёж", "абрикос", "Ясень")


@dataclass
class World:
    story: Story
    own: dict[str, OwnField]


def world_of(story: Story) -> World:
    """Forty deals of three managers with equal and empty values in every column."""
    in_work = [stage for stage in story.stages.values() if stage.is_open]
    kinds = ("text", "number", "money", "date", "flag", "choice", "person", "many")
    own = {kind: own_field(story.owner, kind, f"Поле {kind}", choices=("много", "мало", "ёмко")) for kind in kinds}
    for number in range(40):
        by = (story.anna, story.boris, story.vera)[number % 3]
        firm = client_of(by, f"ООО «{TITLES[number % 7]} {number % 5}»") if number % 6 else None
        deal = story.deal(by, client=firm, title=TITLES[number % 7], amount=(number % 4) * 1000)
        if number % 4 == 1:
            move_deal(deal, in_work[1 + number % 2], by=by)
        changes = own_values(own, number, story) if number % 5 else {}
        change_deal(
            deal, {"expected_on": timezone.localdate() + timedelta(days=number % 3) if number % 2 else None, **changes}, by=story.owner
        )
    return World(story, own)


def own_values(own: dict[str, OwnField], number: int, story: Story) -> dict[str, Any]:
    values = {
        "text": TITLES[number % 7],
        "number": str((number % 3) * 9),
        "money": str((number % 4) * 1100),
        "date": (timezone.localdate() + timedelta(days=number % 4)).isoformat(),
        "flag": number % 2 == 0,
        "choice": choice(own["choice"], ("ёмко", "мало", "много")[number % 3]),
        "person": (story.anna, story.vera)[number % 2].pk,
    }
    return {key_of(own[kind]): value for kind, value in values.items()}


def pages_of(browser: Browser, address: str, mark: str) -> list[int]:
    """Ids of all pages, in their order."""
    base, found, url = address.partition("?")[0], [], "?" + address.partition("?")[2]
    while url:
        page = browser.get(f"{base}{url}", headers=HTMX if "part=rows" in url else {})
        found += [int(pk) for pk in re.findall(rf'<tr id="{mark}-(\d+)"', page.text)]
        url = page.context["next_url"]
    return found


def name_of(person: Member | None) -> Any:
    return (folded(person.surname), folded(person.given_name)) if person else None
