"""The whole card of an employee, his own profile, his photo."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from shturman.company.actions import change_member, put_photo, set_own_rights
from shturman.company.models import Member, Office, Role
from shturman.company.tests.test_company_card import SVG, png
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import Story


def typed(member: Member, **more: Any) -> dict[str, Any]:
    facts = {"surname": member.surname, "given_name": member.given_name, "email": member.email, "login": member.login}
    return facts | {"role": member.role_id, "department": member.department_id or "", "head": member.head_id or ""} | more


def test_the_owner_keeps_the_whole_card(story: Story, client: Browser) -> None:
    office = Office.objects.create(name="Петроградская")
    client.force_login(story.owner)
    page = f"/company/members/{story.anna.pk}/"
    facts = {"patronymic": "Андреевна", "sex": "female", "born_on": "1990-02-28", "phone": "+7 921 000-00-00", "office": office.pk}
    client.post(page, typed(story.anna, job_title="Менеджер проектов", photo_file=SimpleUploadedFile("я.png", png()), **facts))
    anna = Member.objects.get(pk=story.anna.pk)
    assert (anna.patronymic, anna.sex, str(anna.born_on), anna.office, anna.head) == (
        "Андреевна",
        "female",
        "1990-02-28",
        office,
        story.head,
    )
    shown = client.get("/company/").text
    assert anna.photo_url in shown and client.get(anna.photo_url)["Content-Type"] == "image/png"
    assert client.get(f"/company/members/{story.boris.pk}/photo/{anna.photo_url.rsplit('/', 1)[-1]}").status_code == 404


def test_a_newcomer_needs_an_email_and_gets_his_login_from_it(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    facts = {"surname": "Орлова", "given_name": "Нина", "role": Role.objects.of_base("manager").pk}
    assert client.post("/company/members/add/", facts).status_code == 422
    client.post("/company/members/add/", facts | {"email": "Nina.Orlova@baltvent.example"})
    assert Member.objects.get(surname="Орлова").login == "nina.orlova"
    client.post("/company/members/add/", facts | {"surname": "Орлов", "email": "nina.orlova@other.example"})
    assert Member.objects.get(surname="Орлов").login == "nina.orlov"


def test_a_taken_mail_stands_beside_its_field_and_nothing_is_lost(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    answer = client.post(f"/company/members/{story.anna.pk}/", typed(story.anna, email="BORIS@baltvent.example", job_title="Набрано"))
    assert answer.status_code == 422 and "у другого сотрудника" in answer.text and "Набрано" in answer.text
    assert answer.context["form"].errors.keys() == {"email"}


def test_who_signs_in_keeps_an_email(story: Story) -> None:
    with pytest.raises(Refused, match="должна быть почта") as refusal:
        change_member(story.anna, {"email": ""}, by=story.owner)
    assert refusal.value.field == "email"


def test_a_bad_photo_changes_nothing_of_the_card(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    photo = SimpleUploadedFile("я.svg", SVG)
    answer = client.post(f"/company/members/{story.anna.pk}/", typed(story.anna, surname="Другая", photo_file=photo))
    assert answer.status_code == 422 and "Подходят только PNG" in answer.text
    anna = Member.objects.get(pk=story.anna.pk)
    assert anna.surname == "Воскресенская" and not anna.photo


def test_each_keeps_his_own_phone_and_photo_unless_a_right_says_no(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    client.post("/company/me/", {"phone": "+7 921 111-11-11", "photo_file": SimpleUploadedFile("я.png", png())})
    anna = Member.objects.get(pk=story.anna.pk)
    assert anna.phone == "+7 921 111-11-11" and anna.photo_url in client.get("/company/me/").text
    set_own_rights(anna, {"staff.keeps_photo": True}, by=story.owner)
    page = client.get("/company/me/").text
    assert "Ваше фото меняет владелец" in page and 'type="file"' not in page
    kept = Member.objects.get(pk=anna.pk)
    client.post("/company/me/", {"phone": "", "photo_file": SimpleUploadedFile("другое.png", png(3, 3)), "photo_gone": "on"})
    assert Member.objects.get(pk=anna.pk).photo.name == kept.photo.name
    with pytest.raises(NotAllowed):
        put_photo(kept, None, by=kept)
    with pytest.raises(NotAllowed):
        put_photo(Member.objects.get(pk=story.boris.pk), None, by=Member.objects.get(pk=story.vera.pk))


def test_contacts_of_other_departments_are_hidden_by_a_right(story: Story, client: Browser) -> None:
    Member.objects.filter(pk=story.vera.pk).update(phone="+7 921 777-77-77")
    client.force_login(story.anna)
    assert "vera@baltvent.example" in client.get("/company/").text
    set_own_rights(story.anna, {"staff.contacts_of_department": True}, by=story.owner)
    staff, card = client.get("/company/").text, client.get(f"/company/members/{story.vera.pk}/").text
    for hidden in ("vera@baltvent.example", "777-77-77"):
        assert hidden not in staff and hidden not in card
    assert "boris@baltvent.example" in staff and "Шереметьева-Гольц" in staff


def test_colleagues_read_the_card_and_change_nothing(story: Story, client: Browser) -> None:
    client.force_login(story.boris)
    page = client.get(f"/company/members/{story.anna.pk}/")
    assert page.status_code == 200 and "Сохранить" not in page.text and "Пригласить" not in page.text
    assert client.post(f"/company/members/{story.anna.pk}/", typed(story.anna, surname="Чужая")).status_code == 403
    assert client.post(f"/company/members/{story.anna.pk}/take-back/").status_code == 403


def test_who_was_dismissed_is_taken_back(story: Story, client: Browser) -> None:
    change_member(story.vera, {"is_active": False}, by=story.owner)
    client.force_login(story.owner)
    assert "Вернуть на работу" in client.get(f"/company/members/{story.vera.pk}/").text
    client.post(f"/company/members/{story.vera.pk}/take-back/")
    assert Member.objects.get(pk=story.vera.pk).is_active


def test_the_staff_page_asks_as_many_queries_for_many_as_for_few(story: Story, client: Browser, django_assert_max_num_queries) -> None:
    role = Role.objects.of_base("manager")
    Member.objects.bulk_create([Member(login=f"m{number}", surname=f"Сотрудник {number}", role=role) for number in range(60)])
    client.force_login(story.owner)
    client.get("/company/")
    with django_assert_max_num_queries(6):
        client.get("/company/")
