from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shturman.clients.actions import (
    add_note,
    delete_note,
    erase_personal_data,
    merge_clients,
    pin_note,
    react_to_note,
    undo_merge,
    withdraw_reaction,
)
from shturman.clients.actions.notes import undo_delete_note
from shturman.clients.models import Client, Merge, NoteReaction
from shturman.clients.queries import story_of
from shturman.deals.actions import assign_deals
from shturman.deals.models import Stage
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.messaging.models import Notice
from shturman.messaging.notices import unread_count, unread_notices
from shturman.world.story import Story, client_of


def shown_to(reader: Any, card: str, thing: Any) -> list[str]:
    """«Отлично 2» of every note, the newest first."""
    lines = story_of(card, thing.pk, reader=reader).lines
    return [f"{chip.label} {chip.count}" for line in lines if hasattr(line, "reactions") for chip in line.reactions.chips]


def test_a_press_puts_a_reaction_and_once_more_takes_it_off(story: Story, client: Browser) -> None:
    deal = story.deal()
    note = add_note(deal, "Договор подписан", by=story.anna)
    react_to_note(note, "hurrah", by=story.head)
    client.force_login(story.anna)
    client.post(note.react_url, {"put": "hurrah"})
    page = client.get(deal.get_absolute_url()).text
    assert "Поздравляю: Мнацаканян Артур, вы" in page and 'aria-label="Добавить реакцию"' in page
    client.post(note.react_url, {"take_off": "hurrah"})
    assert shown_to(story.anna, "deal", deal) == ["Поздравляю 1"]


def test_each_sign_stands_once_of_a_person_and_several_signs_may(story: Story) -> None:
    firm = client_of(story.anna)
    note = add_note(firm, "Слово", by=story.anna)
    for sign in ("good", "good", "looking"):
        react_to_note(note, sign, by=story.head)
    assert shown_to(story.anna, "client", firm) == ["Отлично 1", "Смотрю 1"]
    assert Entry.objects.filter(kind="clients.note_reacted").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteReaction.objects.create(note=note, by=story.head, sign="good")
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteReaction.objects.create(note=note, by=story.head, sign="angry")
    with pytest.raises(Refused, match="Такой реакции нет"):
        react_to_note(note, "angry", by=story.head)


def test_a_reaction_stands_on_its_note_and_is_no_line_of_the_timeline(story: Story) -> None:
    deal = story.deal()
    note = add_note(deal, "Слово", by=story.anna)
    before = story_of("deal", deal.pk, reader=story.anna)
    react_to_note(note, "good", by=story.head)
    withdraw_reaction(note, "good", by=story.head)
    after = story_of("deal", deal.pk, reader=story.anna)
    assert [line.fact for line in after.lines] == [line.fact for line in before.lines] and after.groups == before.groups
    assert list(Entry.objects.order_by("-pk").values_list("kind", flat=True)[:2]) == [
        "clients.note_reaction_withdrawn",
        "clients.note_reacted",
    ]


