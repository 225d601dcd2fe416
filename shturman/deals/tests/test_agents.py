"""An outside agent registers deals and follows their fate; of the base he learns nothing."""

import pytest
from django.test import Client as Browser

from shturman.clients.models import Client
from shturman.company.actions import add_member
from shturman.company.models import Member, Role
from shturman.deals.actions import add_observer, assign_deals, move_deal
from shturman.deals.models import Deal
from shturman.goods.actions import add_good
from shturman.tasks.models import Task
from shturman.world.story import PASSWORD, Story, client_of


@pytest.fixture
def agent(story: Story) -> Member:
    facts = {"login": "agent", "surname": "Агеев", "given_name": "Павел", "role": Role.objects.of_base("agent"), "head": story.head}
    return add_member(facts, by=story.owner, password=PASSWORD)


@pytest.fixture
def deal(story: Story, agent: Member, client: Browser) -> Deal:
    client.force_login(agent)
    facts = {
        "title": "Поставка насосов",
        "client": "ООО «Причал»",
        "phone": "8 921 555-14-27",
        "amount": "120 000",
        "funnel": story.funnel.pk,
    }
    client.post("/deals/open/", facts)
    return Deal.objects.get(title="Поставка насосов")


def test_he_registers_a_deal_that_a_head_leads(story: Story, agent: Member, deal: Deal) -> None:
    assert deal.registrar == agent and deal.responsible == story.head
    assert {task.assignee for task in Task.objects.open().filter(deal=deal)} == {story.head}


def test_he_sees_the_fate_of_his_deal_and_nothing_of_its_inside(story: Story, agent: Member, deal: Deal, client: Browser) -> None:
    move_deal(deal, story.stages["Счёт выставлен"], by=story.head)
    page = client.get(f"/deals/{deal.pk}/").text
    assert "Счёт выставлен" in page and "120 000" in page.replace("\u00a0", " ") and "Мнацаканян Артур" in page
    assert "Лента" not in page and "Выставить счёт" not in page
    task = Task.objects.open().filter(deal=deal).first()
    assert task is not None
    inside = ["story/", "history/", "move/", "change/", "lines/", "assign/", "contacts/add/", "observers/add/"]
    for address in [*[f"/deals/{deal.pk}/{part}" for part in inside], f"/tasks/{task.pk}/", f"/clients/{deal.client_id}/"]:
        assert client.get(address).status_code == 404, address
    assert client.post(f"/deals/{deal.pk}/note/", {"text": "От агента"}).status_code == 404
    assert task.title not in client.get("/deals/list/").text and deal.title in client.get("/deals/list/").text


def test_he_keeps_his_deal_in_sight_whoever_leads_it(story: Story, agent: Member, deal: Deal, client: Browser) -> None:
    assign_deals([deal], story.vera, by=story.owner)
    page = client.get(f"/deals/{deal.pk}/").text
    assert "Шереметьева-Гольц Вера" in page


def test_he_meets_nothing_but_his_deals(story: Story, agent: Member, deal: Deal, client: Browser) -> None:
    other = story.deal(title="Чужая сделка", client=client_of(story.anna, "ООО «Тайна»"))
    for address in (
        "/deals/",
        "/deals/list/?state=all",
        "/search/?q=сделка",
        "/search/?q=Тайна",
        "/clients/options/?picker=client&client=Тайна",
        "/tasks/",
    ):
        assert "Чужая" not in client.get(address).text and "ООО «Тайна" not in client.get(address).text, address
    assert client.get(f"/deals/{other.pk}/").status_code == 404
    for address in ("/reports/", "/goods/", "/deals/funnels/", "/deals/common/", "/imports/"):
        assert client.get(address).status_code == 403, address


def test_a_client_who_is_in_the_base_is_told_to_the_head_not_to_the_agent(story: Story, agent: Member, client: Browser) -> None:
    known = client_of(story.boris, "ООО «Причал-Сервис»", phones=["+7 921 555-14-27"])
    client.force_login(agent)
    facts = {"title": "Насосы", "client": "Причал", "phone": "8 (921) 555 14 27", "funnel": story.funnel.pk}
    answer = client.post("/deals/open/", facts, follow=True)
    assert "Причал-Сервис" not in answer.text and "дубль" not in answer.text.lower()
    deal = Deal.objects.get(title="Насосы")
    assert deal.possible_duplicate_of == known and deal.client != known
    client.force_login(story.head)
    assert "Причал-Сервис" in client.get(f"/deals/{deal.pk}/").text
    add_observer(deal, story.vera, by=story.head)
    client.force_login(story.vera)
    seen_by_vera = client.get(f"/deals/{deal.pk}/").text
    assert "Возможный дубль" in seen_by_vera and "Причал-Сервис" not in seen_by_vera and "Левченко Борис" in seen_by_vera


def test_what_he_typed_is_kept_beside_the_error(story: Story, agent: Member, client: Browser) -> None:
    client.force_login(agent)
    answer = client.post("/deals/open/", {"title": "Насосы", "client": "", "funnel": story.funnel.pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and "Насосы" in answer.text
    assert not Deal.objects.exists() and not Client.objects.exists()


def test_he_asks_about_the_fate_of_his_deals_alone(story: Story, agent: Member, deal: Deal, client: Browser) -> None:
    """Departments, tags, goods and tasks are no words of his filter, and an answer forged for them narrows nothing."""
    good = add_good({"name": "Вентилятор секретный"}, by=story.owner)
    form = client.get("/deals/filter/").text
    assert (
        "Состояние" in form and good.name not in form and "Отдел сервиса" not in form and "Без движения" not in client.get("/deals/").text
    )
    for forged in (f"good={good.pk}", "next_step=overdue", "idle=1", f"department={story.service.pk}"):
        assert deal.title in client.get(f"/deals/list/?{forged}").text, forged
