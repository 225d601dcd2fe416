from typing import Any

import pytest
from django.test import Client as Browser

from shturman.clients.actions import add_note, change_client, delete_client, delete_note, link_clients, set_tags
from shturman.clients.models import Client, Note, Tag
from shturman.journal.models import Entry
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def anna(story: Story, client: Browser) -> Browser:
    client.force_login(story.anna)
    return client


def typed(story: Story, **facts: Any) -> dict[str, Any]:
    return {"kind": "person", "name": "Ветрова Ольга Петровна", "responsible": story.anna.pk, **facts}


def test_it_adds_a_person_with_his_contacts_tags_and_employer(story: Story, anna: Browser) -> None:
    facts = typed(
        story,
        phones="8 921 555-10-20\n+7 812 325-11-22 доб. 104",
        emails="email: vetrova@prichal.example",
        tags="Тендер, постоянный",
        employer="ООО «Причал»",
        job_title="закупки",
        telegram="https://t.me/vetrova",
    )
    answer = anna.post("/clients/add/", facts)
    added = Client.objects.get(kind="person")
    assert answer.headers["Location"] == added.get_absolute_url()
    assert [(phone.number, phone.extension) for phone in added.phones.all()] == [("+79215551020", ""), ("+78123251122", "104")]
    assert added.tags.count() == 2 and added.employments.get().organisation.name == "ООО «Причал»"
    card = anna.get(added.get_absolute_url()).text
    for shown in (
        "tel:+79215551020",
        "+7 921 555-10-20",
        "https://t.me/vetrova",
        "https://wa.me/79215551020",
        "mailto:vetrova@prichal.example",
    ):
        assert shown in card


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(story: Story, anna: Browser) -> None:
    answer = anna.post("/clients/add/", typed(story, name="", phones="нет телефона", emails="без собаки", bank="Северный"), headers=HTMX)
    assert answer.status_code == 422 and not Client.objects.exists()
    for kept in ("нет телефона", "без собаки", "Северный", "В «нет телефона» нет цифр"):
        assert kept in answer.text


def test_a_signature_is_read_into_the_form_beside_what_was_typed(story: Story, anna: Browser) -> None:
    signature = "Пётр Ильич Абрикосов\nдиректор\n8 921 000-14-27\npetr@mail.example"
    answer = anna.post(
        "/clients/add/", typed(story, name="Мой Клиент", phones="112233", signature=signature, read_signature="1"), headers=HTMX
    )
    assert answer.status_code == 422 and not Client.objects.exists()
    for shown in ("Мой Клиент", "112233\n8 921 000-14-27", "petr@mail.example", 'value="директор"'):
        assert shown in answer.text


def test_a_twin_is_offered_to_those_who_see_it_and_named_by_its_responsible_to_others(story: Story, anna: Browser) -> None:
    mine, foreign = client_of(story.anna, phones=["8 921 555-10-20"]), client_of(story.vera, "ООО «Тайна»", inn="7707083893")
    seen = anna.get("/clients/twins/", {"phones": "+7 921 555 10 20"}, headers=HTMX).text
    assert mine.name in seen and mine.get_absolute_url() in seen
    hidden = anna.get("/clients/twins/", {"inn": "7707083893"}, headers=HTMX).text
    assert "Тайна" not in hidden and f"/clients/{foreign.pk}/" not in hidden and "Шереметьева-Гольц" in hidden
    assert anna.get("/clients/twins/", {"phones": "+7 921 555 10 20", "apart_from": mine.pk}, headers=HTMX).text.count("twin") == 0


def test_own_department_and_all_see_the_clients_that_are_theirs(story: Story, client: Browser) -> None:
    hers = client_of(story.boris, "ООО «Маяк»")
    seen = {}
    for member in (story.anna, story.boris, story.head, story.vera, story.owner):
        client.force_login(member)
        seen[member.login] = ("Маяк" in client.get("/clients/").text, client.get(hers.get_absolute_url()).status_code)
    assert seen == {"anna": (False, 404), "boris": (True, 200), "head": (True, 200), "vera": (False, 404), "owner": (True, 200)}


def test_a_foreign_client_is_simply_not_found_at_any_address(story: Story, anna: Browser) -> None:
    foreign = client_of(story.vera)
    for path in ("", "story/", "history/", "change/", "assign/", "link/", "parent/"):
        assert anna.get(f"/clients/{foreign.pk}/{path}").status_code == 404
    for path in ("note/", "delete/", "restore/", "parent/forget/"):
        assert anna.post(f"/clients/{foreign.pk}/{path}").status_code == 404


