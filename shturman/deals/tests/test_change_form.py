from __future__ import annotations

import re
from html import unescape

from django.test import Client as Browser

from shturman.deals.actions import NewDeal, open_deal
from shturman.deals.models import Deal
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}


def led_for_a_strange_client(story: Story) -> Deal:
    """Anna leads the deal, another department leads its client."""
    firm = client_of(story.owner, "ООО «Чужое»", responsible=story.vera)
    return open_deal(NewDeal("Насосы", story.funnel, story.anna, client=firm), by=story.owner)


def untouched(browser: Browser, url: str) -> dict[str, str]:
    page = browser.get(url, headers=HTMX).text
    return {name: unescape(value) for name, value in re.findall(r'name="([\w-]+)"[^>]*?value="([^"]*)"', page)}


def test_a_deal_whose_client_is_led_elsewhere_is_renamed(story: Story, client: Browser) -> None:
    deal = led_for_a_strange_client(story)
    client.force_login(story.anna)
    url = f"/deals/{deal.pk}/change/"
    assert client.post(url, untouched(client, url) | {"title": "Насосы и фильтры"}, headers=HTMX).status_code == 200
    renamed = Deal.objects.get(pk=deal.pk)
    assert renamed.title == "Насосы и фильтры" and renamed.client == deal.client


def test_another_client_led_elsewhere_is_not_picked(story: Story, client: Browser) -> None:
    deal = led_for_a_strange_client(story)
    other = client_of(story.owner, "ООО «Тоже чужое»", responsible=story.vera)
    client.force_login(story.anna)
    url = f"/deals/{deal.pk}/change/"
    answer = client.post(url, untouched(client, url) | {"client_name": other.name, "client": str(other.pk)}, headers=HTMX)
    assert answer.status_code == 422 and Deal.objects.get(pk=deal.pk).client == deal.client
