"""The door in a real browser: invited by a letter, with a second factor, by a passkey."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Page, expect

from shturman.company.models import Role
from shturman.messaging.actions import send_letter, set_mail_server
from shturman.messaging.models import Letter
from shturman.messaging.tests.servers import Mailbox, mail_server
from shturman.web.tests.axe import serious_faults
from shturman.world.story import PASSWORD, Story

pytestmark = pytest.mark.django_db(transaction=True)
OWN = "Свой-пароль-26"


@pytest.fixture
def mailbox(committed_story: Story, live_server: Any) -> Iterator[Mailbox]:
    cache.clear()
    caught = Mailbox()
    with mail_server(caught) as port:
        facts = {"host": "127.0.0.1", "port": port, "security": "none", "sender_address": "crm@baltvent.example"}
        set_mail_server({**facts, "public_url": live_server.url}, by=committed_story.owner)
        yield caught


def code_of(secret: str, step: int = 1) -> str:
    """A code is taken once: the next sign-in types that of the neighbouring half a minute."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[step]))


def sign_in(page: Page, live_server: Any, login: str, password: str = PASSWORD) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill(login)
    page.get_by_label("Пароль", exact=True).fill(password)
    page.get_by_role("button", name="Войти", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator(".strip summary.strip__button--face").click()
    page.locator(".strip").get_by_role("button", name="Выйти").click()
    page.wait_for_url("**/account/login/**")


def link_in(mailbox: Mailbox) -> str:
    found = re.search(r"https?://\S+/start/invite/\S+/", mailbox.text_of())
    assert found
    return found.group()


def test_an_invited_one_chooses_a_password_and_a_second_factor(
    page: Page, live_server: Any, committed_story: Story, mailbox: Mailbox
) -> None:
    Role.objects.filter(pk=committed_story.anna.role_id).update(requires_second_factor=True)
    sign_in(page, live_server, "owner")
    page.wait_for_url("**/tasks/day/")
    page.goto(f"{live_server.url}/company/members/{committed_story.anna.pk}/")
    page.get_by_role("button", name="Отправить приглашение").click()
    expect(page.locator("#toasts")).to_contain_text("Приглашение")
    send_letter(Letter.objects.latest("pk").pk)
    page.goto(f"{live_server.url}/mail/letters/")
    expect(page.locator("#rows")).to_contain_text("отправлено")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    sign_out(page)

    page.goto(link_in(mailbox))
    assert serious_faults(page) == []
    page.locator("#id_password").fill("12345678")
    page.get_by_role("button", name="Сохранить и войти").click()
    expect(page.locator(".form-field__error")).to_be_visible()
    page.locator("#id_password").fill(OWN)
    page.get_by_role("button", name="Сохранить и войти").click()
    page.wait_for_url("**/account/security/needed/")
    assert serious_faults(page) == []
    page.goto(f"{live_server.url}/deals/")
    expect(page).to_have_url(re.compile("/account/security/needed/"))

    page.get_by_role("link", name="Коды из приложения").click()
    secret = page.locator("code.secret").inner_text()
    assert serious_faults(page) == []
    page.get_by_label("Код из приложения").fill(code_of(secret, 0))
    page.get_by_role("button", name="Включить").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert serious_faults(page) == []
    page.get_by_role("link", name="Я их сохранил").click()
    expect(page.get_by_role("heading", name="Безопасность")).to_be_visible()
    assert serious_faults(page) == []
    sign_out(page)

    sign_in(page, live_server, "anna", OWN)
    page.wait_for_url("**/account/2fa/authenticate/")
    assert serious_faults(page) == []
    page.locator("#id_code").fill(code_of(secret))
    page.get_by_role("button", name="Войти", exact=True).click()
    page.wait_for_url("**/tasks/day/")
    page.goto(f"{live_server.url}/deals/open/")
    page.locator("#id_title").fill("Первая сделка")
    page.locator("#open-deal .button--go").click()
    page.wait_for_url(re.compile(r"/deals/\d+/"))
    expect(page.get_by_role("heading", name="Первая сделка")).to_be_visible()


def test_a_passkey_opens_the_door_without_a_password(page: Page, live_server: Any, committed_story: Story) -> None:
    cache.clear()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, "automaticPresenceSimulation": True}})
    sign_in(page, live_server, "anna")
    page.wait_for_url("**/tasks/day/")
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    assert serious_faults(page) == []
    page.get_by_label("Название ключа").fill("Рабочий ноутбук")
    page.get_by_role("button", name="Создать ключ").click()
    page.get_by_role("link", name="Я их сохранил").click()
    expect(page.locator(".rows").first).to_contain_text("Рабочий ноутбук")
    sign_out(page)
    page.get_by_role("button", name="Использовать ключ доступа").click()
    page.wait_for_url("**/tasks/day/")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_the_pages_of_the_door_and_of_the_mail_have_no_serious_fault(
    page: Page, live_server: Any, committed_story: Story, mailbox: Mailbox, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server, "owner")
    page.wait_for_url("**/tasks/day/")
    found = {}
    inside = [
        "/account/security/",
        "/account/journal/",
        "/account/password/change/",
        "/mail/",
        "/mail/letters/",
        "/account/2fa/totp/activate/",
    ]
    for path in [*inside, "/account/password/reset/", "/account/password/reset/done/"]:
        page.goto(live_server.url + path)
        found[path] = serious_faults(page)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found[path].append("scrolls sideways")
    assert {path: faults for path, faults in found.items() if faults} == {}
