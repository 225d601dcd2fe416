"""Views of lists: saved under a name, shared, kept above the list, opened with by a role."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client as Browser

from shturman.company.models import Role
from shturman.kit.errors import NotAllowed, Refused
from shturman.lists.actions.saving import delete_view, open_list_with, pin_view, renew_view, save_view, tidied_query, unpin_view
from shturman.lists.models import RoleView, SavedView
from shturman.world.story import Story

HTMX = {"HX-Request": "true"}


def test_a_person_saves_what_he_looks_at_and_finds_it_above_the_list(story: Story, client: Browser) -> None:
    story.deal(title="Крупная", amount=900_000)
    story.deal(title="Мелкая", amount=100)
    client.force_login(story.anna)
    query = "sort=-amount&amount_from=500000"
    page = client.get(f"/deals/list/?{query}")
    saved = client.post("/lists/views/deals/save/", {"query": page.context["view_bar"].query, "name": "Крупные", "is_pinned": "on"})
    shown = client.get(saved.url)
    assert "Крупная" in shown.text and "Мелкая" not in shown.text and shown.context["sorting"].kept == "-amount"
    assert [link.view.name for link in shown.context["view_bar"].pinned] == ["Крупные"] and not shown.context["view_bar"].is_changed
    changed = client.get(saved.url + "&next_step=none")
    assert changed.context["view_bar"].is_changed and "Сохранить вид" in changed.text
    view = SavedView.objects.get()
    client.post(f"/lists/view/{view.pk}/renew/", {"query": changed.context["view_bar"].query})
    assert "next_step=none" in SavedView.objects.get().query


def test_the_same_conditions_are_one_view_in_whatever_order_they_were_chosen() -> None:
    one, other = QueryDict("b=2&a=1&cursor=x&view=3&empty=&q=Иванов"), QueryDict("a=1&part=rows&b=2")
    assert tidied_query(one) == tidied_query(other) == "a=1&b=2"


def test_a_shared_view_shows_each_his_own_rows(story: Story, client: Browser) -> None:
    story.deal(title="Аннина")
    story.deal(story.vera, title="Верина")
    view = save_view("deals", "Все открытые", QueryDict("state=open"), by=story.head, is_shared=True)
    client.force_login(story.anna)
    page = client.get(f"/deals/list/?state=open&view={view.pk}")
    assert "Аннина" in page.text and "Верина" not in page.text and "Все открытые" in page.text
    with pytest.raises(NotAllowed, match="руководители"):
        save_view("deals", "Моё", QueryDict(""), by=story.anna, is_shared=True)
    with pytest.raises(NotAllowed):
        delete_view(view, by=story.anna)


def test_a_private_view_is_nobody_elses(story: Story, client: Browser) -> None:
    view = save_view("deals", "Моё", QueryDict("responsible=me"), by=story.anna)
    client.force_login(story.boris)
    assert "Моё" not in client.get("/deals/list/?state=open").text
    assert client.get(f"/deals/list/?view={view.pk}").context["view_bar"].shown is None
    for part in ("renew", "delete", "pin", "open-with"):
        assert client.post(f"/lists/view/{view.pk}/{part}/").status_code == 404
    with pytest.raises(NotAllowed):
        pin_view(view, by=story.boris)


def test_a_name_is_written_over_and_stands_once(story: Story) -> None:
    first = save_view("deals", "Мои", QueryDict("responsible=me"), by=story.anna)
    again = save_view("deals", "МОИ ", QueryDict("state=won"), by=story.anna)
    assert first.pk == again.pk and SavedView.objects.get().query == "state=won"
    with pytest.raises(Refused, match="имя"):
        save_view("deals", "  ", QueryDict(""), by=story.anna)
    with pytest.raises(Refused, match="слишком много"):
        renew_view(again, QueryDict("amount_from=" + "9" * 2000), by=story.anna)
    unpin_view(again, by=story.anna)
    assert not again.pins.exists()


def test_a_list_opens_for_a_role_as_the_owner_chose(story: Story, client: Browser) -> None:
    manager = Role.objects.of_base("manager")
    view = save_view("deals", "Просроченные", QueryDict("next_step=overdue"), by=story.owner, is_shared=True)
    with pytest.raises(NotAllowed):
        open_list_with(view, [manager], by=story.head)
    open_list_with(view, [manager], by=story.owner)
    client.force_login(story.anna)
    assert client.get("/deals/list/").url == f"/deals/list/?next_step=overdue&view={view.pk}"
    assert client.get("/deals/list/?view=0").status_code == 200
    client.force_login(story.head)
    assert client.get("/deals/list/").status_code == 200
    open_list_with(view, [], by=story.owner)
    assert not RoleView.objects.exists()
    private = save_view("clients", "Моё", QueryDict(""), by=story.owner)
    with pytest.raises(Refused, match="Сначала"):
        open_list_with(private, [manager], by=story.owner)


def test_views_are_kept_on_a_page_and_cost_one_query(story: Story, client: Browser, django_assert_num_queries: Any) -> None:
    for number in range(5):
        save_view("clients", f"Вид {number}", QueryDict("kind=person"), by=story.owner, is_shared=True)
    client.force_login(story.owner)
    page = client.get("/lists/views/clients/").text
    assert page.count("Вид ") >= 5 and "открывается" in page
    client.post(f"/lists/view/{SavedView.objects.all()[0].pk}/delete/")
    assert SavedView.objects.count() == 4
    client.force_login(story.anna)
    client.get("/clients/?kind=person")
    with django_assert_num_queries(5):
        client.get("/clients/?kind=person")
    assert client.get("/lists/views/nothing/").status_code == 404
    wrong = client.post("/lists/views/clients/save/", {"name": "", "query": "kind=person"}, headers=HTMX)
    assert wrong.status_code == 422 and "kind=person" in wrong.text


def test_what_stands_over_the_list_is_what_the_rules_say(story: Story) -> None:
    for by, name in ((story.owner, "Ёлка"), (story.head, "яблоко"), (story.anna, "Арбуз")):
        for is_shared in (False, True) if by != story.anna else (False,):
            view = save_view("deals", f"{name} {is_shared}", QueryDict("state=won"), by=by, is_shared=is_shared)
            if is_shared:
                pin_view(view, by=story.anna)
    save_view("clients", "Другой список", QueryDict(""), by=story.anna)
    RoleView.objects.create(role=story.anna.role, list_key="deals", view=SavedView.objects.get(name="яблоко True"))
    for member in (story.owner, story.head, story.anna, story.vera):
        told = [(view.pk, view.is_pinned, view.is_default) for view in SavedView.objects.over_list("deals", member)]
        assert told == [(view.pk, view.is_pinned, view.is_default) for view in SavedView.objects.of_list("deals", member)]
