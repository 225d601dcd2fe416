"""Everybody sees what is his, in a real browser: an agent, two who want one deal, a hidden stage, an edited role, masked contacts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shturman.company.actions import add_member, set_own_rights
from shturman.company.models import Member, Role
from shturman.deals.actions import change_stage
from shturman.deals.models import Deal
from shturman.tasks.models import Task
from shturman.world.story import PASSWORD, Story, client_of
from tests.journeys.hands import ready
from tests.journeys.test_seller import open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
CLOSED_TO_AGENTS = (
    "/clients/",
    "/reports/",
    "/goods/",
    "/company/",
    "/imports/",
    "/trail/",
    "/mail/",
    "/deals/common/",
    "/deals/funnels/",
)


def test_an_agent_registers_a_deal_follows_its_fate_and_finds_nothing_else(
    browser: Browser, browser_context_args: dict[str, Any], page: Page, live_server: Any, committed_story: Story
) -> None:
    story = committed_story
    facts = {"login": "agent", "surname": "Агеев", "given_name": "Павел", "role": Role.objects.of_base("agent"), "head": story.head}
    add_member(facts, by=story.owner, password=PASSWORD)
    secret = story.deal(client=client_of(story.anna), title="Секретный склад")
    enter(page, live_server, "agent")
    page.locator(".strip summary[aria-label='Добавить']").click()
    page.locator(".strip .menu__list").get_by_text("Сделка").click()
    dialog = page.locator("#dialog[open]")
    dialog.get_by_label("Что продаём").fill("Поставка насосов")
    dialog.locator("#id_client").fill("ООО «Причал»")
    dialog.get_by_role("button", name="Зарегистрировать").click()
    page.wait_for_url("**/deals/*/")
    expect(page.locator("#deal-body")).to_contain_text("Мнацаканян Артур")
    deal = Deal.objects.get(title="Поставка насосов")

    head = browser.new_context(**browser_context_args).new_page()
    sign_in(head, live_server, "head")
    open_page(head, f"{live_server.url}/deals/{deal.pk}/move/")
    head.get_by_role("button", name="Потребность выяснена").click()
    head.wait_for_url("**/deals/**")
    page.reload()
    expect(page.locator("#deal-body")).to_contain_text("Потребность выяснена")
    assert not page.get_by_text("Лента").count()

    task = Task.objects.open().get(deal=secret)
    foreign = (f"/deals/{secret.pk}/", f"/clients/{secret.client_id}/", f"/clients/{deal.client_id}/", f"/tasks/{task.pk}/")
    for address in (*CLOSED_TO_AGENTS, *foreign):
        answer = page.goto(live_server.url + address)
        assert answer is not None and answer.status in (403, 404), address
        assert "Секретный" not in page.content() and "Гидротехника" not in page.content(), address
    for address in (
        "/deals/",
        "/deals/list/?state=all",
        "/search/?q=склад",
        "/clients/options/?picker=client&client=Гидро",
        "/trash/",
        "/tasks/",
    ):
        page.goto(live_server.url + address)
        assert "Секретный" not in page.content() and "Гидротехника" not in page.content(), address
    head.context.close()


def test_of_two_who_press_take_at_once_one_leads_the_deal_and_the_other_is_told_who(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any, committed_story: Story
) -> None:
    story = committed_story
    deal = story.deal(story.boris)
    change_stage(deal.stage, {"is_seen_by_all": True, "is_open_to_all": True}, by=story.owner)
    people = {login: browser.new_context(**browser_context_args).new_page() for login in ("anna", "vera")}
    for login, page in people.items():
        sign_in(page, live_server, login)
        open_page(page, f"{live_server.url}/deals/common/")
    for page in people.values():
        # The press alone, so that the second does not wait for the first one's answer.
        page.evaluate("document.querySelector('#rows form button').click()")
    for page in people.values():
        page.locator("#toasts").get_by_text("сделк", exact=False).first.wait_for()
    deal.refresh_from_db()
    winner, loser = ("anna", "vera") if deal.responsible == story.anna else ("vera", "anna")
    assert deal.responsible.login == winner
    expect(people[winner].locator("#toasts")).to_contain_text("теперь ваша")
    expect(people[loser].locator("#toasts")).to_contain_text(f"Эту сделку уже ведёт {deal.responsible.short_name}")
    for page in people.values():
        page.context.close()


def test_a_stage_is_hidden_with_its_effect_told_first(
    browser: Browser, browser_context_args: dict[str, Any], page: Page, live_server: Any, committed_story: Story
) -> None:
    story, name = committed_story, "Потребность выяснена"
    deal = story.deal(stage=story.stages[name])
    sign_in(page, live_server, "owner")
    open_page(page, f"{live_server.url}/deals/funnels/{story.funnel.pk}/stages/{deal.stage_id}/")
    page.get_by_label("Доступен менеджерам").uncheck()
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.locator(".effects")).to_contain_text("перестанут видеть этот этап")
    deal.stage.refresh_from_db()
    assert deal.stage.is_for_managers
    page.get_by_role("button", name="Всё равно сохранить").click()
    page.wait_for_url(lambda url: "/stages/" not in url)
    deal.stage.refresh_from_db()
    assert not deal.stage.is_for_managers

    manager = browser.new_context(**browser_context_args).new_page()
    sign_in(manager, live_server, "anna")
    for address in ("/deals/", "/deals/list/", f"/deals/{deal.pk}/", "/reports/?by=funnel&period=all", "/deals/filter/"):
        manager.goto(live_server.url + address)
        assert name not in manager.content(), address
    for address in ("/deals/list/", f"/deals/{deal.pk}/"):
        manager.goto(live_server.url + address)
        expect(manager.locator("main")).to_contain_text("Передано")
    manager.context.close()


def test_a_role_is_narrowed_knowing_whom_it_touches_and_looked_at_by_other_eyes(
    page: Page, live_server: Any, committed_story: Story
) -> None:
    story = committed_story
    client_of(story.anna)
    story.deal(story.vera, title="Соседний склад"), story.deal(title="Свой склад")
    manager = Role.objects.of_base("manager")
    sign_in(page, live_server, "owner")
    open_page(page, f"{live_server.url}/company/roles/{manager.pk}/")
    page.get_by_label("Клиенты: видит", exact=True).select_option("none")
    for deed in ("правит", "удаляет"):
        page.get_by_label(f"Клиенты: {deed}", exact=True).select_option("none")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.locator(".effects")).to_contain_text("увид")
    expect(page.locator(".effects")).to_contain_text("меньше")
    page.get_by_role("button", name="Всё равно сохранить").click()
    page.wait_for_url("**/company/roles/")
    manager.refresh_from_db()
    assert manager.right("client.see") == "none"

    open_page(page, f"{live_server.url}/company/members/{story.anna.pk}/rights/")
    page.get_by_role("button", name="Посмотреть его глазами").click()
    expect(page.locator(".seeing-as")).to_contain_text("Воскресенская Анна")
    page.goto(f"{live_server.url}/deals/list/")
    expect(page.locator("#rows")).to_contain_text("Свой склад")
    assert "Соседний склад" not in page.content()
    deal = Deal.objects.get(title="Свой склад")
    open_page(page, f"{live_server.url}/deals/{deal.pk}/")
    page.locator("#note-text").fill("Это писала не Анна")
    page.get_by_role("button", name="Записать").click()
    expect(page.locator("#toasts")).to_contain_text("менять ничего нельзя")
    expect(page.locator("#note-text")).to_have_value("Это писала не Анна")
    open_page(page, f"{live_server.url}/deals/{deal.pk}/")
    assert "Это писала не Анна" not in page.locator("#story").inner_text()
    page.get_by_role("button", name="Вернуться к себе").click()
    expect(page.locator(".seeing-as")).to_have_count(0)
    page.goto(f"{live_server.url}/deals/list/?state=all")
    expect(page.locator("#rows")).to_contain_text("Соседний склад")


def test_a_look_at_hidden_contacts_is_found_on_the_trail(
    browser: Browser, browser_context_args: dict[str, Any], page: Page, live_server: Any, committed_story: Story
) -> None:
    story = committed_story
    buyer = client_of(story.anna, phones=["+7 921 000-14-27"])
    set_own_rights(story.anna, {"client.contacts": "on_request"}, by=story.owner)
    sign_in(page, live_server, "anna")
    open_page(page, f"{live_server.url}/clients/{buyer.pk}/")
    assert "000-14" not in page.content()
    page.get_by_role("button", name="Показать полностью").first.click()
    expect(page.locator("#contacts")).to_contain_text("921 000-14-27")

    owner = browser.new_context(**browser_context_args).new_page()
    sign_in(owner, live_server, "owner")
    owner.goto(f"{live_server.url}/trail/?kind=told")
    expect(owner.locator("#rows tr").first).to_contain_text("Воскресенская Анна")
    expect(owner.locator("#rows tr").first).to_contain_text("Гидротехника")
    owner.context.close()


def enter(page: Page, live_server: Any, login: str) -> Member:
    """Through the door to wherever one's day begins."""
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill(login)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)
    ready(page)
    return Member.objects.get(login=login)
