from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shturman.clients.actions import add_note, assign_clients, delete_note
from shturman.clients.actions.loading import load_notes
from shturman.clients.events import ClientsUnloaded
from shturman.company.models import Member
from shturman.deals.actions import assign_deals, move_deal, undo_placement
from shturman.deals.models import Stage
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.lists.actions import carry_out_bulk, choose_rows, prepare_bulk, start_bulk
from shturman.messaging.actions import follow, forget_old_notices, read_notice
from shturman.messaging.actions.notices import KEPT_FOR, READ_KEPT_FOR
from shturman.messaging.jobs import tell_of_bulk
from shturman.messaging.models import Follower, Notice
from shturman.messaging.notices import unread_count, unread_notices
from shturman.tasks.actions import hand_work_over
from shturman.world.story import Story, client_of


def heard(member: Member) -> list[str]:
    return [told.line.fact for told in unread_notices(member)]


def next_stage(story: Story) -> Stage:
    return [stage for stage in story.stages.values() if stage.is_open][1]


def test_a_follower_hears_of_a_move_and_a_note_and_the_author_does_not(story: Story) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    follow(deal, by=story.anna)
    add_note(deal, "Ждут смету", by=story.anna)
    move_deal(deal, next_stage(story), by=story.anna)
    assert [fact.split(":")[0] for fact in heard(story.head)] == ["Этап", "Заметка"]
    assert heard(story.anna) == []


def test_who_follows_the_client_hears_of_his_deals_that_he_sees(story: Story) -> None:
    firm = client_of(story.anna)
    follow(firm, by=story.anna)
    follow(firm, by=story.head)
    story.deal(client=firm, responsible=story.vera, by=story.owner)
    assert heard(story.head) == heard(story.anna) == []
    story.deal(client=firm, by=story.owner)
    assert len(heard(story.head)) == len(heard(story.anna)) == 1


def test_a_card_given_to_somebody_is_told_to_him(story: Story) -> None:
    firm, deal = client_of(story.anna), story.deal()
    assign_clients([firm], story.boris, by=story.head)
    assign_deals([deal], story.boris, by=story.head)
    assert [told.notice.why for told in unread_notices(story.boris)] == ["given", "given"]


def test_a_deal_opened_for_somebody_is_told_to_him(story: Story) -> None:
    story.deal(story.boris, by=story.head)
    story.deal(story.boris)
    assert [told.notice.why for told in unread_notices(story.boris)] == ["given"]


def test_a_move_taken_back_is_told_too(story: Story) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    undo_placement(move_deal(deal, next_stage(story), by=story.anna), by=story.anna)
    assert [told.line.kind for told in unread_notices(story.head)] == ["deals.deal_placement_undone", "deals.deal_moved"]


def test_a_leaver_s_work_given_to_a_colleague_is_a_few_notices(story: Story) -> None:
    firm = client_of(story.anna)
    for number in range(12):
        story.deal(title=f"Сделка {number}", client=firm)
    hand_work_over(story.anna, [story.boris], by=story.owner)
    assert sorted(Notice.objects.filter(to=story.boris).values_list("card", "cards")) == [("client", 1), ("deal", 12)]


def test_the_same_of_many_cards_is_one_notice(story: Story) -> None:
    deals = [story.deal(title=f"Сделка {number}") for number in range(30)]
    with CaptureQueriesContext(connection) as queries:
        assign_deals(deals, story.boris, by=story.head)
    (told,) = unread_notices(story.boris)
    assert told.more == 29
    assert sum('INSERT INTO "messaging_notice"' in query["sql"] for query in queries) == 1


def test_nothing_is_told_of_what_he_does_not_see_then_or_any_more(story: Story, client: Browser) -> None:
    deal = story.deal()
    follow(deal, by=story.anna)
    add_note(deal, "Видит", by=story.head)
    assert unread_count(story.anna) == 1
    assign_deals([deal], story.vera, by=story.owner)
    add_note(deal, "Не видит", by=story.owner)
    assert Notice.objects.filter(to=story.anna).count() == 1
    assert unread_notices(story.anna) == [] and unread_count(story.anna) == 0
    client.force_login(story.anna)
    notice = Notice.objects.get(to=story.anna)
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
    assert "Вентиляция" not in client.get("/notices/").text


def test_a_notice_of_a_note_says_its_words_as_they_are_now(story: Story, client: Browser) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    note = add_note(deal, "@Мнацаканян Артур, ждут смету", by=story.anna)
    client.force_login(story.head)
    assert "@Мнацаканян Артур, ждут смету" in client.get("/notices/").text
    delete_note(note, by=story.anna)
    page = client.get("/notices/").text
    assert "ждут смету" not in page and "в корзине" in page


def test_open_pages_hear_whose_bell_has_rung_and_nothing_else(story: Story) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    with CaptureQueriesContext(connection) as queries:
        add_note(deal, "Тайное слово", by=story.anna)
    rung = [query["sql"] for query in queries if "pg_notify" in query["sql"] and "messaging.notices" in query["sql"]]
    assert len(rung) == 1 and f'[["notices",{story.head.pk}]]' in rung[0] and "Тайное" not in rung[0]


def test_a_notice_of_another_person_is_not_found(story: Story, client: Browser) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    add_note(deal, "Слово", by=story.anna)
    notice = Notice.objects.get(to=story.head)
    client.force_login(story.owner)
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
    client.post("/notices/read/", {"newest": notice.pk})
    notice.refresh_from_db()
    assert not notice.is_read