def test_a_linked_client_of_another_person_is_not_shown_on_the_card(story: Story, anna: Browser) -> None:
    firm, stranger = client_of(story.anna), client_of(story.vera, "Тайнова Вера", Client.Kind.PERSON)
    link_clients(stranger, firm, "", by=story.owner)
    assert "Тайнова" not in anna.get(firm.get_absolute_url()).text


def test_the_list_is_filtered_by_kind_tag_words_and_responsible(story: Story, client: Browser) -> None:
    client.force_login(story.head)
    set_tags(client_of(story.anna, "ООО «Причал»"), ["Тендер"], by=story.anna)
    client_of(story.boris, "Абрикосов Пётр", Client.Kind.PERSON, phones=["8 921 000-14-27"])
    tag = Tag.objects.get()
    for query, shown in (
        (f"tag={tag.pk}", "Причал"),
        ("kind=organisation", "Причал"),
        (f"responsible={story.anna.pk}", "Причал"),
        ("kind=person", "Абрикосов"),
        ("q=0014", "Абрикосов"),
        ("q=абрикос", "Абрикосов"),
    ):
        page = client.get(f"/clients/?{query}").text
        assert [name for name in ("Причал", "Абрикосов") if f"«{name}»" in page or f"{name} Пётр" in page] == [shown], query
    assert "Никого не" in client.get("/clients/?q=ничего").text
    assert client.get("/clients/?tag=abc&cursor=@@&sort=evil&responsible=x&q=!!").status_code == 200


def test_the_list_goes_on_from_the_last_row_seen(story: Story, anna: Browser) -> None:
    for number in range(30):
        client_of(story.anna, f"ООО «Клиент-{number:02d}»")
    first = anna.get("/clients/?sort=name")
    assert "Клиент-24" in first.text and "Клиент-25" not in first.text
    rest = anna.get("/clients/" + first.context["next_url"], headers=HTMX).text
    assert "Клиент-25" in rest and "Клиент-24" not in rest and "<html" not in rest


def test_a_field_tells_what_stood_there_who_and_when(story: Story, anna: Browser) -> None:
    client = client_of(story.anna, inn="7707083893")
    change_client(client, {"inn": "7805123453"}, by=story.head)
    history = anna.get(f"/clients/{client.pk}/history/?field=inn", headers=HTMX).text
    assert "7707083893 → 7805123453" in history and "Мнацаканян" in history
    assert "Контрольная цифра" in anna.get(client.get_absolute_url()).text


def test_it_changes_a_client_by_the_form(story: Story, anna: Browser) -> None:
    client = client_of(story.anna, "Ветрова Ольга Петровна", Client.Kind.PERSON, phones=["8 921 555-10-20"], emails=["a@b.ru"])
    assert "+79215551020" in anna.get(f"/clients/{client.pk}/change/", headers=HTMX).text
    anna.post(f"/clients/{client.pk}/change/", {"name": client.name, "phones": "+7 812 300-10-00", "emails": "a@b.ru", "tags": "Тендер"})
    client.refresh_from_db()
    assert client.phones.get().number == "+78123001000" and client.surname == "Ветрова" and client.tags.get().name == "Тендер"


def test_a_head_hands_a_client_over_and_a_manager_may_not(story: Story, client: Browser) -> None:
    ours = client_of(story.anna)
    client.force_login(story.head)
    client.post(f"/clients/{ours.pk}/assign/", {"responsible": story.boris.pk})
    ours.refresh_from_db()
    assert ours.responsible == story.boris
    client.force_login(story.boris)
    assert client.post(f"/clients/{ours.pk}/assign/", {"responsible": story.anna.pk}, headers=HTMX).status_code == 422


def test_links_are_made_and_taken_away_on_the_card(story: Story, anna: Browser) -> None:
    worker, firm, group = (
        client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON),
        client_of(story.anna),
        client_of(story.anna, "ГК «Волна»"),
    )
    anna.post(f"/clients/{firm.pk}/link/", {"other": worker.name, "other_id": worker.pk, "role": "закупки"})
    anna.post(f"/clients/{firm.pk}/parent/", {"other": group.name, "other_id": group.pk})
    assert "Ветрова Ольга" in anna.get(firm.get_absolute_url()).text and firm.name in anna.get(group.get_absolute_url()).text
    anna.post(f"/clients/{worker.pk}/links/{firm.staff.get().pk}/remove/")
    anna.post(f"/clients/{firm.pk}/parent/forget/")
    firm.refresh_from_db()
    assert not firm.staff.exists() and firm.parent is None
    assert anna.post(f"/clients/{firm.pk}/link/", {"other": "Кто-то"}, headers=HTMX).status_code == 422


