"""Many rows at once in a real browser: a head re-assigns three hundred deals by a condition and takes all back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shturman.deals.actions import NewDeal, change_deal, open_deals
from shturman.journal.models import Entry
from shturman.lists.jobs import carry_out_bulk, undo_bulk
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.web.tests.axe import serious_faults
from shturman.world.story import Story
from tests.journeys.test_company import led_by
from tests.journeys.test_door import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 300


def work(kind: str, job: Callable[[int], None]) -> None:
    """The worker's part; the page asks by itself how far it has come."""
    job(Entry.objects.get(kind=kind).pk)


@pytest.mark.parametrize("width", [1440, 360])
def test_a_head_gives_three_hundred_deals_to_another_and_undoes_it(
    page: Page, live_server: Any, committed_story: Story, width: int
) -> None:
    story = committed_story
    open_deals([NewDeal(title=f"Насос {number}", funnel=story.funnel, responsible=story.anna) for number in range(MANY)], by=story.anna)
    sign_in(page, live_server, "head")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/deals/list/?responsible={story.anna.pk}")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    bar = page.get_by_role("region", name="Отмеченные строки")
    expect(bar).to_be_hidden()
    page.locator("input[name=ids]").first.check()
    expect(bar).to_contain_text("Отмечено: 1")
    bar.get_by_label(f"Выбрать все {MANY} по условию").check()
    expect(bar).to_contain_text(f"Отмечено: {MANY}")
    assert not serious_faults(page)
    bar.get_by_role("button", name="Передать").click()
    page.get_by_label("Новый ответственный").select_option(label=story.boris.short_name)
    page.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(page.locator("#preview")).to_contain_text("300 изменятся")
    assert not serious_faults(page) and led_by(story.anna) == (MANY, MANY)
    page.get_by_role("button", name="Изменить 300 строк").click()
    expect(page.locator("#progress")).to_contain_text("из 300")
    work("lists.bulk_asked", carry_out_bulk)
    undo = page.get_by_role("button", name="Отменить всё")
    expect(undo).to_be_visible(timeout=15_000)
    assert led_by(story.boris) == (MANY, MANY) and led_by(story.anna) == (0, 0) and next_step_gaps() == 0
    undo.click()
    expect(page.locator("#progress")).to_be_visible()
    work("lists.bulk_undo_asked", undo_bulk)
    expect(page.get_by_role("heading", name="Отменено")).to_be_visible(timeout=15_000)
    assert led_by(story.anna) == (MANY, MANY) and led_by(story.boris) == (0, 0) and next_step_gaps() == 0


def test_a_colleagues_change_appears_in_the_list_and_the_marks_stay(page: Page, live_server: Any, committed_story: Story) -> None:
    """Without the server of live events the page looks by itself every half a minute."""
    story = committed_story
    first, second = story.deal(title="Насос первый", amount=1_000), story.deal(title="Насос второй", amount=2_000)
    page.clock.install()
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/deals/list/?view=0")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.locator(f"#deal-{first.pk} input[name=ids]").check()
    change_deal(second, {"amount": Decimal(777_000)}, by=story.head)
    expect(page.locator(f"#deal-{second.pk}")).to_contain_text("2000")
    page.clock.run_for(31_000)
    expect(page.locator(f"#deal-{second.pk}")).to_contain_text("777 000")
    expect(page.locator(f"#deal-{first.pk} input[name=ids]")).to_be_checked()
    expect(page.get_by_role("region", name="Отмеченные строки")).to_contain_text("Отмечено: 1")


def test_a_seller_drops_tasks_that_are_not_needed_and_takes_them_up_again(page: Page, live_server: Any, committed_story: Story) -> None:
    """The last step of an open deal stays, and it is said why."""
    story = committed_story
    last = Task.objects.get(deal=story.deal())
    others = [set_task(NewTask(f"Позвонить {number}", Due(at=timezone.now()), story.anna), by=story.anna) for number in range(2)]
    sign_in(page, live_server, "anna")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/tasks/?view=0")
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    for task in (last, *others):
        page.locator(f"#task-{task.pk} input[name=ids]").check()
    bar = page.get_by_role("region", name="Отмеченные строки")
    expect(bar).to_contain_text("Отмечено: 3")
    bar.get_by_role("button", name="Снять", exact=True).click()
    page.get_by_label("Почему они не нужны").fill("выставка отменена")
    page.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(page.locator("#preview")).to_contain_text("2 изменятся, 1 нельзя, потому что")
    expect(page.locator("#preview")).to_contain_text("последний шаг открытой сделки")
    assert not serious_faults(page)
    page.get_by_role("button", name="Изменить 2 строки").click()
    expect(page.locator("#progress")).to_be_visible()
    work("lists.bulk_asked", carry_out_bulk)
    undo = page.get_by_role("button", name="Отменить всё")
    expect(undo).to_be_visible(timeout=15_000)
    assert list(Task.objects.open()) == [last] and next_step_gaps() == 0
    undo.click()
    expect(page.locator("#progress")).to_be_visible()
    work("lists.bulk_undo_asked", undo_bulk)
    expect(page.get_by_role("heading", name="Отменено")).to_be_visible(timeout=15_000)
    assert set(Task.objects.open()) == {last, *others} and next_step_gaps() == 0