def test_the_row_alone_answers_a_press_and_says_where_it_stood(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    note = pin_note(add_note(firm, "Слово", by=story.anna), by=story.anna)
    client.force_login(story.anna)
    answer = client.post(note.react_url, {"put": "done", "place": "pinned"}, headers={"HX-Request": "true"}).text
    assert f'id="reactions-pinned-{note.pk}"' in answer and "Готово: вы" in answer and "<html" not in answer
    page = client.get(firm.get_absolute_url()).text
    assert page.count("Готово: вы") == 4, "above the timeline and on it, for the eye and for the ear"


@pytest.mark.parametrize("verb", [react_to_note, withdraw_reaction])
def test_whoever_does_not_see_the_note_does_not_react_to_it(story: Story, client: Browser, verb: Any) -> None:
    note = add_note(client_of(story.vera), "Не ваше", by=story.vera)
    client.force_login(story.anna)
    assert client.post(note.react_url, {"put": "good"}).status_code == 404
    assert client.post("/clients/notes/99000000/react/", {"put": "good"}).status_code == 404
    with pytest.raises(NotAllowed):
        verb(note, "good", by=story.anna)


def test_a_handed_over_deal_takes_no_notes_but_reactions(story: Story, client: Browser) -> None:
    deal = story.deal()
    note = add_note(deal, "Слово", by=story.anna)
    Stage.objects.filter(pk=deal.stage_id).update(is_for_managers=False)
    client.force_login(story.anna)
    client.post(note.react_url, {"put": "looking"})
    assert shown_to(story.anna, "deal", deal) == ["Смотрю 1"]


def test_a_note_out_of_the_trash_has_its_reactions_again(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    note = add_note(firm, "Слово", by=story.anna)
    react_to_note(note, "thanks", by=story.head)
    entry = delete_note(note, by=story.anna)
    client.force_login(story.head)
    assert client.post(note.react_url, {"put": "good"}).status_code == 404
    assert shown_to(story.anna, "client", firm) == []
    undo_delete_note(entry, by=story.anna)
    assert shown_to(story.anna, "client", firm) == ["Спасибо 1"]


def test_reactions_go_over_with_a_merge_and_come_back_with_its_undo(story: Story) -> None:
    main, twin = client_of(story.anna, "Гидротехника"), client_of(story.anna, "ООО «Гидротехника»")
    note = add_note(twin, "Слово", by=story.anna)
    react_to_note(note, "good", by=story.anna)
    merge_clients(main, [twin], by=story.owner)
    react_to_note(note, "done", by=story.owner)
    assert shown_to(story.anna, "client", main) == ["Отлично 1", "Готово 1"]
    undo_merge(Merge.objects.get(), by=story.owner)
    assert shown_to(story.anna, "client", main) == [] and shown_to(story.anna, "client", twin) == ["Отлично 1", "Готово 1"]


def test_words_of_an_erased_person_take_their_reactions_along(story: Story) -> None:
    person = client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON)
    react_to_note(add_note(person, "У неё подагра", by=story.anna), "thanks", by=story.owner)
    kept = react_to_note(add_note(client_of(story.anna), "Слово", by=story.anna), "good", by=story.owner)
    erase_personal_data(person, "Заявление", by=story.owner)
    assert [row.note_id for row in NoteReaction.objects.all()] == [kept.pk]


def test_the_author_hears_once_however_many_react(story: Story, client: Browser) -> None:
    deal = story.deal()
    note = add_note(deal, "Договор подписан", by=story.anna)
    react_to_note(note, "good", by=story.anna)
    assert unread_count(story.anna) == 0
    react_to_note(note, "hurrah", by=story.head)
    react_to_note(note, "thanks", by=story.head)
    react_to_note(note, "hurrah", by=story.owner)
    (told,) = unread_notices(story.anna)
    assert told.notice.why == "reacted" and told.line.line == "Договор подписан"
    assert unread_count(story.head) == unread_count(story.owner) == 0
    client.force_login(story.anna)
    page = client.get("/notices/").text
    assert "Реакция на заметку" in page and "Ваша заметка" in page
    assert f"Поздравляю: {story.head.short_name}, {story.owner.short_name}" in page


def test_a_day_later_the_author_hears_again_and_not_before(story: Story, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    note = add_note(story.deal(), "Договор подписан", by=story.anna)
    client.force_login(story.anna)
    react_to_note(note, "hurrah", by=story.head)
    client.post("/notices/read/", {"newest": unread_notices(story.anna)[0].notice.pk})
    react_to_note(note, "good", by=story.owner)
    assert unread_count(story.anna) == 0
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    react_to_note(note, "thanks", by=story.owner)
    assert unread_count(story.anna) == 1


def test_of_what_was_taken_off_before_he_looked_nothing_is_told(story: Story) -> None:
    note = add_note(story.deal(), "Слово", by=story.anna)
    for member in (story.head, story.owner):
        react_to_note(note, "good", by=member)
    withdraw_reaction(note, "good", by=story.head)
    assert unread_count(story.anna) == 1
    withdraw_reaction(note, "good", by=story.owner)
    assert unread_count(story.anna) == 0


def test_nothing_is_told_of_a_card_that_the_author_sees_no_more(story: Story) -> None:
    deal = story.deal()
    note = add_note(deal, "Слово", by=story.anna)
    assign_deals([deal], story.vera, by=story.owner)
    react_to_note(note, "good", by=story.vera)
    assert not Notice.objects.filter(to=story.anna).exists()


def test_reactions_of_all_notes_of_a_page_are_one_query(story: Story) -> None:
    deal = story.deal()
    for number in range(6):
        note = add_note(deal, f"Заметка {number}", by=story.anna)
        for member in (story.anna, story.head, story.owner):
            react_to_note(note, "good", by=member)
    with CaptureQueriesContext(connection) as queries:
        assert shown_to(story.anna, "deal", deal) == ["Отлично 3"] * 6
    assert sum("clients_notereaction" in query["sql"] for query in queries) == 1
