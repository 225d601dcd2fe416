"""Every page with real rows on it: no serious fault for assistive technology, no sideways scroll, no error of the browser."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from shturman.clients.actions import add_note
from shturman.deals.actions import GivenFacts, change_deal, move_deal
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.goods.actions import add_good
from shturman.playbooks.actions.drafting import open_draft
from shturman.playbooks.actions.editing import take_ready_made
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.web.tests.axe import serious_faults
from shturman.web.tests.touch import small_targets
from shturman.world.story import PASSWORD, Story, client_of

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "ru-RU"}
LOOKS = [("light", 1440), ("dark", 1440), ("light", 360), ("dark", 360)]


@pytest.fixture
def busy(committed_story: Story) -> tuple[Story, list[str]]:
    """A day in the middle of work, and the addresses of its pages."""
    story, owner = committed_story, committed_story.owner
    buyer = client_of(
        owner, "ООО «Северо-Западная строительно-монтажная компания „Гидротехника“»", inn="780512345", phones=["+7 921 000-14-27"]
    )
    open_deal = story.deal(owner, client=buyer, title="Вентиляция насосной станции, вторая очередь")
    add_note(open_deal, "Смета подходит, сверяют расход воздуха", by=owner)
    task = set_task(NewTask("Выслать чертежи узлов", Due(on=timezone.localdate()), owner, deal=open_deal, is_important=True), by=owner)
    Task.objects.filter(pk=task.pk).update(deadline=timezone.now() - timedelta(days=2))
    move_deal(story.deal(owner, client=buyer, amount=Decimal(2_340_000)), story.stages["Оплата получена"], by=owner)
    move_deal(story.deal(owner), story.stages["Клиент отказался"], by=owner, given=GivenFacts(loss_reason=story.reason()))
    field = own_field(owner, "choice", "Кто монтирует", choices=["Наша бригада", "Подрядчик заказчика"])
    for kind in ("text", "number", "date", "flag", "many", "person", "file"):
        own_field(owner, kind, f"Вид поля: {kind}", choices=["Раз", "Два"])
    change_deal(open_deal, {key_of(field): choice(field, "Наша бригада")}, by=owner)
    add_good({"name": "Вентилятор канальный ВК-315", "price": Decimal(18_400)}, by=owner)
    book = take_ready_made("long_talks", by=owner)
    open_draft(book, by=owner)
    pages = [
        "/navigator/",
        f"/navigator/{task.pk}/skip/",
        "/playbooks/",
        f"/playbooks/{book.pk}/",
        f"/playbooks/{book.pk}/draft/",
        f"/playbooks/{book.pk}/trial/?path=2.1",
        f"/playbooks/{book.pk}/switch/",
        f"/playbooks/clients/{buyer.pk}/hours/",
        "/tasks/day/",
        "/calendar/mine/",
        "/desktop/",
        "/desktop/?arrange=1",
        "/desktop/gallery/",
        "/desktop/roles/",
        f"/desktop/roles/{story.anna.role_id}/",
        "/deals/",
        "/deals/list/?state=all&responsible=me",
        f"/deals/{open_deal.pk}/",
        "/deals/funnels/",
        "/deals/open/",
        f"/deals/{open_deal.pk}/move/",
        f"/deals/{open_deal.pk}/lines/",
        f"/tasks/{task.pk}/",
        f"/tasks/{task.pk}/complete/",
        "/tasks/?state=overdue",
        "/clients/",
        f"/clients/{buyer.pk}/",
        "/clients/add/",
        "/goods/",
        "/company/",
        "/company/members/add/",
        f"/company/members/{story.anna.pk}/",
        "/company/me/",
        "/company/company/",
        "/company/calendar/",
        "/company/departments/",
        f"/company/departments/{story.service.pk}/remove/",
        "/company/absences/",
        f"/company/members/{story.anna.pk}/absences/add/",
        f"/tasks/hand-over/{story.anna.pk}/",
        "/imports/",
        "/reports/",
        "/reports/?by=funnel&period=all",
        "/reports/?by=month&period=year",
        "/reports/?by=reason&period=all",
        "/reports/?by=good&period=all",
        "/trash/",
        "/search/?q=Гидротехника",
        "/deals/filter/",
        "/fields/deal/",
        "/fields/client/add/",
        f"/fields/{field.pk}/change/",
        f"/deals/{open_deal.pk}/change/",
        f"/deals/{open_deal.pk}/field/amount/",
    ]
    return story, pages


def sign_in(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill("owner")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/tasks/day/")


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_no_page_has_a_serious_fault(page: Page, live_server: Any, busy: tuple[Story, list[str]], scheme: Any, width: int) -> None:
    _story, pages = busy
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server)
    found = {}
    for path in pages:
        answer = page.goto(live_server.url + path)
        assert answer is not None and answer.status == 200, path
        found[path] = serious_faults(page)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found[path].append("scrolls sideways")
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert troubles == []


def test_a_thumb_misses_nothing(browser: Browser, live_server: Any, busy: tuple[Story, list[str]]) -> None:
    _story, pages = busy
    page = browser.new_context(**PHONE).new_page()
    sign_in(page, live_server)
    found = {}
    for path in pages:
        page.goto(live_server.url + path)
        found[path] = small_targets(page)
    page.context.close()
    assert {path: small for path, small in found.items() if small} == {}
