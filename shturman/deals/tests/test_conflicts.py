"""Two people in one card: different fields meet silently, of the same field the person chooses, nothing is written over unseen."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client as Browser

from shturman.clients.actions import change_client
from shturman.clients.models import Client
from shturman.deals.actions import change_deal
from shturman.deals.models import Deal
from shturman.kit.errors import Refused
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}


def drawn(browser: Browser, url: str) -> dict[str, str]:
    """The form as a browser would send it back untouched."""
    return sent(browser.get(url, headers=HTMX))


def sent(answer: object) -> dict[str, str]:
    page = answer.text  # type: ignore[attr-defined]
    hidden = {name: unescape(value) for name, value in re.findall(r'name="(was-\w+)" value="([^"]*)"', page)}
    assert hidden, "the form says what it was drawn with"
    form = answer.context["form"]  # type: ignore[attr-defined]
    return hidden | {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}


def test_different_fields_meet_silently(story: Story, client: Browser) -> None:
    deal = story.deal(client=client_of(story.anna), title="Насосы", amount=Decimal(100))
    client.force_login(story.anna)
    url = f"/deals/{deal.pk}/change/"
    mine = drawn(client, url) | {"title": "Насосы и фильтры"}
    change_deal(deal, {"amount": Decimal(500)}, by=story.head)
    assert client.post(url, mine, headers=HTMX).status_code == 200
    deal.refresh_from_db()
    assert (deal.title, deal.amount) == ("Насосы и фильтры", Decimal(500)) and deal.client is not None


def test_of_the_same_field_the_person_chooses(story: Story, client: Browser) -> None:
    deal = story.deal(title="Насосы", amount=Decimal(100))
    client.force_login(story.anna)
    url = f"/deals/{deal.pk}/change/"
    mine = drawn(client, url) | {"amount": "300", "title": "Насосы 2"}
    change_deal(deal, {"amount": Decimal(500)}, by=story.head)
    asked = client.post(url, mine, headers=HTMX)
    assert asked.status_code == 422 and story.head.short_name in asked.text
    assert [(conflict.mine, conflict.theirs, conflict.was) for conflict in asked.context["conflicts"]] == [("300", "500", "100")]
    assert asked.context["form"]["title"].value() == "Насосы 2", "nothing that was typed is lost"
    deal.refresh_from_db()
    assert (deal.title, deal.amount) == ("Насосы", Decimal(500))
    again = sent(asked)
    assert client.post(url, again | {"take-amount": "theirs"}, headers=HTMX).status_code == 200
    deal.refresh_from_db()
    assert (deal.title, deal.amount) == ("Насосы 2", Decimal(500))
    mine = drawn(client, url) | {"amount": "700"}
    change_deal(deal, {"amount": Decimal(600)}, by=story.head)
    asked = client.post(url, mine, headers=HTMX)
    assert client.post(url, sent(asked) | {"take-amount": "mine"}, headers=HTMX).status_code == 200
    deal.refresh_from_db()
    assert deal.amount == Decimal(700)


def test_whoever_came_first_a_moment_ago_is_not_written_over(story: Story) -> None:
    deal = story.deal(amount=Decimal(100))
    change_deal(deal, {"amount": Decimal(500)}, by=story.head)
    with pytest.raises(Refused, match="в эту самую минуту"):
        change_deal(deal, {"amount": Decimal(300)}, by=story.anna, seen={"amount": Decimal(100)})
    assert Deal.objects.get(pk=deal.pk).amount == Decimal(500)


def test_the_same_change_of_two_is_no_conflict(story: Story, client: Browser) -> None:
    deal = story.deal(amount=Decimal(100))
    client.force_login(story.anna)
    mine = drawn(client, f"/deals/{deal.pk}/change/") | {"amount": "500"}
    change_deal(deal, {"amount": Decimal(500)}, by=story.head)
    assert client.post(f"/deals/{deal.pk}/change/", mine, headers=HTMX).status_code == 200


def test_a_client_too(story: Story, client: Browser) -> None:
    firm = client_of(story.anna, "ООО «Вентиляция»")
    client.force_login(story.anna)
    url = f"/clients/{firm.pk}/change/"
    mine = drawn(client, url) | {"address": "Невский, 1", "site": "vent.example"}
    change_client(firm, {"address": "Литейный, 2"}, by=story.head)
    asked = client.post(url, mine, headers=HTMX)
    assert asked.status_code == 422 and [conflict.field for conflict in asked.context["conflicts"]] == ["address"]
    assert client.post(url, sent(asked) | {"take-address": "mine"}, headers=HTMX).status_code == 200
    firm = Client.objects.get(pk=firm.pk)
    assert firm.address == "Невский, 1" and "vent.example" in firm.site
    mine = drawn(client, url) | {"industry": "Климат"}
    change_client(firm, {"phones": ["+7 921 555-12-12"]}, by=story.head)
    client.post(url, mine, headers=HTMX)
    firm = Client.objects.get(pk=firm.pk)
    assert firm.industry == "Климат" and firm.phones.count() == 1, "phones that a colleague has added stay"
