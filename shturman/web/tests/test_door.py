"""The door: wrong passwords, forgotten ones, new browsers, the second factor, sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from shturman.company.actions.invitations import invite_member, make_invitation_link
from shturman.company.models import Invitation, Member, Role
from shturman.journal.models import Entry
from shturman.kit.devices import named
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.sealing import unseal
from shturman.messaging.actions import set_mail_server
from shturman.messaging.models import Letter
from shturman.web.door.actions import forgive_wrong_passwords, reset_second_factor
from shturman.world.story import PASSWORD, Story

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture(autouse=True)
def nothing_is_counted_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def time_goes(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The clock of the house moved on by so much."""
    real, passed = timezone.now, timedelta()

    def go_on(**more: Any) -> None:
        nonlocal passed
        passed += timedelta(**more)

    monkeypatch.setattr(timezone, "now", lambda: real() + passed)
    return go_on


def sign_in(browser: Client, login: str = "anna", password: str = PASSWORD, address: str = "10.0.0.7") -> Any:
    return browser.post("/account/login/", {"login": login, "password": password}, REMOTE_ADDR=address, headers={"User-Agent": CHROME})


def is_inside(browser: Client) -> bool:
    return browser.get("/keys/").status_code == 200


def guess(browser: Client, times: int, login: str = "anna", address: str = "10.0.0.66") -> str:
    said = ""
    for number in range(times):
        said = sign_in(browser, login, f"wrong-{number}", address).content.decode()
    return said


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def with_codes(member: Member) -> str:
    secret = generate_totp_secret()
    TOTP.activate(member, secret)
    return secret


def demand_second_factor(member: Member) -> None:
    Role.objects.filter(pk=member.role_id).update(requires_second_factor=True)


# Wrong passwords.


def test_it_tells_how_many_tries_are_left_and_when_the_next_one_is(story: Story, client: Client) -> None:
    assert "Осталось 4 попытки" in guess(client, 1)
    assert "Осталась 1 попытка" in guess(client, 3)
    assert "через 30 секунд" in guess(client, 1)
    said = sign_in(client, address="10.0.0.66")
    assert said.status_code == 422 and "через" in said.content.decode() and not is_inside(client)


def test_it_answers_alike_for_a_name_that_nobody_has(story: Story, client: Client) -> None:
    assert "Осталось 4 попытки" in guess(Client(), 1, "nobody-else", "10.0.0.1")
    assert "через 30 секунд" in guess(Client(), 4, "nobody-else", "10.0.0.1")


def test_it_lets_the_right_password_in_when_the_pause_is_over(story: Story, client: Client, time_goes: Callable[..., None]) -> None:
    guess(client, 5)
    time_goes(seconds=31)
    assert sign_in(client, address="10.0.0.66").status_code == 302 and is_inside(client)


def test_it_makes_the_pauses_longer_and_no_longer_than_a_quarter_of_an_hour(
    story: Story, client: Client, time_goes: Callable[..., None]
) -> None:
    guess(client, 5)
    pauses = []
    for _try in range(8):
        time_goes(minutes=16)
        said = guess(client, 1)
        pauses.append(said)
    assert "через 1 минуту" in pauses[0] and "через 2 минуты" in pauses[1] and "через 15 минут" in pauses[-1]


def test_twenty_wrong_ones_are_told_to_the_owner_and_the_member(story: Story, client: Client, time_goes: Callable[..., None]) -> None:
    for _try in range(20):
        guess(client, 1)
        time_goes(minutes=16)
    assert Entry.objects.filter(kind="web.many_wrong_passwords", facts__member_id=story.anna.pk).count() == 1
    told = Letter.objects.filter(kind="wrong_passwords")
    assert set(told.values_list("to", flat=True)) == {"anna@baltvent.example", "owner@baltvent.example"}
    owner = Client()
    owner.force_login(story.owner)
    page = owner.get("/account/journal/").text
    assert "20 неверных паролей подряд" in page and "10.0.0.66" in page


