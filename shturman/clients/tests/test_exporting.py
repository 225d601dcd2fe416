"""Tables out: only by right, only what the right reaches, contacts as the member may read them, and a trail of it."""

import pytest
from django.test import Client as Browser

from shturman.clients.actions import record_export as export_of_clients
from shturman.deals.actions import record_export as export_of_deals
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed
from shturman.world.story import Story, client_of


def body(answer: object) -> str:
    return b"".join(answer.streaming_content).decode("utf-8")  # type: ignore[attr-defined]


def test_a_head_takes_out_his_departments_clients_and_nobody_elses(story: Story, client: Browser) -> None:
    client_of(story.anna, "ООО «Наш»", phones=["+7 921 555-14-27"])
    client_of(story.vera, "ООО «Чужой»")
    client.force_login(story.head)
    table = body(client.get("/clients/export/"))
    assert "Наш" in table and "+7 921 555-14-27" in table and "Чужой" not in table and table.startswith("\ufeff")
    entry = Entry.objects.get(kind="clients.clients_exported")
    assert entry.by == story.head and entry.facts["count"] == 1


def test_who_has_no_right_takes_nothing_out(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    assert client.get("/clients/export/").status_code == 403 and client.get("/deals/list/export/").status_code == 403
    assert "/clients/export/" not in client.get("/clients/").text and "/deals/list/export/" not in client.get("/deals/list/").text


def test_the_action_itself_asks_for_the_right(story: Story) -> None:
    for take_out in (export_of_clients, export_of_deals):
        with pytest.raises(NotAllowed):
            take_out(1, "", by=story.anna)
    assert not Entry.objects.filter(kind__endswith="_exported").exists()


def test_the_table_is_narrowed_as_the_list_is(story: Story, client: Browser) -> None:
    story.deal(story.anna, title="Насосы")
    story.deal(story.vera, title="Краны")
    client.force_login(story.owner)
    table = body(client.get("/deals/list/export/", {"responsible": story.vera.pk}))
    assert "Краны" in table and "Насосы" not in table


def test_contacts_that_are_hidden_are_hidden_in_the_table(story: Story, client: Browser) -> None:
    client_of(story.anna, "ООО «Наш»", phones=["+7 921 555-14-27"], emails=["olga@prichal.example"])
    story.head.own_rights = {"client.contacts": "hidden"}
    story.head.save()
    client.force_login(story.head)
    table = body(client.get("/clients/export/"))
    assert "•••-••-27" in table and "555-14" not in table and "olga@" not in table


def test_a_cell_is_never_run_as_a_formula(story: Story, client: Browser) -> None:
    client_of(story.anna, '=HYPERLINK("http://zlo.example")')
    client.force_login(story.owner)
    assert ";=HYPERLINK" not in body(client.get("/clients/export/")).replace('"', "")