def test_an_empty_note_is_answered_where_it_is_typed(story: Story, anna: Browser) -> None:
    client = client_of(story.anna)
    answered = anna.post(f"/clients/{client.pk}/note/", {"text": "  "}, headers=HTMX)
    assert answered.status_code == 422 and "Заметка пуста" in answered.text
    anna.post(f"/clients/{client.pk}/note/", {"text": ""})
    assert "Заметка пуста" in anna.get(client.get_absolute_url()).text and not Note.objects.exists()


def test_a_note_is_written_changed_deleted_and_restored(story: Story, anna: Browser) -> None:
    client = client_of(story.anna)
    anna.post(f"/clients/{client.pk}/note/", {"text": "Звонить утром"})
    note = Note.objects.get()
    assert f"/clients/notes/{note.pk}/" in anna.get(client.get_absolute_url()).text
    anna.post(f"/clients/notes/{note.pk}/", {"text": "Звонить вечером"})
    assert "Звонить вечером" in anna.get(client.get_absolute_url()).text
    anna.post(f"/clients/notes/{note.pk}/delete/")
    assert "Звонить вечером" not in anna.get(client.get_absolute_url()).text and "Звонить вечером" in anna.get("/trash/").text
    anna.post(f"/clients/notes/{note.pk}/restore/")
    assert "Звонить вечером" in anna.get(client.get_absolute_url()).text


def test_a_note_of_a_colleague_is_neither_opened_nor_restored(story: Story, client: Browser) -> None:
    note = add_note(client_of(story.anna), "Моё", by=story.anna)
    client.force_login(story.head)
    assert client.get(f"/clients/notes/{note.pk}/").status_code == 404
    delete_note(note, by=story.anna)
    assert client.post(f"/clients/notes/{note.pk}/restore/").status_code == 404


def test_a_client_goes_to_the_trash_and_back(story: Story, anna: Browser) -> None:
    client = client_of(story.anna)
    anna.post(f"/clients/{client.pk}/delete/")
    assert "отменить" in anna.get("/clients/").text.lower() and client.name in anna.get("/trash/").text
    anna.post(f"/clients/{client.pk}/restore/")
    assert client.name in anna.get("/clients/").text


def test_a_restored_client_belongs_to_those_who_see_it(story: Story, anna: Browser) -> None:
    foreign = client_of(story.vera)
    delete_client(foreign, by=story.vera)
    assert anna.post(f"/clients/{foreign.pk}/restore/").status_code == 404


@pytest.mark.parametrize(("path", "most"), [("/clients/", 9), ("/clients/?sort=name&kind=organisation", 9)])
def test_the_number_of_queries_does_not_grow_with_rows(
    story: Story, anna: Browser, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        set_tags(client_of(story.anna, f"ООО «Клиент {number}»", phones=["8 921 555-10-20"]), ["Тендер"], by=story.anna)
    anna.get(path)
    with django_assert_max_num_queries(most):
        assert anna.get(path).status_code == 200


def test_the_timeline_names_the_deals_that_the_reader_sees(story: Story, anna: Browser) -> None:
    client = client_of(story.anna)
    seen = story.deal(client=client, title="Насосная станция")
    hidden = story.deal(story.vera, client=client, title="Секретный склад", by=story.owner)
    card = anna.get(client.get_absolute_url()).text
    named = f'<a href="/deals/{seen.pk}/">Насосная станция, {seen.number}</a>'
    assert named in card and named in anna.get(f"/clients/{client.pk}/story/").text
    assert "Секретный склад" not in card and f"/deals/{hidden.pk}/" not in card
    assert card.count("story__entry") == 3, "that something happened is no secret"


def test_the_card_keeps_within_its_queries(story: Story, anna: Browser, django_assert_max_num_queries: Any) -> None:
    client = client_of(story.anna, phones=["8 921 555-10-20"], inn="7707083893")
    for number in range(4):
        link_clients(client_of(story.anna, f"Иванов-{number}", Client.Kind.PERSON), client, "", by=story.anna)
        story.deal(client=client)
        add_note(client, "Заметка", by=story.anna)
    anna.get(client.get_absolute_url())
    with django_assert_max_num_queries(28):
        assert anna.get(client.get_absolute_url()).status_code == 200


def test_an_export_is_remembered_without_the_words_that_were_looked_for(story: Story, client: Browser) -> None:
    client_of(story.owner, "Ветрова Ольга", Client.Kind.PERSON)
    client.force_login(story.owner)
    b"".join(client.get("/clients/export/?q=Ветрова&kind=person").streaming_content)
    facts = str(Entry.objects.get(kind="clients.clients_exported").facts)
    assert "kind=person" in facts and "q=*" in facts
    assert "Ветрова" not in facts and "%D0%92" not in facts
