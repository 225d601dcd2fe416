"""The company and its people in a real browser: a leaver's deals change hands and come back; an absence is written down."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shturman.company.models import Member
from shturman.company.queries import forget_settings
from shturman.deals.actions import NewDeal, open_deals
from shturman.deals.models import Deal
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 300


def led_by(member: Member) -> tuple[int, int]:
    deals = Deal.objects.everything().open().filter(responsible=member).count()
    return deals, Task.objects.everything().open().filter(assignee=member).count()


def test_a_head_takes_over_three_hundred_deals_of_a_leaver_and_undoes_it(page: Page, live_server: Any, committed_story: Story) -> None:
    story = committed_story
    open_deals(
        [NewDeal(title=f"Вентиляция {number}", funnel=story.funnel, responsible=story.anna) for number in range(MANY)], by=story.anna
    )
    sign_in(page, live_server, "head")
    page.goto(f"{live_server.url}/company/members/{story.anna.pk}/")
    page.get_by_role("link", name="Передать дела").click()
    page.get_by_role("checkbox", name="Мнацаканян Артур").check()
    page.get_by_role("button", name="Показать, что произойдёт").click()
    expect(page.get_by_role("heading", name="Что произойдёт")).to_be_visible()
    expect(page.locator("table")).to_contain_text(str(MANY))
    assert not serious_faults(page)
    assert led_by(story.anna) == (MANY, MANY)
    page.get_by_role("button", name="Передать", exact=True).click()
    page.wait_for_url(re.compile("/company/$"))
    assert led_by(story.head) == (MANY, MANY) and led_by(story.anna) == (0, 0) and next_step_gaps() == 0
    page.get_by_role("button", name="Отменить").click()
    expect(page.locator("#toasts")).to_contain_text("Всё возвращено")
    assert led_by(story.anna) == (MANY, MANY) and led_by(story.head) == (0, 0) and next_step_gaps() == 0


def test_the_owner_writes_down_an_absence_and_the_staff_sees_it(page: Page, live_server: Any, committed_story: Story) -> None:
    forget_settings()
    sign_in(page, live_server, "owner")
    page.goto(f"{live_server.url}/company/members/{committed_story.anna.pk}/")
    page.get_by_role("link", name="+ Отсутствие").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label(re.compile("^С")).first.fill("сегодня")
    dialog.get_by_label("По, включая этот день").fill("через 5 дней")
    dialog.get_by_label("Кто замещает").select_option(label="Левченко Борис")
    dialog.get_by_role("button", name="Записать").click()
    expect(page.locator(".page-head")).to_contain_text("замещает Левченко Борис")
    page.goto(f"{live_server.url}/company/absences/")
    expect(page.locator("main")).to_contain_text("Воскресенская Анна")
    forget_settings()
