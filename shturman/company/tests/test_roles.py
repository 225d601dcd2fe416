"""Roles and single rights: what the editor saves, what it refuses, what it says beforehand; and looking as another person."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from shturman.company.actions import change_role, copy_role, remove_role, set_own_rights
from shturman.company.forms.rights import RightsForm, RoleForm
from shturman.company.models import Department, Member, Role
from shturman.company.rights import Reach, every_key
from shturman.deals.models import Deal
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import Story


def role(base: str) -> Role:
    return Role.objects.of_base(base)


def typed(form: RightsForm, **changes: Any) -> dict[str, Any]:
    """What the browser sends of a form as it is shown, with some answers changed."""
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**shown, **changes}.items() if value not in (None, False)}


def test_the_editor_shows_the_rights_as_they_are(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    shown = RoleForm(holder=role("manager"))
    assert not shown["imports.loads"].value() and RoleForm(holder=role("head"))["imports.loads"].value()
    client.post(f"/company/roles/{role('manager').pk}/", typed(shown, name="Менеджер"))
    assert role("manager").rights == {}


def test_each_kind_of_role_works_out_of_the_box(story: Story) -> None:
    assert Role.objects.filter(is_ready_made=True).count() == len(Role.Base)
    reaches = {base: role(base).right("deal.see") for base in Role.Base}
    assert reaches["owner"] == "all" and reaches["head"] == "branch" and reaches["manager"] == "own" and reaches["colleague"] == "none"


def test_the_editor_says_who_loses_what_before_it_saves(story: Story, client: Browser) -> None:
    for leader in (story.anna, story.anna, story.boris):
        story.deal(leader)
    client.force_login(story.owner)
    page = f"/company/roles/{role('head').pk}/"
    form = RoleForm(holder=role("head"), initial={"name": "Руководитель отдела"})
    answers = typed(form, **{"deal.see": "own", "deal.edit": "own", "deal.transfer": "own", "deal.delete": "own", "deal.export": "own"})
    told = client.post(page, answers)
    assert "увидит меньше" in told.text and "было 3, станет 0" in told.text
    assert role("head").right("deal.see") == "branch"
    client.post(page, {**answers, "confirmed": told.context["confirmed"]})
    assert role("head").right("deal.see") == "own"
    story.head.refresh_from_db()
    assert not Deal.objects.visible_to(Member.objects.get(pk=story.head.pk)).exists()
    assert Entry.objects.get(kind="company.role_changed").facts["rights"]


def test_other_answers_than_those_shown_are_shown_anew(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    page = f"/company/roles/{role('manager').pk}/"
    form = RoleForm(holder=role("manager"), initial={"name": "Менеджер"})
    told = client.post(page, typed(form, **{"client.see": "department"}))
    answers = typed(form, **{"client.see": "all", "confirmed": told.context["confirmed"]})
    client.post(page, answers)
    assert role("manager").right("client.see") == "own"


def test_nobody_changes_what_he_does_not_see(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    form = RoleForm(holder=role("manager"), initial={"name": "Менеджер"})
    answers = typed(form, **{"deal.edit": "all"})
    told = client.post(f"/company/roles/{role('manager').pk}/", answers)
    answer = client.post(f"/company/roles/{role('manager').pk}/", {**answers, "confirmed": told.context["confirmed"]})
    assert answer.status_code == 422 and "шире, чем видит" in answer.text
    assert role("manager").right("deal.edit") == "own"


def test_the_owner_is_never_locked_out_by_a_role(story: Story, client: Browser) -> None:
    change_role(role("owner"), name="Владелец", rights={"deal.see": "none"}, requires_second_factor=False, by=story.owner)
    assert role("owner").right("deal.see") == "all" and role("owner").rights == {}
    with pytest.raises(Refused, match="Роль владельца одна"):
        copy_role(role("owner"), "Слабый владелец", by=story.owner)
    with pytest.raises(Refused, match="есть все права"):
        set_own_rights(story.owner, {"deal.see": "none"}, by=story.owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(name="Второй", base="owner")


def test_a_copy_is_edited_apart_and_removed_with_its_people_placed_elsewhere(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    client.post(f"/company/roles/{role('manager').pk}/copy/", {"name": "Старший менеджер"})
    senior = Role.objects.get(name="Старший менеджер")
    change_role(senior, name="Старший менеджер", rights={"deal.see": "department"}, requires_second_factor=False, by=story.owner)
    Member.objects.filter(pk=story.anna.pk).update(role=senior)
    assert Member.objects.get(pk=story.anna.pk).reach("deal", "see") == Reach.DEPARTMENT
    with pytest.raises(Refused, match="есть люди"):
        remove_role(Role.objects.get(pk=senior.pk), move_to=None, by=story.owner)
    client.post(f"/company/roles/{senior.pk}/remove/", {"move_to": role("manager").pk})
    assert not Role.objects.filter(pk=senior.pk).exists()
    assert Member.objects.get(pk=story.anna.pk).role == role("manager")
    with pytest.raises(Refused, match="Готовая роль остаётся"):
        remove_role(role("agent"), move_to=role("manager"), by=story.owner)


def test_single_rights_stand_above_and_below_the_role(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    page = f"/company/members/{story.anna.pk}/rights/"
    form = RightsForm(holder=story.anna, as_role=True)
    answers = typed(form, **{"deal.see": "all", "client.contacts": "hidden", "deal.day_cap": "5"})
    told = client.post(page, answers)
    assert "Воскресенская Анна" in told.text
    client.post(page, {**answers, "confirmed": told.context["confirmed"]})
    anna = Member.objects.get(pk=story.anna.pk)
    assert anna.own_rights == {"deal.see": "all", "client.contacts": "hidden", "deal.day_cap": 5}
    assert anna.reach("deal", "see") == Reach.ALL and anna.reach("deal", "edit") == Reach.OWN
    story.deal(story.vera, title="Сделка Веры")
    client.force_login(anna)
    assert "Сделка Веры" in client.get("/deals/list/").text


@pytest.mark.parametrize("address", ["/company/roles/", "/company/roles/1/", "/company/members/1/rights/"])
def test_rights_are_given_by_the_owner_alone(story: Story, client: Browser, address: str) -> None:
    client.force_login(story.head)
    assert client.get(address).status_code == 403 and client.post(address).status_code in (403, 405)
    with pytest.raises(NotAllowed):
        set_own_rights(story.head, {"deal.see": "all"}, by=story.head)


def test_a_reach_that_nobody_knows_is_refused_by_the_database(story: Story) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=story.anna.pk).update(own_rights={"deal.see": "everything"})


def test_every_switch_says_what_it_does(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    form = RightsForm(holder=story.anna, as_role=True)
    assert all(field.help_text for field in form.switches()) and len(every_key()) >= 20
    assert client.get(f"/company/roles/{role('manager').pk}/").text.count("form-field__hint") >= len(form.switches())


def test_the_owner_looks_as_an_employee_and_changes_nothing(story: Story, client: Browser) -> None:
    story.deal(story.vera, title="Сделка Веры")
    mine = story.deal(story.anna, title="Сделка Анны")
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    page = client.get("/deals/list/").text
    assert "Сделка Анны" in page and "Сделка Веры" not in page and "Вернуться к себе" in page
    refused = client.post(f"/deals/{mine.pk}/note/", {"text": "Не я"})
    assert refused.status_code == 403 and "менять ничего нельзя" in refused.text
    assert client.get("/account/security/").status_code == 403
    assert Entry.objects.get(kind="company.seeing_as_begun").by == story.owner
    client.post("/company/see-as/stop/")
    assert "Сделка Веры" in client.get("/deals/list/").text


def test_only_the_owner_looks_as_another(story: Story, client: Browser) -> None:
    client.force_login(story.head)
    client.post(f"/company/members/{story.owner.pk}/see-as/")
    assert "Вернуться к себе" not in client.get("/deals/list/").text


def test_a_department_knows_its_branch_and_is_no_part_of_itself(story: Story) -> None:
    north = Department.objects.create(name="Север", parent=story.projects)
    coast = Department.objects.create(name="Берег", parent=north)
    assert set(Department.objects.get(pk=story.projects.pk).branch_ids) == {story.projects.pk, north.pk, coast.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.filter(pk=story.projects.pk).update(parent=coast)
    coast.delete()
    assert set(Department.objects.get(pk=story.projects.pk).branch_ids) == {story.projects.pk, north.pk}
