import pytest

from shturman.clients.actions import (
    add_note,
    assign_clients,
    change_client,
    change_note,
    delete_client,
    link_clients,
    set_tags,
    undo_delete_client,
    unlink_clients,
)
from shturman.clients.models import Client, Tag
from shturman.clients.normalising import tidy_email, warnings
from shturman.clients.queries import story_of, twins
from shturman.clients.search import find_clients
from shturman.clients.signatures import read_signature
from shturman.journal.models import OldValue
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import Story, client_of

SIGNATURE = """С уважением,
Ольга Петровна Ветрова
Заместитель директора по закупкам
ООО «Северный причал»
тел. +7 (812) 325-11-22 доб. 104, моб. 8 921 555-10-20
e-mail: O.Vetrova@prichal.example
ИНН 7707083893 КПП 770701001
"""


def person(story: Story, name: str = "Ветрова Ольга Петровна", **facts: object) -> Client:
    return client_of(story.anna, name, Client.Kind.PERSON, **facts)


def test_it_keeps_names_phones_and_mails_one_way_however_they_are_typed(story: Story) -> None:
    client = person(
        story, "  ветрова   ольга петровна", phones=["8 (921) 555-10-20", "+7 921 555 10 20"], emails=["email: O.Vetrova@Prichal.example"]
    )
    assert (client.name, client.surname, client.patronymic) == ("Ветрова Ольга Петровна", "Ветрова", "Петровна")
    assert [phone.number for phone in client.phones.all()] == ["+79215551020"]
    assert [str(email) for email in client.emails.all()] == ["o.vetrova@prichal.example"]


@pytest.mark.parametrize("typed", ["email: x@y.ru", "E-mail:x@y.ru", "почта: X@y.ru", "mailto:x@y.ru", " x@Y.ru "])
def test_it_takes_the_word_mail_off_an_address(typed: str) -> None:
    assert tidy_email(typed) == "x@y.ru"


def test_a_wrong_control_digit_is_a_warning_and_never_a_refusal(story: Story) -> None:
    client = client_of(story.anna, inn="7707083894", kpp="7707", bic="044525225")
    assert set(warnings(client)) == {"inn", "kpp"} and client.inn == "7707083894"
    assert warnings(client_of(story.anna, inn="7707083893", kpp="770701001", ogrn="1027700132195")) == {}


def test_it_finds_a_twin_by_phone_mail_or_inn(story: Story) -> None:
    known = client_of(story.vera, phones=["8 921 555-10-20"], emails=["info@prichal.example"], inn="7707083893")
    assert twins(["+7 (921) 555 10 20"], [], "") == [known]
    assert twins([], ["Почта: INFO@prichal.example"], "") == [known]
    assert twins([], [], "7707 083 893") == [known]
    assert twins(["+7 (921) 555 10 20"], [], "", apart_from=known.pk) == [] and twins(["12"], ["info"], "77") == []


def test_it_links_a_person_with_an_organisation_once(story: Story) -> None:
    worker, firm = person(story), client_of(story.anna)
    link = link_clients(worker, firm, "закупки", by=story.anna)
    with pytest.raises(Refused):
        link_clients(worker, firm, "", by=story.anna)
    with pytest.raises(Refused):
        link_clients(firm, worker, "", by=story.anna)
    unlink_clients(link, by=story.anna)
    assert not firm.staff.exists()
    assert [line.kind for line in story_of("client", firm.pk, reader=story.owner).lines][:2] == [
        "clients.clients_unlinked",
        "clients.clients_linked",
    ]


def test_a_stranger_changes_nothing(story: Story) -> None:
    client = client_of(story.anna)
    for act in (
        lambda: change_client(client, {"inn": "1"}, by=story.boris),
        lambda: set_tags(client, ["чужая"], by=story.boris),
        lambda: delete_client(client, by=story.boris),
        lambda: assign_clients([client], story.boris, by=story.anna),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_stood_in_a_field_is_remembered_aside(story: Story) -> None:
    client = client_of(story.anna, inn="7707083893", phones=["+7 921 555-10-20"])
    change_client(client, {"inn": "7805123453", "phones": ["+7 812 300-10-00"]}, by=story.anna)
    assert set(OldValue.objects.values_list("field", "before", "after")) == {
        ("inn", "7707083893", "7805123453"),
        ("phones", "+79215551020", "+78123001000"),
    }


def test_a_tag_is_one_for_all_whatever_its_capitals(story: Story) -> None:
    set_tags(client_of(story.anna), ["Тендер", " "], by=story.anna)
    set_tags(client_of(story.vera), ["тендер"], by=story.vera)
    assert Tag.objects.get().clients.count() == 2


def test_a_note_is_rewritten_by_its_author_alone(story: Story) -> None:
    note = add_note(client_of(story.anna), "Просил звонить после обеда", by=story.anna)
    with pytest.raises(NotAllowed):
        change_note(note, "Не просил", by=story.head)
    change_note(note, "Просил звонить утром", by=story.anna)
    assert story_of("client", note.card_id, reader=story.owner).lines[-2].line == "Просил звонить утром"


def test_a_deleted_client_is_restored_by_undo(story: Story) -> None:
    client = client_of(story.anna)
    entry = delete_client(client, by=story.anna)
    assert not Client.objects.visible_to(story.anna).exists()
    undo_delete_client(entry, by=story.anna)
    assert Client.objects.visible_to(story.anna).get() == client


def test_a_client_with_an_open_deal_is_not_deleted(story: Story) -> None:
    client = client_of(story.anna)
    story.deal(client=client)
    with pytest.raises(Refused):
        delete_client(client, by=story.anna)


@pytest.mark.parametrize(
    "text", ["ветров", "Ветрова Ольга", "555-10", "8 921 555-10-20", "+7(921)5551020", "1020", "vetrova@", "7707083893"]
)
def test_it_is_found_by_words_digits_and_mail(story: Story, text: str) -> None:
    known = person(story, phones=["+7 921 555-10-20"], emails=["vetrova@prichal.example"], inn="7707083893")
    person(story, "Абрикосов Пётр")
    assert find_clients(story.anna, text, 10) == [known]
    assert find_clients(story.vera, text, 10) == []


def test_a_signature_falls_into_its_fields() -> None:
    assert read_signature(SIGNATURE) == {
        "kind": "person",
        "name": "Ветрова Ольга Петровна",
        "job_title": "Заместитель директора по закупкам",
        "employer": "ООО «Северный причал»",
        "phones": "+7 (812) 325-11-22 доб. 104\n8 921 555-10-20",
        "emails": "O.Vetrova@prichal.example",
        "inn": "7707083893",
        "kpp": "770701001",
    }


@pytest.mark.parametrize("text", ["", "Добрый день", "12345", "@@@", "тел.: нет", "ИНН КПП ОГРН"])
def test_a_text_that_is_no_signature_fills_nothing_wrong(text: str) -> None:
    assert not {"phones", "emails", "inn", "kpp"} & set(read_signature(text))
