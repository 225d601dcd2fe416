from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import add_note, delete_note, merge_clients, pin_note, restore_note, undo_merge, unpin_note
from shturman.clients.actions.pinning import MOST_PINNED
from shturman.clients.models import Merge, Note
from shturman.clients.note_lines import pinned_notes
from shturman.clients.queries import story_of
from shturman.deals.models import Stage
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.at_once import meanwhile
from shturman.world.story import Story, client_of


def words_above(card: str, thing: Any, reader: Any) -> list[str]:
    return [line.note.text for line in pinned_notes(card, thing.pk, reader=reader, takes_notes=True)]


def test_a_pinned_note_stands_above_the_timeline_until_it_is_unpinned(story: Story, client: Browser) -> None:
    deal = story.deal()
    note = add_note(deal, "Пропуск заказывать за сутки", by=story.anna)
    client.force_login(story.anna)
    client.post(note.pin_url)
    page = client.get(deal.get_absolute_url()).text
    assert page.count("Пропуск заказывать за сутки") == 2 and page.index("pinned-notes") < page.index('id="story"')
    client.post(f"/clients/notes/{note.pk}/unpin/")
    assert "pinned-notes" not in client.get(deal.get_absolute_url()).text
    told = [line.fact for line in story_of("deal", deal.pk, reader=story.anna).lines]
    assert told[:2] == ["Заметка откреплена", "Заметка закреплена"]


def test_the_one_pinned_last_stands_first_and_a_second_click_changes_nothing(story: Story) -> None:
    firm = client_of(story.anna)
    first, second = (add_note(firm, words, by=story.anna) for words in ("Первая", "Вторая"))
    for note in (second, first, first):
        pin_note(note, by=story.anna)
    assert words_above("client", firm, story.anna) == ["Первая", "Вторая"]
    assert [line.kind for line in story_of("client", firm.pk, reader=story.anna).lines].count("clients.note_pinned") == 2


def test_whoever_writes_on_the_card_pins_notes_of_others_too(story: Story) -> None:
    deal = story.deal()
    pin_note(add_note(deal, "Звонить утром", by=story.anna), by=story.head)
    assert words_above("deal", deal, story.anna) == ["Звонить утром"]


def test_more_than_a_glance_takes_in_is_refused_in_words(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    notes = [add_note(firm, f"Заметка {number}", by=story.anna) for number in range(MOST_PINNED + 1)]
    for note in notes[:-1]:
        pin_note(note, by=story.anna)
    client.force_login(story.anna)
    assert "Закреплено уже 5 заметок" in client.post(notes[-1].pin_url, follow=True).text
    unpin_note(notes[0], by=story.anna)
    pin_note(notes[-1], by=story.anna)


def test_two_who_pin_the_last_one_at_once_do_not_both_fit(committed_story: Story) -> None:
    story, words = committed_story, []
    firm = client_of(story.anna)
    notes = [add_note(firm, f"Заметка {number}", by=story.anna) for number in range(MOST_PINNED + 1)]
    for note in notes[: MOST_PINNED - 1]:
        pin_note(note, by=story.anna)

    def pin_too() -> None:
        with pytest.raises(Refused) as refused:
            pin_note(notes[-1], by=story.owner)
        words.append(str(refused.value))

    with meanwhile(pin_too):
        pin_note(notes[-2], by=story.anna)
    assert words and len(words_above("client", firm, story.anna)) == MOST_PINNED


def test_a_note_in_the_trash_is_pinned_no_more(story: Story) -> None:
    firm = client_of(story.anna)
    note = pin_note(add_note(firm, "Старый адрес", by=story.anna), by=story.anna)
    delete_note(note, by=story.anna)
    assert words_above("client", firm, story.anna) == []
    with pytest.raises(Refused):
        pin_note(note, by=story.anna)
    restore_note(note, by=story.anna)
    assert words_above("client", firm, story.anna) == []


def test_the_base_pins_no_deleted_note_and_knows_by_whom(story: Story) -> None:
    note = add_note(client_of(story.anna), "Слово", by=story.anna)
    now = timezone.now()
    for wrong in ({"pinned_at": now}, {"pinned_at": now, "pinned_by": story.anna, "deleted_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.filter(pk=note.pk).update(**wrong)


def test_pins_go_over_with_a_merge_and_come_back_with_its_undo(story: Story) -> None:
    main, twin = client_of(story.anna, "Гидротехника"), client_of(story.anna, "ООО «Гидротехника»")
    pin_note(add_note(twin, "Шлагбаум: звонить на пост", by=story.anna), by=story.anna)
    merge_clients(main, [twin], by=story.owner)
    assert words_above("client", main, story.anna) == ["Шлагбаум: звонить на пост"]
    undo_merge(Merge.objects.get(), by=story.owner)
    assert words_above("client", main, story.anna) == [] and words_above("client", twin, story.anna)


@pytest.mark.parametrize("deed", ["pin", "unpin"])
def test_notes_of_a_card_that_he_does_not_see_are_not_found(story: Story, client: Browser, deed: str) -> None:
    note = add_note(client_of(story.vera), "Не ваше", by=story.vera)
    client.force_login(story.anna)
    assert client.post(f"/clients/notes/{note.pk}/{deed}/").status_code == 404
    assert client.post(f"/clients/notes/99000000/{deed}/").status_code == 404
    with pytest.raises(NotAllowed):
        pin_note(note, by=story.anna)


def test_a_handed_over_deal_shows_its_pins_and_takes_none(story: Story, client: Browser) -> None:
    deal = story.deal()
    kept, other = (add_note(deal, words, by=story.anna) for words in ("Закреплённая", "Прочая"))
    pin_note(kept, by=story.anna)
    Stage.objects.filter(pk=deal.stage_id).update(is_for_managers=False)
    client.force_login(story.anna)
    page = client.get(deal.get_absolute_url()).text
    assert "Закреплённая" in page and "unpin/" not in page
    assert "Сделка передана" in client.post(other.pin_url, follow=True).text
    assert words_above("deal", deal, story.head) == ["Закреплённая"]
