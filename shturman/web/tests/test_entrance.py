from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from shturman.company.models import Company, Member
from shturman.deals.models import Funnel
from shturman.web.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FIRST = {"company": "ООО «Маяк»", "surname": "Попова", "given_name": "Анна", "login": "anna", "password": PASSWORD}


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str):
    return client.post("/account/login/", {"login": login, "password": password, **more})


def test_it_leads_the_first_visitor_to_the_first_start(client: Client) -> None:
    assert client.get("/account/login/").headers["Location"] == "/start/"


def test_it_founds_the_company_and_lets_its_owner_in(client: Client) -> None:
    response = client.post("/start/", FIRST)
    assert response.headers["Location"] == "/"
    assert (Company.objects.get().name, Member.objects.people().get().surname) == ("ООО «Маяк»", "Попова")
    assert client.get("/keys/").status_code == 200
    assert Funnel.objects.count() == 1


def test_it_keeps_what_was_typed_when_the_password_is_weak(client: Client) -> None:
    response = client.post("/start/", FIRST | {"password": "123"})
    assert response.status_code == 422
    assert "ООО «Маяк»" in response.content.decode()
    assert not Company.objects.exists()


def test_it_closes_the_first_start_when_somebody_lives_here(client: Client, owner: Member) -> None:
    assert client.get("/start/").headers["Location"] == "/"
    client.post("/start/", FIRST)
    assert Company.objects.count() == 1


@pytest.mark.parametrize("name", ["owner", "OWNER@baltvent.example"])
def test_it_lets_in_by_login_and_by_mail(client: Client, owner: Member, name: str) -> None:
    assert sign_in(client, name).status_code == 302
    assert client.get("/keys/").status_code == 200


def test_it_forgets_the_visitor_with_the_window_unless_asked_to_remember(client: Client, owner: Member) -> None:
    sign_in(client, "owner")
    assert client.session.get_expire_at_browser_close()
    client.logout()
    sign_in(client, "owner", remember="on")
    assert not client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == 30 * 24 * 60 * 60


def test_it_says_what_to_check_when_the_password_does_not_fit(client: Client, owner: Member) -> None:
    page = sign_in(client, "owner", "wrong-one").content.decode()
    assert "Caps Lock" in page
    assert "Преображенский Николай Игоревич" in page


def test_it_stops_after_five_wrong_passwords(client: Client, owner: Member) -> None:
    cache.clear()
    for _attempt in range(5):
        sign_in(client, "owner", "wrong-one")
    page = sign_in(client, "owner").content.decode()
    assert "следующая попытка — через 30 секунд" in page
    cache.clear()


def test_it_is_closed_to_strangers(client: Client, owner: Member) -> None:
    assert client.get("/keys/").headers["Location"].startswith("/account/login/")
    client.post("/account/signup/", {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD})
    assert not Member.objects.filter(login="stranger").exists()


def test_a_part_of_an_open_page_is_never_the_page_of_the_entrance(client: Client, owner: Member) -> None:
    answer = client.get("/tasks/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "Вы вышли из Штурмана" in answer.content.decode() and 'name="password"' not in answer.content.decode()
    assert client.get("/tasks/").headers["Location"].startswith("/account/login/")