def test_opened_it_is_read_and_leads_to_its_place(story: Story, client: Browser) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    add_note(deal, "Слово", by=story.anna)
    notice = Notice.objects.get(to=story.head)
    client.force_login(story.head)
    address = client.get(f"/notices/{notice.pk}/")["Location"]
    assert address == f"/deals/{deal.pk}/#entry-{notice.entry_id}"
    assert f'id="entry-{notice.entry_id}"' in client.get(address.split("#")[0]).text
    assert unread_count(story.head) == 0


def test_an_owner_who_looks_as_another_reads_nothing_for_him(story: Story, client: Browser) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    add_note(deal, "Слово", by=story.anna)
    client.force_login(story.owner)
    client.post(f"/company/members/{story.head.pk}/see-as/")
    assert client.get(f"/notices/{Notice.objects.get(to=story.head).pk}/").status_code == 302
    assert unread_count(story.head) == 1


def test_the_bell_counts_what_its_page_shows(story: Story, client: Browser) -> None:
    deal, lost = story.deal(), story.deal()
    follow(deal, by=story.anna)
    follow(lost, by=story.anna)
    for thing in (deal, deal, lost):
        add_note(thing, "Слово", by=story.head)
    assign_deals([lost], story.vera, by=story.owner)
    client.force_login(story.anna)
    assert "2 непрочитанных" in client.get("/notices/bell/").text
    assert client.get("/notices/").text.count("notice-line--unread") == 2


def test_all_are_read_but_what_came_since_the_page_was_opened(story: Story, client: Browser) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    add_note(deal, "Первое", by=story.anna)
    newest = Notice.objects.get(to=story.head).pk
    add_note(deal, "Второе", by=story.anna)
    client.force_login(story.head)
    client.post("/notices/read/", {"newest": newest})
    assert unread_count(story.head) == 1
    page = client.get("/notices/").text
    assert page.index("Непрочитанные") < page.index("Прочитанные")


def test_the_past_of_an_import_is_told_to_nobody(story: Story) -> None:
    firm = client_of(story.anna)
    follow(firm, by=story.head)
    load_notes([(firm, "Из прежней системы", story.anna, None)], by=story.owner)
    assert not Notice.objects.exists()


def test_old_read_notices_are_forgotten_and_unread_ones_are_not(story: Story) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    for words in ("Старое", "Новое", "Непрочитанное"):
        add_note(deal, words, by=story.anna)
    old, new, _unread = Notice.objects.order_by("pk")
    for notice in (old, new):
        read_notice(notice, by=story.head)
    Notice.objects.filter(pk=old.pk).update(read_at=timezone.now() - READ_KEPT_FOR - timedelta(hours=1))
    assert forget_old_notices() == 1
    assert not Notice.objects.filter(pk=old.pk).exists()


def test_half_a_year_later_even_unread_ones_are_no_news(story: Story) -> None:
    deal = story.deal()
    follow(deal, by=story.head)
    add_note(deal, "Слово", by=story.anna)
    Notice.objects.update(created_at=timezone.now() - KEPT_FOR - timedelta(hours=1))
    assert forget_old_notices() == 1


def test_cards_that_the_undo_of_an_import_takes_away_leave_nothing_behind(story: Story) -> None:
    firm = client_of(story.anna)
    follow(firm, by=story.head)
    assign_clients([firm], story.boris, by=story.owner)
    record(ClientsUnloaded([firm.pk]), by=story.owner)
    assert not Notice.objects.exists() and not Follower.objects.exists()


def test_the_base_tells_a_person_once_of_an_entry(story: Story) -> None:
    entry = Entry.objects.latest("pk")
    one = {"entry": entry, "to": story.anna, "why": "followed", "card": "deal", "card_id": 1}
    Notice.objects.create(**one)
    for wrong in ({}, {"to": story.head, "card": "good"}, {"to": story.head, "cards": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(**(one | wrong))


def test_the_page_keeps_within_its_queries_however_much_was_told(story: Story, client: Browser, django_assert_max_num_queries: Any) -> None:
    deals = [story.deal(title=f"Сделка {number}") for number in range(20)]
    for deal in deals:
        follow(deal, by=story.head)
        add_note(deal, "Слово", by=story.anna)
    client.force_login(story.head)
    with django_assert_max_num_queries(15):
        client.get("/notices/")
    with django_assert_max_num_queries(6):
        client.get("/notices/bell/")


def test_a_change_of_many_rows_is_told_once_to_each(story: Story) -> None:
    deals = [story.deal(title=f"Сделка {number}") for number in range(4)]
    for deal in deals[:3]:
        follow(deal, by=story.owner)
    chosen = choose_rows("deals", [deal.pk for deal in deals], by=story.head)
    facts = {"responsible": story.boris.pk, "name": "Борис"}
    run = start_bulk(prepare_bulk(chosen, house.bulk_thing("deals").deed("assign"), facts, by=story.head), by=story.head)
    carry_out_bulk(run.pk)
    assert not Notice.objects.exists()
    for _time in range(2):
        tell_of_bulk(Entry.objects.filter(kind="lists.bulk_done").latest("pk").pk)
    assert sorted(Notice.objects.values_list("to__login", "why", "cards")) == [("boris", "given", 4), ("owner", "followed", 3)]
