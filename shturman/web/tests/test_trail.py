"""«Следы»: who looked, who asked for contacts, who took tables out — for those who are entitled."""

import pytest
from django.test import Client as Browser

from shturman.clients.actions.contacts import look_at_contacts
from shturman.company.models import Member
from shturman.journal.models import Look
from shturman.kit.errors import NotAllowed
from shturman.web.actions import record_print
from shturman.world.story import Story, client_of


def test_opening_a_card_leaves_one_line_a_day_however_often(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    client.force_login(story.anna)
    for _time in range(3):
        client.get(f"/clients/{firm.pk}/")
    assert Look.objects.get(card="client", card_id=firm.pk).times == 1
    client.force_login(story.owner)
    page = client.get("/trail/", {"client": firm.pk}).text
    assert firm.name in page and "Воскресенская Анна" in page


def test_the_trail_is_read_by_person_and_by_client(story: Story, client: Browser) -> None:
    first, second = client_of(story.anna, "ООО «Первый»"), client_of(story.boris, "ООО «Второй»")
    for member, firm in ((story.anna, first), (story.boris, second)):
        client.force_login(member)
        client.get(f"/clients/{firm.pk}/")
    client.force_login(story.owner)
    by_person = client.get("/trail/", {"member": story.boris.pk}).text
    assert second.name in by_person and first.name not in by_person


def test_only_the_entitled_read_it_and_only_of_what_they_see(story: Story, client: Browser) -> None:
    mine, foreign = client_of(story.anna, "ООО «Наш»"), client_of(story.vera, "ООО «Чужой»")
    for member, firm in ((story.anna, mine), (story.vera, foreign)):
        client.force_login(member)
        client.get(f"/clients/{firm.pk}/")
    client.force_login(story.head)
    assert client.get("/trail/").status_code == 403
    Member.objects.filter(pk=story.head.pk).update(own_rights={"journal.sees_trail": True})
    page = client.get("/trail/").text
    assert "ООО «Наш»" in page and "Чужой" not in page


def test_whose_contacts_were_looked_at_is_named_to_those_who_see_the_client(story: Story, client: Browser) -> None:
    mine, foreign = (client_of(member, name, phones=["+7 921 000-14-27"]) for member, name in ((story.anna, "Наш"), (story.vera, "Чужой")))
    Member.objects.filter(pk__in=[story.anna.pk, story.vera.pk]).update(own_rights={"client.contacts": "on_request"})
    for member, firm in ((story.anna, mine), (story.vera, foreign)):
        look_at_contacts(firm, by=Member.objects.get(pk=member.pk))
    client.force_login(story.owner)
    told = client.get("/trail/?kind=told").text
    assert "Наш" in told and "Чужой" in told
    Member.objects.filter(pk=story.head.pk).update(own_rights={"journal.sees_trail": True})
    client.force_login(story.head)
    told = client.get("/trail/?kind=told").text
    assert "Наш" in told and "Чужой" not in told


def test_tables_taken_out_stand_there(story: Story, client: Browser) -> None:
    client_of(story.anna)
    client.force_login(story.head)
    b"".join(client.get("/clients/export/").streaming_content)
    client.force_login(story.owner)
    page = client.get("/trail/?kind=told").text
    assert "Выгрузил таблицу: 1 клиент" in page and "Мнацаканян Артур" in page


def test_looking_as_another_person_leaves_no_look_of_his(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    client.get(f"/clients/{firm.pk}/")
    assert not Look.objects.exists()


def test_a_printed_card_stands_there_and_only_of_one_that_is_seen(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    client.force_login(story.anna)
    assert client.post("/trail/printed/", {"card": "client", "id": firm.pk}).status_code == 204
    client.force_login(story.vera)
    for facts in ({"card": "client", "id": firm.pk}, {"card": "member", "id": 1}, {"card": "deal", "id": "х"}):
        assert client.post("/trail/printed/", facts).status_code == 404
    with pytest.raises(NotAllowed):
        record_print(firm, by=story.vera)
    client.force_login(story.owner)
    assert "Печатал карточку" in client.get("/trail/", {"kind": "told", "client": firm.pk}).text
