"""Two presses at the same moment: both are kept, and neither makes a second desktop."""

from __future__ import annotations

import pytest

from shturman.company.models import Member
from shturman.dashboards.actions import place_tile, take_tile_off
from shturman.dashboards.models import Desktop
from shturman.dashboards.queries import desk_of
from shturman.world.at_once import meanwhile
from shturman.world.story import Story

pytestmark = pytest.mark.django_db(transaction=True)


def keys(member: Member) -> list[str]:
    return [place.key for place in desk_of(member).places]


def test_two_devices_of_one_person_arrange_one_desktop(committed_story: Story) -> None:
    anna = committed_story.anna
    with meanwhile(lambda: take_tile_off("waiting", by=anna)):
        place_tile("news", "my_day", by=anna)
    assert keys(anna)[0] == "news" and "waiting" not in keys(anna)
    assert Desktop.objects.count() == 1


def test_two_owners_arrange_the_desktop_of_one_role(committed_story: Story) -> None:
    owner, role = committed_story.owner, committed_story.anna.role
    with meanwhile(lambda: take_tile_off("waiting", by=owner, of=role)):
        place_tile("news", "my_day", by=owner, of=role)
    assert keys(committed_story.anna)[0] == "news" and "waiting" not in keys(committed_story.anna)
    assert Desktop.objects.count() == 1


def test_a_double_press_adds_a_tile_once(committed_story: Story) -> None:
    anna = committed_story.anna
    with meanwhile(lambda: place_tile("idle", by=anna)):
        place_tile("idle", by=anna)
    assert keys(anna).count("idle") == 1
