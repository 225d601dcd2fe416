from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shturman.clients.models import Client
from shturman.company import queries as queries_of_company
from shturman.deals.actions import GivenFacts, add_contact, add_observer, move_deal
from shturman.deals.models import Deal, LossReason
from shturman.journal.models import Entry
from shturman.world.story import Story, client_of


@pytest.fixture
def anna(story: Story, client: Browser) -> Browser:
    client.force_login(story.anna)
    return client


def test_it_opens_a_deal_with_a_new_client_by_two_words_and_a_phone(story: Story, anna: Browser) -> None:
    facts = {
        "title": "Насосная станция",
        "client": 'ооо "Гидротехника"',
        "phone": "8 (921) 000-14-27",
        "amount": "2 340 000",
        "funnel": story.funnel.pk,
        "responsible": story.anna.pk,
        "expected_on": "30.11.2026",
    }
    answer = anna.post("/deals/open/", facts)
    deal = Deal.objects.get()
    assert answer.headers["Location"] == f"/deals/{deal.pk}/"
    assert deal.client is not None and deal.client.name == "ооо «Гидротехника»" and deal.client.kind == Client.Kind.ORGANISATION
    assert deal.client.phones.get().number == "+79210001427"
    assert deal.registrar == story.anna and deal.next_step_at is not None


def test_it_opens_a_deal_without_a_client(story: Story, anna: Browser) -> None:
    anna.post("/deals/open/", {"title": "Склад", "funnel": story.funnel.pk, "responsible": story.anna.pk})
    assert Deal.objects.get().client is None


