from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from shturman.company.models import Member
from shturman.company.queries import forget_settings
from shturman.web import menus

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def test_it_draws_the_empty_page_with_three_queries(browser: Client, django_assert_num_queries) -> None:
    forget_settings()
    browser.get("/keys/")
    with django_assert_num_queries(3):
        browser.get("/keys/")


def test_it_asks_for_no_counters_in_a_fragment(browser: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        browser.get("/keys/", headers=PART)


def test_it_names_only_rooms_that_stand(browser: Client) -> None:
    page = browser.get("/keys/").content.decode()
    for section in (*menus.SECTIONS, *menus.MORE):
        assert not section.url or f'href="{section.url}"' in page


def test_it_marks_the_section_in_the_rail(browser: Client) -> None:
    page = browser.get("/trash/").content.decode()
    assert f'href="{reverse("web:trash")}" aria-current="page"' in page


def test_it_remembers_how_the_member_likes_to_see(browser: Client, owner: Member) -> None:
    for wish in ({"theme": "dark"}, {"density": "comfortable"}, {"shortcuts": "off"}):
        assert browser.post("/look/", wish, headers=PART).status_code == 204
    page = browser.get("/keys/").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert "is-comfortable" in page
    assert "data-shortcuts" not in page


def test_it_says_what_a_typed_date_means(browser: Client) -> None:
    assert "10:00" in browser.get("/understand-date/", {"text": "завтра в 10"}).content.decode()
    assert "Непонятно" in browser.get("/understand-date/", {"text": "абракадабра"}).content.decode()


def test_it_offers_the_trash_even_when_it_is_empty(browser: Client) -> None:
    assert "Корзина пуста" in browser.get("/trash/").content.decode()


def test_it_finds_nothing_in_words_and_says_what_would_do(browser: Client) -> None:
    page = browser.get("/search/", {"q": "зюйдвестка"}).content.decode()
    assert "зюйдвестка" in page
    assert "ничего нет" in page


def test_it_suggests_in_a_fragment(browser: Client) -> None:
    answer = browser.get("/search/", {"q": "зюйдвестка"}, headers=PART).content.decode()
    assert answer.startswith('<div class="hits"')


def test_it_does_not_take_back_what_another_member_did(browser: Client, owner: Member) -> None:
    assert browser.post("/undo/", {"entry": 999_999}).status_code == 404
    assert browser.post("/undo/").status_code == 404


def test_it_says_plainly_that_a_page_is_not_found(browser: Client) -> None:
    response = browser.get("/nowhere/")
    assert response.status_code == 404
    assert "Не найдено" in response.content.decode()


def test_it_tells_a_fragment_of_trouble_by_a_notice(browser: Client) -> None:
    response = browser.get("/nowhere/", headers=PART)
    assert response.status_code == 404
    assert "data-notice" in response.content.decode()


def test_it_sends_no_inline_styles_and_scripts(browser: Client) -> None:
    page = browser.get("/keys/").content.decode()
    assert " style=" not in page
    assert "<script>" not in page
    assert "style-src 'self'" in browser.get("/keys/").headers["Content-Security-Policy"]
