from __future__ import annotations

import pytest

from shturman.lists.tests.orderly import World, world_of
from shturman.world.story import Story


@pytest.fixture
def world(story: Story) -> World:
    return world_of(story)
