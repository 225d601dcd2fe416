"""A quick look at a row of a list: what its card tells, by the rights, masks and trail of the card."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from shturman.clients.actions import add_note
from shturman.clients.models import Client
from shturman.company.models import Role
from shturman.deals.actions import change_deal
from shturman.deals.models import Deal
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.journal.models import Look
from shturman.tasks.models import Task
from shturman.world.story import Story, _member, client_of

HTMX = {"HX-Request": "true"}
NUMBER = "+7 921 555-14-27"


def look(browser: Browser, kind: str, pk: int) -> Any:
    return browser.get(f"/{kind}/{pk}/look/", headers=HTMX)


def test_a_deal_tells_its_stage_step_client_own_fields_and_newest_words(story: Story, client: Browser) -> None:
    field = own_field(story.owner, "choice", "Срочность", choices=["горит"])
    deal = story.deal(client=client_of(story.anna, "ООО «Причал»", phones=[NUMBER]), title="Насосы", amount=125_000)
    change_deal(deal, {key_of(field): choice(field, "горит")}, by=story.anna)
    add_note(deal, "Ждут до пятницы", by=story.anna)
    client.force_login(story.anna)
    text = look(client, "deals", deal.pk).text.replace("\xa0", " ")
    for words in ("Насосы", "125 000", deal.stage.name, "ООО «Причал»", "555-14-27", "горит", "Ждут до пятницы", "Следующий шаг"):
        assert words in text, words
    assert "<html" not in text and Look.objects.get(card="deal", card_id=deal.pk).times == 1


def test_a_client_and_a_task_tell_theirs(story: Story, client: Browser) -> None:
    firm = client_of(story.anna, "ООО «Причал»", phones=[NUMBER])
    deal = story.deal(client=firm, title="Насосы")
    client.force_login(story.anna)
    text = look(client, "clients", firm.pk).text
    assert "ООО «Причал»" in text and "555-14-27" in text and "Открытые сделки" in text
    assert Look.objects.filter(card="client", card_id=firm.pk).exists()
    task = Task.objects.everything().get(deal=deal)
    text = look(client, "tasks", task.pk).text
    assert task.title in text and "Насосы" in text and story.anna.short_name in text


def test_what_is_not_seen_is_not_there_and_a_bare_address_leads_to_the_card(story: Story, client: Browser) -> None:
    deal = story.deal(story.vera, client=client_of(story.vera))
    task = Task.objects.everything().get(deal=deal)
    client.force_login(story.anna)
    for kind, pk in (("deals", deal.pk), ("clients", deal.client_id), ("tasks", task.pk), ("deals", 99_000_000)):
        assert look(client, kind, pk).status_code == 404
    own = story.deal()
    assert client.get(f"/deals/{own.pk}/look/").url == f"/deals/{own.pk}/"


def test_hidden_contacts_are_masked_in_it_too(story: Story, client: Browser) -> None:
    person = client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON, phones=[NUMBER], emails=["olga.vetrova@prichal.example"])
    deal = story.deal(client=person)
    story.anna.own_rights = {"client.contacts": "none"}
    story.anna.save()
    client.force_login(story.anna)
    for kind, pk in (("clients", person.pk), ("deals", deal.pk)):
        text = look(client, kind, pk).text
        assert "555-14-27" not in text and "9215551427" not in text and "vetrova@" not in text


def test_an_agent_learns_the_fate_alone(story: Story, client: Browser) -> None:
    agent = _member(story.owner, "agent", "Внешний", "Олег", story.projects, role=Role.objects.of_base("agent"))
    client.force_login(agent)
    client.post("/deals/open/", {"title": "Насосы", "client": "ООО «Причал»", "phone": NUMBER, "amount": "7", "funnel": story.funnel.pk})
    deal = Deal.objects.get(title="Насосы")
    add_note(deal, "Скидку не давать", by=story.owner)
    text = look(client, "deals", deal.pk).text
    assert "Насосы" in text and deal.stage.name in text and deal.responsible.full_name in text
    assert "Скидку не давать" not in text and "555-14-27" not in text and "Следующий шаг" not in text


@pytest.mark.parametrize("address", ["/deals/list/?view=0", "/clients/?view=0", "/tasks/?view=0"])
def test_every_row_has_its_eye(story: Story, client: Browser, address: str) -> None:
    story.deal(client=client_of(story.anna))
    client.force_login(story.anna)
    assert client.get(address).text.count('data-look="') == 1
