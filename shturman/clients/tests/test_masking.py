"""Contacts that are hidden from a member are hidden on every page; a look in full is in the journal."""

import pytest
from django.test import Client as Browser

from shturman.clients.actions import add_client, change_client, look_at_contacts
from shturman.clients.models import Client, Phone
from shturman.company.actions import add_member
from shturman.company.models import Member, Role
from shturman.deals.actions import add_contact
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed
from shturman.world.story import PASSWORD, Story, client_of

NUMBER, ADDRESS = "+7 921 555-14-27", "olga.vetrova@prichal.example"


@pytest.fixture
def person(story: Story) -> Client:
    facts = {"phones": [NUMBER], "emails": [ADDRESS], "telegram": "vetrova", "whatsapp": "+7 921 555-14-27"}
    return client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON, **facts)


def narrowed(member: Member, sight: str) -> Member:
    member.own_rights = {"client.contacts": sight}
    member.save()
    return member


def leaks(text: str) -> bool:
    return any(secret in text for secret in ("555-14-27", "9215551427", "555 14", ADDRESS, "vetrova", "wa.me", "t.me"))


def test_hidden_contacts_are_masked_on_every_page_and_in_every_answer(story: Story, client: Browser, person: Client) -> None:
    deal = story.deal(client=person)
    add_contact(deal, person, "директор", by=story.anna)
    change_client(person, {"phones": [NUMBER, "+7 812 300-00-01"]}, by=story.anna)
    pages = [f"/clients/{person.pk}/", "/clients/", f"/clients/{person.pk}/change/", f"/clients/{person.pk}/history/", f"/deals/{deal.pk}/"]
    pages += [
        f"/clients/{person.pk}/history/?field=phones",
        "/search/?q=Ветрова",
        "/clients/options/?picker=client&client=Ветрова",
        "/tasks/day/",
        "/deals/",
    ]
    client.force_login(story.anna)
    assert leaks(client.get(f"/clients/{person.pk}/").text) and leaks(client.get("/search/?q=Ветрова").text)
    narrowed(story.anna, "hidden")
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200 and not leaks(answer.text), address
    assert "+7 9•• •••-••-27" in client.get(f"/clients/{person.pk}/").text


@pytest.mark.parametrize("words", ["5551427", "1427", "8 921 555", "olga.vet", "555-14-27"])
def test_a_fragment_finds_nothing_where_contacts_are_hidden(story: Story, client: Browser, person: Client, words: str) -> None:
    client.force_login(narrowed(story.anna, "hidden"))
    for page in ("/search/", "/clients/", "/clients/options/"):
        assert person.name not in client.get(page, {"q": words, "picker": "q"}).text, page


@pytest.mark.parametrize("words", ["8 921 555-14-27", "+79215551427", ADDRESS])
def test_the_whole_number_or_address_finds_the_client(story: Story, client: Browser, person: Client, words: str) -> None:
    client.force_login(narrowed(story.anna, "hidden"))
    assert person.name in client.get("/search/", {"q": words}).text
    assert person.name in client.get("/clients/options/", {"picker": "client", "client": words}).text


def test_a_look_in_full_is_in_the_journal_and_only_by_right(story: Story, client: Browser, person: Client) -> None:
    client.force_login(narrowed(story.anna, "on_request"))
    assert not leaks(client.get(f"/clients/{person.pk}/").text)
    answer = client.post(f"/clients/{person.pk}/contacts/", headers={"HX-Request": "true"})
    assert "921 555-14-27" in answer.text and ADDRESS in answer.text
    entry = Entry.objects.get(kind="clients.contacts_looked_at")
    assert entry.by == story.anna and entry.links.get().card_id == person.pk
    narrowed(story.anna, "hidden")
    with pytest.raises(NotAllowed):
        look_at_contacts(person, by=story.anna)
    assert not leaks(client.post(f"/clients/{person.pk}/contacts/", headers={"HX-Request": "true"}).text)


def test_whoever_does_not_see_contacts_changes_the_card_without_losing_them(story: Story, client: Browser, person: Client) -> None:
    client.force_login(narrowed(story.anna, "hidden"))
    client.post(f"/clients/{person.pk}/change/", {"name": "Ветрова Ольга", "industry": "яхты", "phones": "", "emails": ""})
    person.refresh_from_db()
    assert person.industry == "яхты" and Phone.objects.get(client=person).number == "+79215551427" and person.telegram == "vetrova"


def test_of_a_client_one_may_not_see_only_the_responsible_is_told_and_the_journal_keeps_it(
    story: Story, client: Browser, person: Client
) -> None:
    client.force_login(story.vera)
    answer = client.get("/clients/twins/", {"phones": NUMBER})
    assert "Воскресенская Анна" in answer.text and person.name not in answer.text
    assert Entry.objects.get(kind="clients.twin_asked_about").by == story.vera
    for _time in range(40):
        answer = client.get("/clients/twins/", {"phones": NUMBER})
    assert "Воскресенская" not in answer.text
    assert Entry.objects.filter(kind="clients.twin_asked_about").count() == 30


def test_an_outside_agent_is_told_nothing_of_clients(story: Story, client: Browser, person: Client) -> None:
    agent = add_member({"login": "agent", "surname": "Агеев", "role": Role.objects.of_base("agent")}, by=story.owner, password=PASSWORD)
    client.force_login(agent)
    assert "Такой клиент" not in client.get("/clients/twins/", {"phones": NUMBER}).text
    assert client.get(f"/clients/{person.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        add_client({"kind": "person", "name": "Свой"}, by=agent)
