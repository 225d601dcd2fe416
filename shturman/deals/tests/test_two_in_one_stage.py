from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client as Browser

from shturman.deals.actions import change_stage
from shturman.deals.models import Stage
from shturman.world.story import Story

HTMX = {"HX-Request": "true"}


@pytest.fixture
def stage(story: Story) -> Stage:
    return story.funnel.stages.kept().filter(kind=Stage.Kind.IN_WORK).order_by("position")[1]


def drawn(answer: Any) -> dict[str, Any]:
    """As a browser sends it back untouched, its typical tasks left out."""
    form = answer.context["form"]
    hidden = {name: unescape(value) for name, value in re.findall(r'name="(was-\w+)" value="([^"]*)"', answer.text)}
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: "on" if value is True else value for name, value in shown.items() if value not in (False, None)}
    return hidden | sent | {"presets-TOTAL_FORMS": "0", "presets-INITIAL_FORMS": "0"}


def test_different_fields_of_a_stage_meet(story: Story, stage: Stage, client: Browser) -> None:
    client.force_login(story.owner)
    url = f"/deals/funnels/{story.funnel.pk}/stages/{stage.pk}/"
    mine = drawn(client.get(url, headers=HTMX)) | {"description": "Ждём ответа"}
    change_stage(stage, {"name": "Замер", "is_for_managers": not stage.is_for_managers}, by=story.owner)
    answer = client.post(url, mine, headers=HTMX)
    assert answer.status_code == 200 and not answer.context
    kept = Stage.objects.get(pk=stage.pk)
    assert (kept.name, kept.description, kept.is_for_managers) == ("Замер", "Ждём ответа", not stage.is_for_managers)


def test_of_one_field_of_a_stage_the_person_chooses(story: Story, stage: Stage, client: Browser) -> None:
    client.force_login(story.owner)
    url = f"/deals/funnels/{story.funnel.pk}/stages/{stage.pk}/"
    mine = drawn(client.get(url, headers=HTMX)) | {"name": "Осмотр"}
    change_stage(stage, {"name": "Замер"}, by=story.owner)
    asked = client.post(url, mine, headers=HTMX)
    assert asked.status_code == 422 and story.owner.short_name in asked.text
    assert [(conflict.mine, conflict.theirs) for conflict in asked.context["conflicts"]] == [("Осмотр", "Замер")]
    assert Stage.objects.get(pk=stage.pk).name == "Замер"
    client.post(url, drawn(asked) | {"take-name": "mine"}, headers=HTMX)
    assert Stage.objects.get(pk=stage.pk).name == "Осмотр"
