"""Departments and offices: nested, renamed, removed with all that stood in them; and a company that has none."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from shturman.clients.models import Client
from shturman.company.actions import add_department, add_office, change_company, change_department, remove_department, remove_office
from shturman.company.models import Company, Department, Member, Office
from shturman.deals.actions import add_funnel
from shturman.deals.models import Deal, Funnel
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import Story, client_of

PLACES = "/company/departments/"


def test_a_department_is_no_part_of_what_is_below_it(story: Story, client: Browser) -> None:
    north = add_department("Север", parent=story.projects, by=story.owner)
    client.force_login(story.owner)
    for parent in (story.projects, north):
        facts = {"name": "Проекты", "kind": "sales", "parent": parent.pk, "is_shown": "on"}
        answer = client.post(f"{PLACES}{story.projects.pk}/", facts)
        assert answer.status_code == 422 and "выберите отдел, который не ниже его" in answer.text and "Проекты" in answer.text
    story.projects.refresh_from_db()
    assert story.projects.parent is None and story.projects.name == "Отдел проектов"
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.filter(pk=story.projects.pk).update(parent=north)


def test_a_department_is_renamed_switched_off_and_given_a_type(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    client.post(f"{PLACES}{story.service.pk}/", {"name": "Сервисная служба", "kind": "service", "parent": story.projects.pk})
    story.service.refresh_from_db()
    assert (story.service.name, story.service.kind, story.service.parent, story.service.is_shown) == (
        "Сервисная служба",
        "service",
        story.projects,
        False,
    )
    page = client.get("/company/members/add/").text
    assert "Сервисная служба" not in page and "Отдел проектов" in page


def test_two_departments_of_one_name_are_refused_beside_the_field(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    answer = client.post(f"{PLACES}add/", {"name": "отдел СЕРВИСА", "kind": "sales", "is_shown": "on"})
    assert answer.status_code == 422 and "Отдел с таким названием уже есть" in answer.text


def test_a_removed_department_tells_first_and_places_all_elsewhere(story: Story, client: Browser) -> None:
    deal, buyer = story.deal(story.vera), client_of(story.vera)
    below = add_department("Склады", parent=story.service, by=story.owner)
    funnel = add_funnel("Сервис", departments=[story.service], by=story.owner)
    client.force_login(story.owner)
    page = f"{PLACES}{story.service.pk}/remove/"
    told = client.get(page).text
    for words in ("1 человек", "1 сделка", "1 клиент", "Воронка «Сервис»", "Отделы ниже поднимутся"):
        assert words in told
    client.post(page, {"move_to": story.projects.pk})
    assert not Department.objects.filter(pk=story.service.pk).exists()
    assert Member.objects.get(pk=story.vera.pk).department == story.projects
    assert Deal.objects.get(pk=deal.pk).department == story.projects
    assert Client.objects.get(pk=buyer.pk).department == story.projects
    assert list(Funnel.objects.get(pk=funnel.pk).departments.all()) == [story.projects]
    assert Department.objects.get(pk=below.pk).parent is None


def test_people_may_stay_without_a_department(story: Story) -> None:
    deal = story.deal(story.vera)
    remove_department(story.service, move_to=None, by=story.owner)
    assert Member.objects.get(pk=story.vera.pk).department is None and Deal.objects.get(pk=deal.pk).department is None
    with pytest.raises(Refused, match="удаляется"):
        remove_department(story.projects, move_to=story.projects, by=story.owner)


def test_a_company_without_departments_never_meets_the_notion(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    assert "Отдел проектов" in client.get("/company/").text and 'name="department"' in client.get("/deals/filter/").text
    change_company(Company.objects.get(), {"has_departments": False}, by=story.owner)
    for page in ("/company/", f"/company/members/{story.anna.pk}/", "/company/members/add/", "/deals/funnels/add/"):
        assert "Отдел проектов" not in client.get(page).text, page
    assert 'name="department"' not in client.get("/deals/filter/").text
    funnel = add_funnel("Проекты", departments=[story.projects], by=story.owner)
    client.post(f"/deals/funnels/{funnel.pk}/", {"name": "Проекты и монтаж"})
    assert list(Funnel.objects.get(pk=funnel.pk).departments.all()) == [story.projects]
    assert Member.objects.get(pk=story.anna.pk).department == story.projects


def test_offices_are_kept_by_the_owner(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    client.post("/company/offices/add/", {"name": "Петроградская", "address": "Большой проспект, 18"})
    office = Office.objects.get()
    assert "Большой проспект, 18" in client.get(PLACES).text
    answer = client.post("/company/offices/add/", {"name": "петроградская"})
    assert answer.status_code == 422 and "Офис с таким названием уже есть" in answer.text
    Member.objects.filter(pk=story.anna.pk).update(office=office)
    remove_office(office, by=story.owner)
    assert Member.objects.get(pk=story.anna.pk).office is None
    with pytest.raises(NotAllowed):
        add_office("Чужой", "", by=story.head)


@pytest.mark.parametrize("address", [PLACES, f"{PLACES}add/", "/company/offices/add/", "/company/company/", "/company/calendar/"])
def test_the_house_is_kept_by_the_owner_alone(story: Story, client: Browser, address: str) -> None:
    client.force_login(story.head)
    assert client.get(address).status_code == 403
    with pytest.raises(NotAllowed):
        change_department(story.service, {"name": "Мой"}, by=story.head)
