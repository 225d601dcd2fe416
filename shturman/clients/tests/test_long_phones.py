"""Several numbers pasted into one field: each is kept, and what is no phone is refused beside the field."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from shturman.clients.actions import change_client
from shturman.clients.models import Client, Phone
from shturman.company.actions import add_member
from shturman.company.models import Role
from shturman.deals.models import Deal
from shturman.world.story import PASSWORD, Story, client_of

HTMX = {"HX-Request": "true"}
THREE = "8(812)300-10-00 8(812)300-10-01 8(812)300-10-02"
CUT_SHORT = f"{THREE} 8(812)300-10"


@pytest.fixture
def owner(story: Story, client: Browser) -> Browser:
    client.force_login(story.owner)
    return client


def numbers(client: Client) -> list[str]:
    return [phone.number for phone in client.phones.all()]


def test_a_new_client_has_each_of_them(story: Story, owner: Browser) -> None:
    owner.post("/clients/add/", {"kind": "organisation", "name": "ООО «Порт»", "phones": THREE, "responsible": story.owner.pk})
    assert numbers(Client.objects.get(name="ООО «Порт»")) == ["+78123001000", "+78123001001", "+78123001002"]


def test_a_new_client_with_what_is_no_phone_is_asked_again(story: Story, owner: Browser) -> None:
    facts = {"kind": "organisation", "name": "ООО «Порт»", "phones": CUT_SHORT, "responsible": story.owner.pk}
    answer = owner.post("/clients/add/", facts, headers=HTMX)
    assert answer.status_code == 422 and "больше цифр" in answer.context["form"].errors["phones"][0]
    assert not Client.objects.filter(name="ООО «Порт»").exists()


def test_a_known_client_too(story: Story, owner: Browser) -> None:
    firm = client_of(story.owner, "ООО «Порт»", phones=["8 812 555-10-00"])
    answer = owner.post(f"/clients/{firm.pk}/change/", {"name": firm.name, "phones": CUT_SHORT}, headers=HTMX)
    assert answer.status_code == 422 and answer.context["form"].errors["phones"]
    assert numbers(firm) == ["+78125551000"]
    answer = owner.post(f"/clients/{firm.pk}/change/", {"name": firm.name, "phones": "8 812 555-10-00 доб. 12345678901"}, headers=HTMX)
    assert answer.status_code == 422 and answer.context["form"].errors["phones"]


def test_a_long_number_that_is_kept_already_does_not_stand_in_the_way(story: Story) -> None:
    firm = client_of(story.owner, "ООО «Порт»")
    Phone.objects.create(client=firm, number="1" * 30, digits="1" * 30)
    change_client(firm, {"phones": ["1" * 30, "8 812 555-10-00"]}, by=story.owner)
    assert numbers(firm) == ["1" * 30, "+78125551000"]


def test_a_deal_opened_with_several_phones_has_a_client_with_each(story: Story, owner: Browser) -> None:
    facts = {"title": "Насосы", "client": "ООО «Порт»", "funnel": story.funnel.pk, "responsible": story.owner.pk}
    answer = owner.post("/deals/open/", {**facts, "phone": CUT_SHORT}, headers=HTMX)
    assert answer.status_code == 422 and "больше цифр" in answer.context["form"].errors["phone"][0]
    assert not Deal.objects.exists() and not Client.objects.exists()
    assert owner.post("/deals/open/", {**facts, "phone": THREE}, headers=HTMX).status_code == 200
    assert len(numbers(Client.objects.get())) == 3


def test_an_agent_is_told_in_words_too(story: Story, client: Browser) -> None:
    facts = {"login": "agent", "email": "a@x.example", "surname": "Агентов", "given_name": "Пётр", "head": story.head}
    agent = add_member({**facts, "role": Role.objects.of_base("agent")}, by=story.owner, password=PASSWORD)
    client.force_login(agent)
    facts = {"title": "Насосы", "client": "Порт", "phone": CUT_SHORT, "funnel": story.funnel.pk}
    answer = client.post("/deals/open/", facts, headers=HTMX)
    assert answer.status_code == 422 and answer.context["form"].errors["phone"]
