"""Two owners write algorithms at the same moment: one of them leads the deals, the other hears which."""

from __future__ import annotations

import pytest

from shturman.kit.errors import Refused
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.playbooks.models import Playbook
from shturman.playbooks.ready_made import READY
from shturman.world.at_once import meanwhile
from shturman.world.story import Story

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_algorithms_switched_on_at_once_one_leads_the_funnel(committed_story: Story) -> None:
    owner, funnel = committed_story.owner, committed_story.funnel
    first, second = (take_ready_made(ready.key, by=owner) for ready in READY[:2])
    told: list[str] = []

    def switch_the_second() -> None:
        try:
            switch_playbook(second, True, by=owner, funnel=funnel)
        except Refused as refusal:
            told.append(str(refusal))

    with meanwhile(switch_the_second):
        switch_playbook(first, True, by=owner, funnel=funnel)
    assert list(Playbook.objects.running()) == [first]
    assert len(told) == 1 and first.name in told[0]
