from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import add_note, change_note, delete_note, export_personal_data
from shturman.clients.actions.loading import load_notes
from shturman.clients.mentions import mentioned_in, typed_again
from shturman.clients.models import Note
from shturman.clients.queries import story_of
from shturman.clients.trash import discarded_notes
from shturman.company.actions import add_absence, add_member, change_member
from shturman.company.models import Role
from shturman.deals.actions import assign_deals
from shturman.journal.models import OldValue
from shturman.messaging.models import Notice
from shturman.messaging.notices import unread_notices
from shturman.world.story import PASSWORD, Story, client_of


def told_to(story: Story) -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("to__login", "why"))


def test_who_is_called_by_name_is_told_at_once(story: Story, client: Browser) -> None:
    deal = story.deal()
    client.force_login(story.anna)
    client.post(f"/deals/{deal.pk}/note/", {"text": "@Мнацаканян Артур, согласуйте скидку"})
    assert Note.objects.get().text == f"@[{story.head.pk}], согласуйте скидку"
    assert told_to(story) == [("head", "mentioned")]
    assert '<span class="mention">@Мнацаканян Артур</span>, согласуйте скидку' in client.get(deal.get_absolute_url()).text


def test_a_name_stays_him_when_it_changes(story: Story) -> None:
    firm = client_of(story.anna)
    add_note(firm, "Спросить у @мнацаканян артур завтра", by=story.anna)
    change_member(story.head, {"surname": "Петросян"}, by=story.owner)
    assert story_of("client", firm.pk, reader=story.anna).lines[0].line == "Спросить у @Петросян Артур завтра"


