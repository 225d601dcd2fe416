import pytest
from django.test import Client as Browser

from shturman.company.actions import add_member, change_company, change_member, found_company
from shturman.company.backends import MemberBackend
from shturman.company.models import Company, Member, Role
from shturman.deals.actions import assign_deals
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import PASSWORD, Story, client_of


def test_one_who_holds_steps_of_deals_is_not_switched_off_before_they_are_handed_over(story: Story, client: Browser) -> None:
    deal = story.deal()
    with pytest.raises(Refused, match="передайте его сделки"):
        change_member(story.anna, {"is_active": False}, by=story.owner)
    assign_deals([deal], story.boris, by=story.head)
    change_member(story.anna, {"is_active": False}, by=story.owner)
    client.force_login(story.owner)
    assert "больше не работает" in client.get("/company/?state=left").text


def test_who_changes_his_department_takes_his_open_deals_and_clients_along(story: Story) -> None:
    deal, client = story.deal(), client_of(story.anna)
    change_member(story.anna, {"department": story.service}, by=story.owner)
    deal.refresh_from_db()
    client.refresh_from_db()
    assert deal.department == story.service and client.department == story.service


def test_the_only_owner_stays(story: Story) -> None:
    with pytest.raises(Refused, match="единственный владелец"):
        change_member(story.owner, {"role": Role.objects.of_base("manager")}, by=story.owner)


def test_people_and_the_company_are_changed_by_the_owner_alone(story: Story, client: Browser) -> None:
    with pytest.raises(NotAllowed):
        add_member({"login": "spy", "surname": "Чужой"}, by=story.head)
    with pytest.raises(NotAllowed):
        change_company(Company.objects.get(), {"name": "Моя"}, by=story.anna)
    client.force_login(story.anna)
    answer = client.post(
        "/company/members/add/", {"login": "spy", "surname": "Чужой", "role": "owner", "sees": "all"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 403 and not Member.objects.filter(login="spy").exists()


def test_a_login_and_a_mail_belong_to_one_person(story: Story) -> None:
    for facts in ({"login": "ANNA", "surname": "Другая"}, {"login": "anna2", "email": "Anna@baltvent.example", "surname": "Другая"}):
        with pytest.raises(Refused, match="у другого сотрудника"):
            add_member(facts, by=story.owner)


def test_the_owner_adds_an_employee_who_signs_in_at_once(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    facts = {
        "login": "nina",
        "surname": "Орлова",
        "given_name": "Нина",
        "email": "nina@baltvent.example",
        "role": Role.objects.of_base("manager").pk,
        "department": story.projects.pk,
        "is_active": "on",
        "password": PASSWORD,
    }
    client.post("/company/members/add/", facts)
    client.logout()
    answer = client.post("/account/login/", {"login": "nina", "password": PASSWORD})
    assert answer.status_code == 302 and client.get("/deals/").status_code == 200


def test_the_company_is_founded_once(story: Story) -> None:
    with pytest.raises(Refused, match="уже заведена"):
        found_company(name="Вторая", surname="Другой", login="two", password=PASSWORD)


def test_robots_are_no_staff_and_do_not_sign_in(story: Story, client: Browser) -> None:
    assert not Member.objects.people().filter(is_robot=True).exists()
    robot = Member.objects.get(is_robot=True)
    assert not robot.has_usable_password() and not Member.objects.active().filter(pk=robot.pk).exists()


def test_who_signs_in_is_read_as_the_base_has_him(story: Story) -> None:
    for known in Member.objects.select_related("role", "department"):
        found = MemberBackend().get_user(known.pk)
        assert found is not None or not known.is_active
        if found is None:
            continue
        for mine, theirs in ((found, known), (found.role, known.role), (found.department, known.department)):
            assert mine == theirs
            if mine is not None:
                assert {field.attname: getattr(mine, field.attname) for field in mine._meta.concrete_fields} == {
                    field.attname: getattr(theirs, field.attname) for field in theirs._meta.concrete_fields
                }
    assert MemberBackend().get_user(10**9) is None
