"""An empty required field is answered by the house: in words beside it, the hand put there, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shturman.tasks.models import Task
from shturman.world.story import PASSWORD, Story, client_of
from tests.journeys.hands import ready

pytestmark = pytest.mark.django_db(transaction=True)

# Empties what is required, types into the first field that is not, and presses the button of the form.
SEND_EMPTY = """(form) => {
  for (const field of form.querySelectorAll("[required]")) field.value = "";
  const texts = form.querySelectorAll("input[type=text]:not([required], [list], [role]), textarea:not([required])");
  const free = [...texts].find((one) => one.checkVisibility());
  if (free) free.value = "Набрано раньше";
  form.requestSubmit([...form.querySelectorAll("button:not([type=button], [name])")].at(-1));
  return free?.name ?? "";
}"""


@pytest.fixture
def addresses(committed_story: Story) -> list[str]:
    story = committed_story
    deal = story.deal(story.owner, client=client_of(story.owner, "ООО «Маяк»"))
    task = Task.objects.filter(deal=deal).earliest("pk")
    return [
        f"/deals/{deal.pk}/",
        f"/deals/{deal.pk}/change/",
        f"/deals/{deal.pk}/field/title/",
        f"/clients/{deal.client_id}/",
        f"/clients/{deal.client_id}/change/",
        f"/tasks/{task.pk}/complete/",
        f"/tasks/{task.pk}/reschedule/",
        f"/company/members/{story.anna.pk}/",
        f"/company/members/{story.anna.pk}/absences/add/",
        "/deals/open/",
        "/deals/funnels/add/",
        "/clients/add/",
        "/tasks/set/",
        "/goods/add/",
        "/fields/deal/add/",
        "/playbooks/add/",
        "/lists/views/deals/save/",
        "/imports/",
        "/mail/",
        "/company/company/",
        "/company/calendar/",
        "/company/members/add/",
        "/company/departments/add/",
        "/company/offices/add/",
        "/account/password/change/",
    ]


def test_an_empty_field_is_answered_beside_it(page: Page, live_server: Any, addresses: list[str]) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Почта или логин").fill("owner")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/tasks/day/")
    for address in addresses:
        page.goto(live_server.url + address)
        ready(page)
        form = page.locator("main form[method=post]:has([required])").first
        typed = form.evaluate(SEND_EMPTY)
        wrong = page.locator(".form-field--wrong").first
        expect(wrong, address).to_be_visible()
        words = wrong.locator(".form-field__error").first.inner_text(timeout=3000)
        assert any("а" <= letter <= "я" for letter in words.lower()), f"{address}: {words}"
        expect(wrong.locator("input:not([type=hidden]), textarea, select").first, address).to_be_focused()
        if typed:
            expect(page.locator(f"main [name={typed}]").first, address).to_have_value("Набрано раньше")
