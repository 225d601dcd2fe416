"""An owner who starts empty is led company → funnel → people → deals."""

import pytest
from django.test import Client as Browser

from shturman.company.actions import add_member, change_company, found_company
from shturman.company.models import Company, Member
from shturman.deals.actions import NewDeal, change_stage, open_deal, set_up_sales
from shturman.deals.models import Funnel, Stage
from shturman.tasks.guide import guide_for
from shturman.world.story import PASSWORD, Story

pytestmark = pytest.mark.django_db
DAY = "/tasks/day/"


@pytest.fixture
def owner() -> Member:
    owner = found_company(name="ООО «Новая»", surname="Новиков", given_name="Пётр", login="owner", password=PASSWORD)
    set_up_sales(by=owner)
    return Member.objects.get(pk=owner.pk)


def left(owner: Member) -> list[str]:
    guide = guide_for(owner)
    return [str(step.title) for step in guide.steps if not step.is_done] if guide else []


def test_each_step_is_done_when_the_facts_say_so(owner: Member) -> None:
    assert left(owner) == ["Компания", "Воронка", "Люди", "Клиенты и сделки"]
    change_company(Company.objects.get(), {"inn": "7801234567"}, by=owner)
    assert left(owner) == ["Воронка", "Люди", "Клиенты и сделки"]
    stage = Stage.objects.filter(kind="in_work").first()
    assert stage is not None
    change_stage(stage, {"name": "Знакомство"}, by=owner)
    assert left(owner) == ["Люди", "Клиенты и сделки"]
    add_member({"login": "anna", "surname": "Воскресенская", "email": "anna@new.example"}, by=owner)
    assert left(owner) == ["Клиенты и сделки"]
    open_deal(NewDeal(title="Первая", funnel=Funnel.objects.get(), responsible=owner), by=owner)
    assert guide_for(owner) is None


def test_the_day_of_the_owner_leads_by_one_filled_button(owner: Member, client: Browser) -> None:
    client.force_login(owner)
    page = client.get(DAY).text
    assert "Пётр, осталось 4 шага" in page and "Заполнить компанию" in page
    assert page.split("<main")[1].split("</main>")[0].count("button--go") == 1
    for address in ("/company/company/", "/deals/funnels/", "/company/members/add/", "/imports/"):
        assert client.get(address).status_code == 200


def test_it_may_be_left_and_comes_back_from_the_company_card(owner: Member, client: Browser) -> None:
    client.force_login(owner)
    client.post("/tasks/guide/hide/")
    assert "осталось 4 шага" not in client.get(DAY).text
    assert "Показать знакомство" in client.get("/company/company/").text
    client.post("/tasks/guide/show/")
    assert "осталось 4 шага" in client.get(DAY).text and "Показать знакомство" not in client.get("/company/company/").text


def test_nobody_else_is_led(story: Story, client: Browser) -> None:
    for member in (story.head, story.anna):
        client.force_login(member)
        assert "guide__steps" not in client.get(DAY).text
