"""Two people do something with one deal at the same moment."""

import pytest

from shturman.company.actions import change_member
from shturman.deals.actions import NewDeal, assign_deals, change_stage, move_deal, open_deal, take_deal
from shturman.deals.models import Deal
from shturman.kit.errors import Refused
from shturman.world.at_once import meanwhile
from shturman.world.story import Story


def test_the_second_of_two_takers_is_told_who_has_it(committed_story: Story) -> None:
    story, words = committed_story, []
    deal = story.deal(story.boris)
    change_stage(deal.stage, {"is_seen_by_all": True, "is_open_to_all": True}, by=story.owner)

    def take_too() -> None:
        with pytest.raises(Refused) as refused:
            take_deal(deal, by=story.vera)
        words.append(str(refused.value))

    with meanwhile(take_too):
        take_deal(deal, by=story.anna)
    deal.refresh_from_db()
    assert deal.responsible == story.anna
    assert words == ["Эту сделку уже ведёт Воскресенская Анна"]


def test_a_deal_that_changes_hands_under_a_move_is_moved_all_the_same(committed_story: Story) -> None:
    story = committed_story
    deal, stage = story.deal(), story.stages["Потребность выяснена"]
    with meanwhile(lambda: move_deal(deal, stage, by=story.owner)):
        assign_deals([deal], story.boris, by=story.head)
    deal.refresh_from_db()
    assert (deal.responsible, deal.stage) == (story.boris, stage)


def test_a_deal_opened_while_its_leader_changes_departments_stands_in_the_new_one(committed_story: Story) -> None:
    story = committed_story
    with meanwhile(lambda: open_deal(NewDeal("Склад", story.funnel, story.anna), by=story.anna)):
        change_member(story.anna, {"department": story.service}, by=story.owner)
    assert Deal.objects.everything().get().department == story.service
