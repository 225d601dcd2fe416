"""The list of employees stays short however many people the company has."""

from __future__ import annotations

from django.test import Client as Browser

from shturman.company.actions import change_member
from shturman.company.models import Member, Role
from shturman.world.story import Story


def _crowd(count: int) -> None:
    role = Role.objects.get(base=Role.Base.MANAGER)
    Member.objects.bulk_create(
        Member(login=f"p{number}", surname=f"Яковлев{number:04d}", given_name="Пётр", role=role) for number in range(count)
    )


def test_the_list_shows_fifty_and_goes_on(story: Story, client: Browser, django_assert_max_num_queries) -> None:
    _crowd(300)
    client.force_login(story.anna)
    with django_assert_max_num_queries(8):
        first = client.get("/company/")
    assert first.text.count("listing__main") == 50 and first.context["working"] == Member.objects.people().filter(is_active=True).count()
    rest = client.get("/company/" + first.context["next_url"], headers={"HX-Request": "true"}).text
    assert rest.count("listing__main") == 50 and "<html" not in rest


def test_a_colleague_is_found_by_the_beginning_of_his_name(story: Story, client: Browser) -> None:
    _crowd(120)
    client.force_login(story.anna)
    page = client.get("/company/?q=яковлев0117 пё").text
    assert page.count("listing__main") == 1 and "Яковлев0117" in page
    assert "Никого не нашли" in client.get("/company/?q=Ы").text


def test_those_who_left_are_a_list_of_their_own(story: Story, client: Browser) -> None:
    change_member(story.vera, {"is_active": False}, by=story.owner)
    client.force_login(story.anna)
    assert story.vera.full_name not in client.get("/company/").text
    assert story.vera.full_name in client.get("/company/?state=left").text
