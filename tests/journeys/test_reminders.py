"""A task reminds while a person works: the card comes by itself, is put off, is done; wishes are kept; the browser takes notices."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from shturman.messaging.actions import remind_and_deliver
from shturman.messaging.models import Delivery, PushSubscription, Wishes
from shturman.messaging.push_tokens import token_of
from shturman.messaging.tests.gateways import BrowserKeys, plain64
from shturman.tasks.actions import Asked, NewTask, set_task_reminding
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder, Task
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story
from tests.journeys.hands import ready
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}
# What a vendor's push service would have given.
SUBSCRIBED = """keys => { PushManager.prototype.subscribe = async () => ({ toJSON: () => keys }) }"""


@pytest.fixture(autouse=True)
def loud(committed_story: Story, settings: Any) -> None:
    settings.PUSH_WITHIN_NETWORK = True
    Wishes.objects.create(member=committed_story.anna, is_quiet=False)


def remind(story: Story, title: str) -> Task:
    new = NewTask(title, Due(at=timezone.now() + timedelta(minutes=30)), story.anna)
    task = set_task_reminding(new, Asked((10,)), by=story.anna)
    Reminder.objects.filter(task=task).update(due_at=timezone.now())
    remind_and_deliver()
    return task


def hear(page: Page) -> None:
    """What the live stream says when a card stands ready: the journeys run without its process."""
    page.evaluate("document.querySelectorAll('[data-hears]').forEach(part => part.dispatchEvent(new CustomEvent('heard')))")


def test_a_card_comes_while_one_works_is_put_off_and_another_is_done(page: Page, live_server: Any, committed_story: Story) -> None:
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/list/")
    ready(page)
    shelf = page.get_by_role("region", name="Напоминания")
    first, second = remind(committed_story, "Позвонить Ёлкину"), remind(committed_story, "Отправить договор")
    hear(page)
    card = shelf.get_by_role("article", name="Позвонить Ёлкину")
    expect(card).to_contain_text("через 30 минут")
    expect(shelf.get_by_role("article", name="Отправить договор")).to_be_visible()
    assert not serious_faults(page)
    card.get_by_role("button", name="Через 15 минут").click()
    expect(card).to_be_hidden()
    expect(page.get_by_text("Напомню: ")).to_be_visible()
    assert Reminder.objects.filter(task=first, is_snoozed=True).count() == 1
    shelf.get_by_role("link", name="Готово").click()
    page.get_by_role("dialog").get_by_text("Своими словами").click()
    page.get_by_label("Результат").fill("Договор ушёл")
    page.get_by_role("dialog").get_by_role("button", name="Готово").click()
    page.wait_for_url("**/deals/list/")
    expect(shelf.get_by_role("article")).to_have_count(0)
    second.refresh_from_db()
    assert second.completed_at
    assert set(Delivery.objects.values_list("state", flat=True)) == {"shown"}, "both were seen"


def test_on_a_phone_one_card_stands_and_steps_aside_while_one_types(browser: Browser, live_server: Any, committed_story: Story) -> None:
    for title in ("Первая", "Вторая"):
        remind(committed_story, title)
    page = browser.new_context(locale="ru-RU", **PHONE).new_page()
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/tasks/set/")
    ready(page)
    cards = page.get_by_role("region", name="Напоминания").get_by_role("article")
    expect(cards).to_have_count(1)
    assert not serious_faults(page)
    page.get_by_label("Что сделать").focus()
    expect(cards).to_have_count(0)
    page.get_by_label("Что сделать").blur()
    first = cards.get_by_role("heading").text_content()
    cards.get_by_role("button", name="Завтра").tap()
    expect(page.get_by_text("Напомню: ")).to_be_visible()
    expect(cards).not_to_contain_text(str(first))
    page.wait_for_load_state("networkidle")
    page.context.close()


def test_wishes_are_chosen_and_a_channel_is_checked(page: Page, live_server: Any, committed_story: Story) -> None:
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/company/me/")
    page.get_by_role("link", name="Настроить напоминания").click()
    page.wait_for_url("**/reminders/mine/")
    ready(page)
    assert not serious_faults(page)
    page.get_by_text("Звонок: за 10 минут").click()
    page.get_by_role("group", name="звонок").get_by_label("за полчаса").check()
    page.get_by_label("Тихо до").fill("08:00")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Звонок: за 10 минут, за полчаса")).to_be_visible()
    page.get_by_role("button", name="Проверить: в Штурмане").click()
    expect(page.get_by_role("listitem").filter(has_text="В Штурмане")).to_contain_text("отправлено")
    hear(page)
    expect(page.get_by_role("article", name="Проверка канала")).to_be_visible()


def test_a_browser_is_switched_on_and_its_notice_is_pressed(browser: Browser, live_server: Any, committed_story: Story) -> None:
    context = browser.new_context(locale="ru-RU", permissions=["notifications"], base_url=live_server.url)
    page = context.new_page()
    sign_in(page, live_server, "anna")
    page.goto("/reminders/mine/")
    ready(page)
    keys = BrowserKeys()
    given = {"endpoint": f"{live_server.url}/nowhere/", "keys": {"p256dh": keys.p256dh, "auth": plain64(keys.auth)}}
    page.evaluate(SUBSCRIBED, given)
    page.get_by_role("button", name="Включить уведомления в этом браузере").click()
    expect(page.get_by_text("Уведомления в этом браузере включены")).to_be_visible()
    assert PushSubscription.objects.get().member == committed_story.anna
    PushSubscription.objects.all().delete()
    task = remind(committed_story, "Позвонить Ёлкину")
    token = token_of(Delivery.objects.get())
    notice = {"title": task.title, "body": "через 30 минут", "tag": "t", "open": f"/tasks/{task.pk}/", "actions": [], "token": token}
    shown = delivered(page, live_server.url, notice)
    assert shown == ["Позвонить Ёлкину", "через 30 минут"]
    expect_soon(page, lambda: Delivery.objects.get().state == "shown")
    context.close()


def delivered(page: Page, address: str, notice: dict[str, Any]) -> list[str]:
    """As the push service would hand it to the browser."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    devtools = page.context.new_cdp_session(page)
    registrations: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    devtools.send("ServiceWorker.enable")
    expect_soon(page, lambda: bool(registrations))
    facts = {"origin": address, "registrationId": registrations[-1]["registrationId"], "data": json.dumps(notice)}
    devtools.send("ServiceWorker.deliverPushMessage", facts)
    asked = "navigator.serviceWorker.ready.then(own => own.getNotifications()).then(all => all.map(one => [one.title, one.body]))"
    expect_soon(page, lambda: bool(page.evaluate(asked)))
    return list(page.evaluate(asked)[0])


def expect_soon(page: Page, is_so: Any) -> None:
    for _moment in range(100):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it has not happened in five seconds")