def test_it_says_what_is_wrong_beside_the_field_and_keeps_the_rest(story: Story, anna: Browser) -> None:
    answer = anna.post(
        "/deals/open/",
        {"title": "Склад", "amount": "много", "expected_on": "вчерась", "funnel": story.funnel.pk, "responsible": story.anna.pk},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422 and "Не похоже на дату" in answer.text and "много" in answer.text
    assert not Deal.objects.exists()


def test_a_manager_may_not_open_a_deal_for_a_colleague(story: Story, anna: Browser) -> None:
    answer = anna.post(
        "/deals/open/", {"title": "Склад", "funnel": story.funnel.pk, "responsible": story.boris.pk}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422 and not Deal.objects.exists()


@pytest.mark.parametrize("path", ["/deals/", "/deals/list/?state=all", "/deals/totals/", "/search/?q=Секретный"])
def test_own_department_and_all_see_what_is_theirs(story: Story, client: Browser, path: str) -> None:
    story.deal(story.vera, title="Секретный склад")
    seen = {}
    for member in (story.anna, story.head, story.vera, story.owner):
        client.force_login(member)
        seen[member.login] = (
            "Секретный" in client.get(path).text.replace('value="Секретный"', "").replace("«Секретный»", "")
            if "totals" not in path
            else 'data-count="1"' in client.get(path).text
        )
    assert seen == {"anna": False, "head": False, "vera": True, "owner": True}


def test_a_deal_of_another_person_is_simply_not_found(story: Story, anna: Browser) -> None:
    deal = story.deal(story.vera)
    for path in ("", "change/", "move/", "lines/", "history/", "assign/", "contacts/add/"):
        assert anna.get(f"/deals/{deal.pk}/{path}").status_code == 404


def test_an_observer_sees_the_deal_and_does_not_move_it(story: Story, anna: Browser) -> None:
    deal = story.deal(story.boris)
    add_observer(deal, story.anna, by=story.boris)
    assert "Вентиляция склада" in anna.get("/deals/").text
    card = anna.get(f"/deals/{deal.pk}/").text
    assert "Отказ" not in card
    answer = anna.post(f"/deals/{deal.pk}/move/", {"stage": story.stages["Договор согласован"].pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 409 and "перевести может только он или его руководитель" in answer.text


def test_totals_respect_filters_and_equal_the_list(story: Story, anna: Browser) -> None:
    story.deal(amount=Decimal(100_000))
    story.deal(amount=Decimal(300_000))
    move_deal(
        story.deal(amount=Decimal(50_000)), story.stages["Клиент отказался"], by=story.anna, given=GivenFacts(loss_reason=story.reason())
    )
    assert "400\u00a0000\u00a0₽" in anna.get("/deals/totals/").text
    filtered = anna.get("/deals/totals/?amount_from=200000").text
    assert "300\u00a0000\u00a0₽" in filtered and "взвешенно 30\u00a0000\u00a0₽" in filtered
    assert "300\u00a0000\u00a0₽" in anna.get("/deals/list/total/?amount_from=200000").text
    assert "50\u00a0000\u00a0₽" in anna.get("/deals/list/?state=lost").text


def test_a_filter_is_a_link_and_a_chip(story: Story, anna: Browser) -> None:
    page = anna.get("/deals/list/?responsible=me&amount_from=200000").text
    assert "Мои" in page and "от 200\u00a0000\u00a0₽" in page and 'href="?responsible=me"' in page


def test_a_broken_filter_or_cursor_shows_the_page_all_the_same(story: Story, anna: Browser) -> None:
    story.deal()
    assert anna.get("/deals/list/?responsible=abc&amount_from=x&opened_from=31.31&cursor=@@&sort=evil&stage=9999999").status_code == 200


def test_the_list_goes_on_from_the_last_row_seen(story: Story, anna: Browser) -> None:
    for number in range(60):
        story.deal(title=f"Сделка-{number:02d}")
    first = anna.get("/deals/list/?sort=title")
    assert "Сделка-24" in first.text and "Сделка-25" not in first.text
    rest = anna.get(first.context["next_url"] and "/deals/list/" + first.context["next_url"], headers={"HX-Request": "true"})
    assert "Сделка-25" in rest.text and "Сделка-24" not in rest.text and "<html" not in rest.text


def test_files_are_kept_and_never_served_as_pages(story: Story, anna: Browser) -> None:
    deal = story.deal()
    anna.post(
        f"/deals/{deal.pk}/files/",
        {"file": [SimpleUploadedFile("смета.html", b"<script>alert(1)</script>"), SimpleUploadedFile("вирус.exe", b"MZ")]},
    )
    kept = deal.files.get()
    answer = anna.get(f"/deals/{deal.pk}/files/{kept.pk}/")
    assert answer.headers["Content-Type"] == "application/octet-stream" and "attachment" in answer.headers["Content-Disposition"]
    assert kept.name == "смета.html"


def test_goods_of_a_deal_make_its_amount(story: Story, anna: Browser) -> None:
    deal = story.deal()
    lines = {
        "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0",
        "lines-0-name": "Вентилятор",
        "lines-0-quantity": "3",
        "lines-0-price": "1 500,50",
        "lines-1-name": "",
        "lines-1-quantity": "",
    }
    anna.post(f"/deals/{deal.pk}/lines/", lines)
    deal.refresh_from_db()
    assert deal.amount == Decimal("4501.50") and deal.lines.count() == 1


def test_history_shows_who_changed_what_from_and_to(story: Story, anna: Browser) -> None:
    deal = story.deal()
    anna.post(
        f"/deals/{deal.pk}/change/", {"title": "Вентиляция склада Б", "amount": "150 000", "client_name": "", "expected_on": "", "kind": ""}
    )
    history = anna.get(f"/deals/{deal.pk}/history/").text
    assert "100\u00a0000\u00a0₽ → 150\u00a0000\u00a0₽" in history and "Воскресенская Анна" in history


def test_brackets_walk_the_list_that_the_deal_was_opened_from(story: Story, anna: Browser) -> None:
    deals = [story.deal(title=title) for title in ("А", "Б", "В")]
    after = anna.get(f"/deals/{deals[0].pk}/neighbour/after/?sort=title")
    assert after.headers["Location"].startswith(f"/deals/{deals[1].pk}/")
    before = anna.get(f"/deals/{deals[1].pk}/neighbour/before/?sort=title")
    assert before.headers["Location"].startswith(f"/deals/{deals[0].pk}/")


PINNED = {"/deals/": 16, "/deals/list/": 9, "/tasks/day/": 8, "/tasks/": 8}


@pytest.mark.parametrize("path", PINNED)
def test_the_number_of_queries_does_not_grow_with_rows(story: Story, anna: Browser, path: str, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        story.deal(title=f"Сделка {number}", client=client_of(story.anna, name=f"ООО «Клиент {number}»"))
    anna.get(path)
    with django_assert_max_num_queries(PINNED[path]):
        assert anna.get(path).status_code == 200


def test_the_card_keeps_within_its_queries(story: Story, anna: Browser, django_assert_max_num_queries: Any) -> None:
    deal = story.deal(client=client_of(story.anna, phones=["+7 921 000-14-27"]))
    with django_assert_max_num_queries(22):
        assert "Позвонить и выяснить потребность" in anna.get(f"/deals/{deal.pk}/").text


def test_of_the_stages_offered_the_focus_stands_on_the_next(story: Story, anna: Browser) -> None:
    deal = story.deal()
    following = [stage for stage in story.stages.values() if stage.is_open][1]
    page = anna.get(f"/deals/{deal.pk}/move/", headers={"HX-Request": "true"}).text
    assert page.count("autofocus") == 1 and f'value="{following.pk}" autofocus' in page


def test_a_move_is_taken_back_from_the_timeline_by_its_author_alone(story: Story, client: Browser) -> None:
    deal = story.deal()
    entry = move_deal(deal, story.stages["Потребность выяснена"], by=story.anna)
    client.force_login(story.head)
    assert f'name="entry" value="{entry.pk}"' not in client.get(f"/deals/{deal.pk}/").text
    assert client.post("/undo/", {"entry": entry.pk}).status_code == 404
    client.force_login(story.anna)
    assert f'name="entry" value="{entry.pk}"' in client.get(f"/deals/{deal.pk}/").text
    client.post("/undo/", {"entry": entry.pk})
    deal.refresh_from_db()
    assert deal.stage == story.stages["Заявка принята"]
    assert f'name="entry" value="{entry.pk}"' not in client.get(f"/deals/{deal.pk}/").text


def test_a_deal_without_movement_is_marked_only_while_no_touch_is_planned(story: Story, anna: Browser) -> None:
    deal, now = story.deal(), timezone.now()
    Deal.objects.filter(pk=deal.pk).update(entered_stage_at=now - timedelta(days=9), next_step_at=now - timedelta(hours=1))
    assert "deal-tile--stalled" in anna.get("/deals/").text and "9 дней" in anna.get("/deals/").text
    assert "Вентиляция склада" in anna.get("/deals/list/?idle=1").text
    Deal.objects.filter(pk=deal.pk).update(next_step_at=now + timedelta(days=1))
    assert "deal-tile--stalled" not in anna.get("/deals/").text
    assert "Вентиляция склада" not in anna.get("/deals/list/?idle=1").text


def test_the_owner_changes_the_list_of_reasons_and_the_journal_knows(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    client.post("/deals/funnels/reasons/", {"reasons": "Дорого\nНет бюджета"})
    assert list(LossReason.objects.filter(is_offered=True).values_list("name", flat=True)) == ["Дорого", "Нет бюджета"]
    assert Entry.objects.get(kind="deals.loss_reasons_changed").facts["names"] == ["Дорого", "Нет бюджета"]


def test_a_client_is_a_link_only_to_whoever_sees_him(story: Story, client: Browser) -> None:
    """An observer learns the client's name from the deal, not the client's card."""
    firm = client_of(story.boris)
    deal = story.deal(story.boris, client=firm)
    add_observer(deal, story.vera, by=story.boris)
    for member, is_link in ((story.boris, True), (story.vera, False)):
        client.force_login(member)
        for address in (f"/deals/{deal.pk}/", "/deals/list/"):
            page = client.get(address).text
            assert firm.name in page and (f'href="/clients/{firm.pk}/"' in page) == is_link


def test_contacts_of_a_deal_cost_no_query_each(story: Story, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many people of the client take part. What is read once a minute is not counted in one of the two."""
    monkeypatch.setattr(queries_of_company, "_period", lambda: 0)
    client.force_login(story.anna)
    counts = []
    for people in (1, 5):
        deal = story.deal()
        for number in range(people):
            person = client_of(story.anna, f"Ветрова Ольга {people}{number}", Client.Kind.PERSON, phones=["+7 921 000-14-27"])
            add_contact(deal, person, "", by=story.anna)
        client.get(f"/deals/{deal.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/deals/{deal.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_form_of_conditions_leads_to_this_house_alone(story: Story, client: Browser, back: str) -> None:
    client.force_login(story.anna)
    assert "evil" not in (page := client.get("/deals/filter/", {"back": back}).text) and "alert(1)" not in page


def test_a_contact_finds_on_his_card_the_deals_in_which_he_speaks_for_another(story: Story, client: Browser) -> None:
    deal, person = story.deal(title="Насосы", client=client_of(story.anna)), client_of(story.anna, name="Петрова Ольга")
    add_contact(deal, person, "решает", by=story.anna)
    client.force_login(story.anna)
    card = client.get(person.get_absolute_url()).text
    assert "Насосы" in card and "контакт" in card and "С этим клиентом сделок пока нет" not in card
    assert "Насосы" in client.get(f"/deals/list/?of_client={person.pk}").text
    assert "Насосы" not in client.get(f"/deals/list/?client={person.pk}").text, "a group by client holds whose deal it is"
