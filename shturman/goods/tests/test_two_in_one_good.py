from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from typing import Any

from django.test import Client as Browser

from shturman.goods.actions import add_good, change_good
from shturman.goods.models import Good
from shturman.world.story import Story

HTMX = {"HX-Request": "true"}


def drawn(answer: Any) -> dict[str, str]:
    """As a browser sends it back untouched: of a box that is not ticked nothing."""
    hidden = {name: unescape(value) for name, value in re.findall(r'name="(was-\w+)" value="([^"]*)"', answer.text)}
    shown = {name: answer.context["form"][name].value() for name in answer.context["form"].fields}
    return hidden | {
        name: "on" if value is True else str(value or "") for name, value in shown.items() if value is not False and value is not None
    }


def test_a_price_raised_by_one_and_a_name_mended_by_another_meet(story: Story, client: Browser) -> None:
    good = add_good({"name": "Насос", "price": Decimal(5000)}, by=story.owner)
    client.force_login(story.owner)
    mine = drawn(client.get(f"/goods/{good.pk}/", headers=HTMX)) | {"name": "Насос ГТХ"}
    change_good(Good.objects.get(pk=good.pk), {"price": Decimal(7000), "is_on_sale": False}, by=story.head)
    assert client.post(f"/goods/{good.pk}/", mine, headers=HTMX).status_code == 200
    good.refresh_from_db()
    assert (good.name, good.price, good.is_on_sale) == ("Насос ГТХ", 7000, False)


def test_of_one_price_the_person_chooses(story: Story, client: Browser) -> None:
    good = add_good({"name": "Насос", "price": Decimal(5000)}, by=story.owner)
    client.force_login(story.owner)
    mine = drawn(client.get(f"/goods/{good.pk}/", headers=HTMX)) | {"price": "6000"}
    change_good(Good.objects.get(pk=good.pk), {"price": Decimal(7000)}, by=story.head)
    asked = client.post(f"/goods/{good.pk}/", mine, headers=HTMX)
    assert asked.status_code == 422 and story.head.short_name in asked.text
    assert Good.objects.get(pk=good.pk).price == 7000
    assert client.post(f"/goods/{good.pk}/", drawn(asked) | {"take-price": "mine"}, headers=HTMX).status_code == 200
    assert Good.objects.get(pk=good.pk).price == 6000