def test_strangers_never_lock_the_true_owner_out(story: Story, time_goes: Callable[..., None]) -> None:
    known, unknown = Client(), Client()
    sign_in(known)
    known.post("/account/logout/")
    for number in range(60):
        guess(Client(), 1, address=f"10.1.0.{number}")
    assert sign_in(unknown).status_code == 422, "from a browser that was never here the account is paused"
    assert sign_in(known).status_code == 302 and is_inside(known)


def test_the_letters_link_opens_a_paused_account(mail: Story) -> None:
    for number in range(25):
        guess(Client(), 1, address=f"10.1.0.{number}")
    browser = Client()
    browser.post("/account/password/reset/", {"email": "anna@baltvent.example"})
    page = browser.get(unseal(Letter.objects.get(kind="forgotten_password").sealed_path), follow=True)
    browser.post(page.redirect_chain[-1][0], {"password1": "Новый-курс-27"})
    assert is_inside(browser)
    assert sign_in(Client(), password="Новый-курс-27").status_code == 302


def test_the_owner_lifts_a_pause(story: Story, client: Client) -> None:
    for number in range(25):
        guess(Client(), 1, address=f"10.1.0.{number}")
    assert sign_in(client).status_code == 422
    with pytest.raises(NotAllowed):
        forgive_wrong_passwords(story.anna, by=story.head)
    forgive_wrong_passwords(story.anna, by=story.owner)
    assert sign_in(client).status_code == 302


def test_one_address_that_tries_many_names_is_slowed_down(story: Story, client: Client) -> None:
    for number in range(30):
        guess(Client(), 1, login=f"name-{number}")
    assert sign_in(client, "boris", address="10.0.0.66").status_code == 422
    assert sign_in(client, "boris", address="10.0.0.7").status_code == 302


def test_a_flood_of_made_up_names_washes_no_counter_away(story: Story, client: Client) -> None:
    guess(client, 5)
    for number in range(400):
        cache.set(f"door:pair:{number}", (1, 0.0), 60)
    assert sign_in(client, address="10.0.0.66").status_code == 422


# A forgotten password.


@pytest.fixture
def mail(story: Story) -> Story:
    facts = {"host": "smtp.baltvent.example", "sender_address": "crm@baltvent.example", "public_url": "https://crm.baltvent.example"}
    set_mail_server(facts, by=story.owner)
    return story


def test_without_mail_nobody_is_promised_a_letter(story: Story, client: Client) -> None:
    for page in (client.get("/account/password/reset/"), client.post("/account/password/reset/", {"email": "anna@baltvent.example"})):
        assert "Преображенский Николай Игоревич" in page.content.decode()
    assert not Letter.objects.exists()


def test_it_does_not_tell_whether_an_address_is_known(mail: Story, client: Client) -> None:
    pages = [client.post("/account/password/reset/", {"email": mail}, follow=True) for mail in ("anna@baltvent.example", "no@one.example")]
    assert pages[0].content == pages[1].content
    assert list(Letter.objects.values_list("to", flat=True)) == ["anna@baltvent.example"]


def test_a_link_of_a_letter_works_once(mail: Story) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": "anna@baltvent.example"})
    path = unseal(Letter.objects.get().sealed_path)
    page = browser.get(path, follow=True)
    weak = browser.post(page.redirect_chain[-1][0], {"password1": "123"})
    assert "form-field__error" in weak.content.decode()
    browser.post(page.redirect_chain[-1][0], {"password1": "Новый-курс-27"})
    assert is_inside(browser)
    again = Client()
    assert "больше не действует" in again.get(path, follow=True).content.decode()
    assert Letter.objects.filter(kind="password_changed", to="anna@baltvent.example").exists()


def test_it_limits_how_often_a_letter_is_asked_for(mail: Story, client: Client) -> None:
    answers = [client.post("/account/password/reset/", {"email": "anna@baltvent.example"}).status_code for _try in range(6)]
    assert answers[-1] == 429 and Letter.objects.count() == 5


# Invitations.


def test_an_invitation_sets_the_password_and_signs_in_once(story: Story) -> None:
    invite_member(story.vera, by=story.owner)
    path = unseal(Letter.objects.get().sealed_path)
    browser = Client()
    assert "Вера" in browser.get(path).text
    assert "form-field__error" in browser.post(path, {"password": "12345678"}).text
    assert browser.post(path, {"password": "Свой-пароль-26"}).status_code == 302 and is_inside(browser)
    spent = Client().get(path)
    assert spent.status_code == 410 and "Преображенский Николай Игоревич" in spent.text
    assert Client().post(path, {"password": "Чужой-пароль-26"}).status_code == 410
    assert sign_in(Client(), "vera", "Свой-пароль-26").status_code == 302


