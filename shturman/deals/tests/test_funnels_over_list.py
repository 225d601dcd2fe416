"""What stands over the board and the list is what the rules of sight say, whoever asks."""

from __future__ import annotations

import pytest

from shturman.company.models import Role
from shturman.deals.actions import add_funnel, change_stage
from shturman.deals.models import Funnel, Stage
from shturman.deals.queries.common_deals import funnels_and_common
from shturman.world.story import Story


@pytest.mark.parametrize("who", ["owner", "head", "anna", "vera"])
@pytest.mark.parametrize("is_for_managers", [True, False])
def test_funnels_and_common_deals_are_those_of_the_rules(story: Story, who: str, is_for_managers: bool) -> None:
    add_funnel("Сервис", by=story.owner, departments=[story.vera.department])  # type: ignore[list-item]
    stage = next(stage for stage in story.stages.values() if stage.is_open)
    change_stage(stage, {"is_seen_by_all": True, "is_for_managers": is_for_managers}, by=story.owner)
    member = getattr(story, who)
    funnels, has_common = funnels_and_common(member)
    assert funnels == list(Funnel.objects.visible_to(member))
    assert has_common == Stage.objects.common().known_to(member).exists()


def test_an_agent_meets_no_common_deals(story: Story) -> None:
    story.anna.role = Role.objects.of_base(Role.Base.AGENT)
    assert funnels_and_common(story.anna)[1] is False
