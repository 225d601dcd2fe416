"""The navigator leads through the day: by keys alone, by a thumb, through a broken line, by the head's switch."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shturman.clients.models import Client, Phone
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.playbooks.actions import mark_priority
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.playbooks.models import Playbook
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story, client_of
from tests.journeys.hands import closed, go, ready, tab_to
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def due_deals(story: Story, count: int, of: Member | None = None, surname: str = "Абрикосов", **facts: Any) -> list[Deal]:
    """Led by Anna or by another one, each with a step whose time has come; the larger the earlier."""
    deals, leads = [], of or story.anna
    for number in range(count):
        buyer = client_of(leads, f"{surname}-{number}", kind=Client.Kind.PERSON)
        Phone.objects.create(client=buyer, number=f"+7921000142{number}", digits=f"7921000142{number}")
        deals.append(story.deal(leads, client=buyer, title=f"Насос {number}", amount=(count - number) * 500_000, **facts))
    Task.objects.open().filter(deal__in=deals).update(deadline=timezone.now() - timedelta(minutes=5))
    return deals


def at(page: Page, client: str) -> None:
    expect(page.locator(".navigator__whom")).to_contain_text(client)
    closed(page)


def test_a_day_is_passed_by_keys_alone(page: Page, live_server: Any, committed_story: Story) -> None:
    story = committed_story
    deals = due_deals(story, 4)
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, "anna")
    ready(page)
    go(page, "KeyN", "**/navigator/")
    at(page, "Абрикосов-0")
    expect(page.locator(".why-now")).to_contain_text("Почему сейчас")
    assert serious_faults(page) == []
    page.keyboard.press("KeyN")
    page.keyboard.type("Ждут расчёт")
    page.keyboard.press("Escape")
    page.keyboard.press("Digit1")
    at(page, "Абрикосов-1")
    page.keyboard.press("Digit3")
    page.get_by_role("textbox", name="Когда").fill("через 3 дня в 11")
    page.keyboard.press("Enter")
    at(page, "Абрикосов-2")
    page.keyboard.press("KeyS")
    tab_to(page, page.get_by_label("Не хватает нужного для касания"))
    page.keyboard.press("Space")
    page.locator("#skip-form .button--go").press("Enter")
    at(page, "Абрикосов-3")
    page.keyboard.press("Digit5")
    page.get_by_label("Дорого").check()
    page.locator("#ask-form .button--go").press("Enter")
    expect(page.get_by_text("Всё на сегодня сделано или ждёт")).to_be_visible()
    expect(page.locator(".route")).to_contain_text("пропущена, вернётся")
    assert Task.objects.filter(result="Поговорили. Ждут расчёт").exists()
    promise = Task.objects.open().get(deal=deals[1])
    assert promise.due_at is not None and promise.due_at > timezone.now() + timedelta(days=2)
    assert Deal.objects.get(pk=deals[3].pk).outcome == Deal.Outcome.LOST
    assert next_step_gaps() == 0


def test_a_day_is_passed_by_a_thumb(page: Page, live_server: Any, committed_story: Story) -> None:
    due_deals(committed_story, 2)
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/navigator/")
    ready(page)
    call = page.locator(".navigator__thumb").get_by_role("link", name="Позвонить")
    expect(call).to_have_attribute("href", "tel:+79210001420")
    box = call.bounding_box()
    assert box and box["height"] >= 44 and box["y"] > 400
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert serious_faults(page) == []
    page.locator(".navigator__thumb").get_by_role("link", name="Результат").click()
    expect(page.locator(".navigator__sheet")).to_contain_text("Абрикосов-0")
    assert serious_faults(page) == []
    page.get_by_role("button", name=re.compile("Перезвонить позже")).click()
    page.get_by_role("button", name="Завтра в 10:00").click()
    at(page, "Абрикосов-1")
    promise = Task.objects.open().get(is_important=True)
    assert timezone.localtime(promise.due_at, committed_story.anna.zone).hour == 10


def test_a_broken_line_loses_nothing_that_was_typed(page: Page, live_server: Any, committed_story: Story) -> None:
    due_deals(committed_story, 1)
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/navigator/")
    ready(page)
    words = page.get_by_label("Что сказал клиент — одной фразой")
    words.fill("Ждут договор к пятнице")
    page.context.set_offline(True)
    page.get_by_role("button", name=re.compile("Поговорили")).click()
    expect(page.locator("#offline, [data-notice]").filter(visible=True).first).to_be_visible()
    expect(words).to_have_value("Ждут договор к пятнице")
    assert not Task.objects.filter(completed_at__isnull=False).exists()
    page.context.set_offline(False)
    page.get_by_role("button", name=re.compile("Поговорили")).click()
    expect(page.get_by_text("Курс дня пройден")).to_be_visible()
    assert Task.objects.filter(result="Поговорили. Ждут договор к пятнице").exists()


def test_the_heads_switch_reorders_the_queues_of_his_people_by_itself(page: Page, live_server: Any, committed_story: Story) -> None:
    """Two managers sit before their queues and touch nothing."""
    story, browser = committed_story, page.context.browser
    assert browser is not None
    of_anna, of_boris = due_deals(story, 3), due_deals(story, 3, of=story.boris, surname="Гранин")
    desks = {"anna": page, "boris": browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow").new_page()}
    for login, desk in desks.items():
        desk.clock.install()
        desk.set_viewport_size({"width": 1440, "height": 900})
        sign_in(desk, live_server, login)
        desk.goto(f"{live_server.url}/navigator/")
        ready(desk)
    expect(desks["anna"].locator(".route__name")).to_have_text(["Абрикосов-1", "Абрикосов-2"])
    expect(desks["boris"].locator(".route__name")).to_have_text(["Гранин-1", "Гранин-2"])
    for deals in (of_anna, of_boris):
        mark_priority(client_in(deals[2]), True, by=story.head)
    bridge = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow").new_page()
    sign_in(bridge, live_server, "head")
    bridge.goto(f"{live_server.url}/navigator/")
    bridge.get_by_role("button", name="Сначала приоритетные клиенты").click()
    expect(bridge.get_by_role("button", name="Обычный порядок")).to_be_visible()
    for login, first in (("anna", "Абрикосов-2"), ("boris", "Гранин-2")):
        desks[login].clock.run_for(65_000)
        expect(desks[login].locator(".route__name").first).to_have_text(first)
        expect(desks[login].locator(".route__why").first).to_contain_text("Приоритетный клиент")
    for own in (bridge, desks["boris"]):
        own.context.close()


def client_in(deal: Deal) -> Client:
    assert deal.client is not None
    return deal.client


def test_the_editor_draws_warns_and_publishes(page: Page, live_server: Any, committed_story: Story) -> None:
    take_ready_made("reminding", by=committed_story.owner)
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, "owner")
    page.goto(f"{live_server.url}/playbooks/")
    page.get_by_role("link", name="Напоминать о себе").click()
    page.get_by_role("button", name="Изменить цепочку").click()
    page.wait_for_url("**/draft/")
    expect(page.locator(".playbook__fine")).to_be_visible()
    page.get_by_role("button", name="Шаг", exact=True).click()
    expect(page.locator(".playbook__faults")).to_contain_text("не ведёт ни один путь")
    assert serious_faults(page) == []
    page.get_by_label("Что сделать").fill("Поздравить с праздником")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("#dialog")).to_contain_text("Опубликовать с 1 предупреждением?")
    expect(page.locator("#dialog")).to_contain_text("К шагу «Поздравить с праздником» не ведёт ни один путь")
    assert serious_faults(page) == []
    page.get_by_role("link", name="Не публиковать").click()
    page.locator(".chain button").filter(has_text="1. Напомнить").click()
    expect(page.locator(".chain")).to_contain_text("4. Поздравить с праздником")
    page.locator("[name=r2-following]").select_option(label="4. Поздравить с праздником")
    rows = page.locator(".result-row")
    count = rows.count()
    page.get_by_role("button", name="Ещё результат").click()
    expect(page.locator(".result-row [name$=-name]").last).to_be_focused()
    page.keyboard.type("Попросил не звонить")
    assert serious_faults(page) == []
    page.get_by_role("button", name=f"Убрать результат {count + 1}").click()
    expect(rows).to_have_count(count)
    expect(page.get_by_role("button", name="Ещё результат")).to_be_focused()
    expect(page.locator("[name=r2-following]")).to_have_value("4")
    page.get_by_role("button", name="Сохранить шаг").click()
    expect(page.locator(".playbook__fine")).to_be_visible()
    page.get_by_role("button", name="Опубликовать").click()
    page.wait_for_url(re.compile(r"/playbooks/\d+/$"))
    expect(page.locator(".page-head__meta")).to_contain_text("версия 2")
    book = Playbook.objects.get()
    switch_playbook(book, True, by=committed_story.owner, funnel=committed_story.funnel)
    assert Task.objects.open().get(deal=committed_story.deal()).title == "Напомнить о себе: узнать, что нового"