def test_an_invitation_runs_out_and_a_newer_one_replaces_it(story: Story, client: Client) -> None:
    first = make_invitation_link(story.vera, by=story.owner)
    second = make_invitation_link(story.vera, by=story.owner)
    assert client.get(first).status_code == 410 and client.get(second).status_code == 200
    Invitation.objects.update(made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=2))
    assert client.get(second).status_code == 410
    assert client.get("/start/invite/made-up:link/").status_code == 410


def test_only_the_owner_invites_and_only_those_who_work(story: Story) -> None:
    with pytest.raises(NotAllowed):
        invite_member(story.vera, by=story.head)
    Member.objects.filter(pk=story.vera.pk).update(is_active=False)
    with pytest.raises(Refused):
        make_invitation_link(Member.objects.get(pk=story.vera.pk), by=story.owner)


# New browsers and sessions.


def test_a_new_browser_is_told_and_a_known_one_is_not(story: Story) -> None:
    laptop = Client()
    sign_in(laptop)
    assert not Letter.objects.filter(kind="new_device").exists(), "the very first one is no news"
    laptop.post("/account/logout/")
    sign_in(laptop)
    assert not Letter.objects.filter(kind="new_device").exists()
    sign_in(Client())
    letter = Letter.objects.get(kind="new_device")
    assert letter.to == "anna@baltvent.example" and "Chrome, Windows" in letter.text and "10.0.0.7" in letter.text


def test_a_forged_cookie_makes_no_browser_known(story: Story) -> None:
    laptop, thief = Client(), Client()
    sign_in(laptop)
    thief.cookies["shturman_browser"] = laptop.cookies["shturman_browser"].value[:-2] + "xx"
    sign_in(thief)
    assert Letter.objects.filter(kind="new_device").exists()


def test_own_sessions_are_listed_and_ended(story: Story) -> None:
    here, there, stranger = Client(), Client(), Client()
    for browser in (here, there):
        sign_in(browser)
    sign_in(stranger, "boris")
    page = here.get("/account/security/").text
    assert page.count("Выйти там") == 1 and "здесь и сейчас" in page
    session = story.anna.usersession_set.exclude(session_key=here.session.session_key).get()
    assert stranger.post("/account/security/sessions/end/", {"session": session.pk}).status_code == 404
    here.post("/account/security/sessions/end/", {"session": session.pk})
    assert is_inside(here) and not is_inside(there) and is_inside(stranger)


def test_all_other_sessions_end_at_once(story: Story) -> None:
    browsers = [Client(), Client(), Client()]
    for browser in browsers:
        sign_in(browser)
    browsers[0].post("/account/security/sessions/end-others/")
    assert [is_inside(browser) for browser in browsers] == [True, False, False]


def test_a_changed_password_ends_other_sessions_and_is_told(story: Story) -> None:
    here, there = Client(), Client()
    sign_in(here), sign_in(there)
    refused = here.post("/account/password/change/", {"oldpassword": "not-it", "password1": "Новый-курс-27"})
    assert "не ваш нынешний пароль" in refused.content.decode()
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "Новый-курс-27"})
    assert is_inside(here) and not is_inside(there)
    assert Letter.objects.filter(kind="password_changed").exists()


# The second factor.


def test_a_code_is_asked_after_the_password_and_a_wrong_one_refused(story: Story, client: Client) -> None:
    secret = with_codes(story.anna)
    assert sign_in(client).headers["Location"] == "/account/2fa/authenticate/"
    assert not is_inside(client)
    assert "Код не подходит" in client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert is_inside(client)
    assert Entry.objects.filter(kind="web.sign_in_failed", facts__step="factor").exists()


def test_codes_cannot_be_guessed_without_end(story: Story, client: Client) -> None:
    secret = with_codes(story.anna)
    sign_in(client)
    for number in range(5):
        client.post("/account/2fa/authenticate/", {"code": f"00000{number}"})
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert not is_inside(client)