def test_an_edit_keeps_who_was_called_and_tells_only_the_new_one(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    note = add_note(firm, "@Мнацаканян Артур, гляньте", by=story.anna)
    client.force_login(story.anna)
    form = client.get(note.url, headers={"HX-Request": "true"}).text
    assert "@Мнацаканян Артур, гляньте" in form and f"card=client&amp;id={firm.pk}" in form
    client.post(note.url, {"text": typed_again(note.text) + " и @Преображенский Николай"})
    note.refresh_from_db()
    assert mentioned_in(note.text) == sorted([story.head.pk, story.owner.pk])
    assert told_to(story) == [("head", "mentioned"), ("owner", "mentioned")]
    assert OldValue.objects.get(field="text").after == "@Мнацаканян Артур, гляньте и @Преображенский Николай"


def test_who_does_not_see_the_card_is_left_in_words_and_told_nothing(story: Story, client: Browser) -> None:
    deal = story.deal()
    client.force_login(story.anna)
    for forged in ("@Шереметьева-Гольц Вера, зайдите", f"@[{story.vera.pk}], зайдите", "@[99000000] зайдите"):
        client.post(f"/deals/{deal.pk}/note/", {"text": forged})
    assert [mentioned_in(note.text) for note in Note.objects.all()] == [[], [], []]
    assert 'class="mention"' not in client.get(deal.get_absolute_url()).text
    assert not Notice.objects.exists()


def test_who_loses_sight_is_shown_nothing_and_stays_in_the_words(story: Story) -> None:
    deal = story.deal(story.boris)
    note = add_note(deal, "@Левченко Борис, ваш ход", by=story.head)
    assert len(unread_notices(story.boris)) == 1
    assign_deals([deal], story.vera, by=story.owner)
    assert unread_notices(story.boris) == []
    change_note(note, typed_again(note.text) + "!", by=story.head)
    assert mentioned_in(Note.objects.get().text) == [story.boris.pk] and Notice.objects.count() == 2


def test_who_left_the_company_is_called_no_more_and_his_name_stays(story: Story) -> None:
    deal = story.deal()
    note = add_note(deal, "@Мнацаканян Артур", by=story.anna)
    change_member(story.head, {"is_active": False}, by=story.owner)
    change_note(note, typed_again(note.text) + " помнит", by=story.anna)
    assert mentioned_in(Note.objects.get().text) == [story.head.pk]
    add_note(deal, "@Мнацаканян Артур", by=story.anna)
    assert mentioned_in(Note.objects.latest("pk").text) == []


def test_who_stands_in_for_the_one_on_holiday_sees_his_card_and_is_called(story: Story) -> None:
    deal, today = story.deal(), timezone.localdate()
    add_absence(story.anna, {"first_day": today, "last_day": today, "deputy": story.boris}, by=story.owner)
    add_note(deal, "@Левченко Борис, пока Анна в отпуске", by=story.head)
    assert told_to(story) == [("boris", "mentioned")]


def test_however_many_are_called_their_rights_are_read_once(story: Story, django_assert_max_num_queries: Any) -> None:
    deal = story.deal()
    with django_assert_max_num_queries(27):
        add_note(deal, "@Мнацаканян Артур @Преображенский Николай @Левченко Борис @Шереметьева-Гольц Вера", by=story.anna)


def test_nobody_is_told_of_himself_and_once_of_a_note(story: Story) -> None:
    deal = story.deal()
    add_note(deal, "@Воскресенская Анна: @Мнацаканян Артур и @Мнацаканян Артур", by=story.anna)
    assert told_to(story) == [("head", "mentioned")]


def test_namesakes_are_told_apart_by_login(story: Story, client: Browser) -> None:
    add_member(
        {
            "surname": "Мнацаканян",
            "given_name": "Артур",
            "login": "artur",
            "department": story.projects,
            "role": Role.objects.of_base("head"),
        },
        password=PASSWORD,
        by=story.owner,
    )
    deal = story.deal()
    client.force_login(story.anna)
    offers = client.get(f"/clients/mentions/?card=deal&id={deal.pk}&q=Мнац").text
    assert 'data-mention="Мнацаканян Артур (artur)"' in offers
    add_note(deal, "@Мнацаканян Артур (artur), гляньте", by=story.anna)
    assert told_to(story) == [("artur", "mentioned")]


def test_addresses_of_mail_call_nobody(story: Story) -> None:
    add_note(story.deal(), "Почта: a@Мнацаканян Артур, b@[1].ru", by=story.anna)
    assert not Notice.objects.exists()


def test_those_who_see_the_card_are_offered_first_and_others_cannot_be_picked(story: Story, client: Browser) -> None:
    deal = story.deal()
    client.force_login(story.anna)
    offers = client.get(f"/clients/mentions/?card=deal&id={deal.pk}&q=").text
    assert offers.index("Мнацаканян") < offers.index("Левченко") and offers.count("не видит карточку") == 2
    assert 'data-mention="Мнацаканян Артур"' in offers and 'data-mention="Левченко Борис"' not in offers
    assert "Никого с таким именем" in client.get(f"/clients/mentions/?card=deal&id={deal.pk}&q=Ъъъ").text


@pytest.mark.parametrize("asked", ["card=deal&id={deal}", "card=task&id=1", "card=good&id=1", "card=deal&id=x", ""])
def test_of_a_card_that_he_does_not_see_nobody_is_offered(story: Story, client: Browser, asked: str) -> None:
    deal = story.deal(story.vera)
    client.force_login(story.anna)
    assert client.get("/clients/mentions/?" + asked.format(deal=deal.pk)).status_code == 404


def test_an_agent_is_told_of_no_colleague_who_does_not_see_the_card(story: Story, client: Browser) -> None:
    facts: dict[str, Any] = {"surname": "Агентов", "given_name": "Пётр", "login": "agent", "role": Role.objects.of_base("agent")}
    agent = add_member(facts, password=PASSWORD, by=story.owner)
    deal = story.deal(agent, by=story.owner)
    client.force_login(agent)
    offers = client.get(f"/clients/mentions/?card=deal&id={deal.pk}&q=").text
    assert "Преображенский" in offers and "Левченко" not in offers


def test_words_of_another_system_call_nobody(story: Story) -> None:
    firm = client_of(story.anna)
    load_notes([(firm, f"@[{story.head.pk}] и прочее", story.anna, None)], by=story.owner)
    assert story_of("client", firm.pk, reader=story.anna).lines[0].line == f"@{story.head.pk} и прочее"


def test_the_trash_and_what_is_handed_out_by_law_show_names(story: Story) -> None:
    person = client_of(story.anna, "Иванов Иван", kind="person")
    note = add_note(person, "@Мнацаканян Артур знаком", by=story.anna)
    assert "@Мнацаканян Артур знаком" in str(export_personal_data(person, by=story.owner))
    delete_note(note, by=story.anna)
    assert discarded_notes(story.anna)[0].title == "@Мнацаканян Артур знаком"