def test_the_key_of_an_app_lies_sealed(story: Story, client: Client) -> None:
    sign_in(client)
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_a_lost_key_of_the_installation_lets_nobody_in_and_breaks_no_page(story: Story, client: Client, settings: Any) -> None:
    secret = with_codes(story.anna)
    authenticator = Authenticator.objects.get(user=story.anna)
    authenticator.data = {"secret": authenticator.data["secret"][:-4] + "AAAA"}
    authenticator.save()
    sign_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": code_of(secret)}).status_code == 200
    assert not is_inside(client)


def test_a_role_that_demands_a_second_factor_lets_nobody_further_without_one(story: Story, client: Client) -> None:
    demand_second_factor(story.anna)
    sign_in(client)
    for path in ("/deals/", "/tasks/day/", "/search/?q=а", "/account/security/"):
        assert client.get(path).headers["Location"] == "/account/security/needed/"
    part = client.get("/tasks/day/", headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == "/account/security/needed/" and not part.content
    assert client.post("/tasks/set/", {"title": "Позвонить"}).status_code == 302
    assert "нужен второй фактор" in client.get("/account/security/needed/").text


def test_with_the_factor_set_up_the_house_is_open_and_the_last_one_stays(
    story: Story, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    demand_second_factor(story.anna)
    sign_in(client)
    client.get("/account/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post("/account/2fa/totp/activate/", {"code": code_of(client.session["mfa.totp.secret"])}, follow=True)
    assert shown.content.decode().count("<code>") == 10, "ten recovery codes are shown"
    assert client.get("/tasks/day/").status_code == 200
    assert Letter.objects.filter(kind="factor_added", to="anna@baltvent.example").exists()
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=story.anna, type="totp").exists()


def test_the_owner_takes_a_lost_factor_off(story: Story, client: Client) -> None:
    secret = with_codes(story.anna)
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    with pytest.raises(NotAllowed):
        reset_second_factor(story.anna, by=story.head)
    reset_second_factor(story.anna, by=story.owner)
    assert not is_inside(client) and not Authenticator.objects.filter(user=story.anna).exists()
    assert Letter.objects.filter(kind="factor_removed", to="anna@baltvent.example").exists()
    assert sign_in(Client()).headers["Location"] == "/"


def test_the_journal_of_the_door_is_the_owners(story: Story, client: Client) -> None:
    client.force_login(story.head)
    assert client.get("/account/journal/").status_code == 403
    for road in ("lift-pause", "take-factor-off"):
        assert client.post(f"/account/members/{story.anna.pk}/{road}/").status_code == 403


def test_the_journal_of_the_door_keeps_within_its_queries(story: Story, client: Client, django_assert_max_num_queries: Any) -> None:
    for login in ("anna", "boris", "vera", "head"):
        sign_in(Client(), login)
        guess(Client(), 2, login, "10.0.0.9")
    client.force_login(story.owner)
    client.get("/account/journal/")
    with django_assert_max_num_queries(18):
        page = client.get("/account/journal/").text
    assert "Воскресенская" in page and "Неверный пароль" in page


def test_an_owner_who_looks_as_an_employee_answers_for_his_own_factor(story: Story, client: Client) -> None:
    demand_second_factor(story.anna)
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    assert client.get("/tasks/day/").status_code == 200


def test_the_owner_helps_by_a_button(story: Story, client: Client) -> None:
    with_codes(story.anna)
    client.force_login(story.owner)
    client.post(f"/account/members/{story.anna.pk}/take-factor-off/")
    client.post(f"/account/members/{story.anna.pk}/lift-pause/")
    page = client.get("/account/journal/").text
    assert "Второй фактор выключен" in page and "Снята пауза" in page


@pytest.mark.parametrize(
    ("agent", "words"),
    [(CHROME, "Chrome, Windows"), (CHROME.replace("Chrome/", "YaBrowser/26 Chrome/"), "Яндекс Браузер, Windows"), ("curl/8", "—")],
)
def test_it_names_a_browser_as_people_do(agent: str, words: str) -> None:
    assert named(agent) == words
