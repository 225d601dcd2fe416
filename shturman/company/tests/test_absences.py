"""Who is away, what he leaves to his deputy, and where the steps go meanwhile."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shturman.clients.actions import change_client
from shturman.clients.models import Client
from shturman.company.actions import add_absence, change_absence, change_member, remove_absence
from shturman.company.models import Absence, Member
from shturman.company.queries import forget_settings, standing_in_for, work_week_of
from shturman.deals.actions import assign_deals, change_deal, delete_deal
from shturman.deals.models import Deal
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions import complete_task
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    forget_settings()
    yield
    forget_settings()


def today(shift: int = 0) -> date:
    return timezone.localdate() + timedelta(days=shift)


def away(story: Story, first: int = -1, last: int = 9, member: Member | None = None, **facts: Any) -> Absence:
    wanted = {"kind": "holiday", "first_day": today(first), "last_day": today(last), "deputy": None, **facts}
    return add_absence(member or story.anna, wanted, by=story.owner)


def again(member: Member) -> Member:
    """As a new request sees him."""
    return Member.objects.select_related("role", "department").get(pk=member.pk)


def test_the_deputy_sees_and_edits_what_the_absent_leads(story: Story, client: Browser) -> None:
    deal, buyer = story.deal(title="Вентиляция порта"), client_of(story.anna)
    task = Task.objects.everything().open().get(deal=deal)
    assert not Deal.objects.visible_to(again(story.vera)).exists()
    away(story, deputy=story.vera)
    vera = again(story.vera)
    assert list(Deal.objects.visible_to(vera)) == [deal] and list(Client.objects.visible_to(vera)) == [buyer]
    assert task in Task.objects.visible_to(vera)
    change_deal(deal, {"title": "Вентиляция порта и складов"}, by=vera)
    change_client(buyer, {"industry": "Порты"}, by=vera)
    complete_task(task, "Созвонилась", by=vera)
    client.force_login(story.vera)
    for address in ("/deals/", "/deals/list/", f"/deals/{deal.pk}/"):
        assert "Вентиляция порта и складов" in client.get(address).text, address
    assert buyer.name in client.get("/clients/").text


def test_the_deputy_gives_nothing_away_and_deletes_nothing(story: Story) -> None:
    deal = story.deal()
    away(story, deputy=story.vera)
    vera = again(story.vera)
    with pytest.raises(NotAllowed):
        assign_deals([deal], story.vera, by=vera)
    with pytest.raises(NotAllowed):
        delete_deal(deal, by=vera)


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)])
def test_before_and_after_the_absence_he_sees_nothing_of_it(story: Story, first: int, last: int) -> None:
    deal = story.deal()
    away(story, first, last, deputy=story.vera)
    vera = again(story.vera)
    assert not Deal.objects.visible_to(vera).exists()
    with pytest.raises(NotAllowed):
        change_deal(deal, {"title": "Чужая"}, by=vera)


def test_who_signs_in_brings_his_deputyship_along_without_a_query(story: Story, client: Browser) -> None:
    story.deal(title="Вентиляция порта")
    client.force_login(story.vera)
    client.get("/deals/list/")
    with CaptureQueriesContext(connection) as before:
        client.get("/deals/list/")
    away(story, deputy=story.vera)
    client.get("/deals/list/")
    with CaptureQueriesContext(connection) as after:
        assert "Вентиляция порта" in client.get("/deals/list/").text
    assert not [query for query in after if "company_absence" in query["sql"] and "company_member" not in query["sql"].split("WHERE")[0]]
    assert len(after) <= len(before) + 1, "the row that is there now may have its own column, the deputyship costs nothing"


def test_a_new_step_goes_to_the_deputy(story: Story) -> None:
    away(story, deputy=story.boris)
    deal = story.deal(by=story.head)
    assert Task.objects.everything().open().get(deal=deal).assignee == story.boris
    assert standing_in_for(again(story.anna)) == story.boris


def test_without_a_deputy_it_waits_for_the_return(story: Story) -> None:
    away(story, 0, 20)
    deal = story.deal(by=story.head)
    task = Task.objects.everything().open().get(deal=deal)
    assert task.assignee == story.anna and task.due_on and task.due_on > today(20)
    assert not work_week_of(again(story.anna)).is_working(today())


def test_a_deputy_who_is_away_himself_or_has_left_takes_nothing(story: Story) -> None:
    absence = away(story, deputy=story.vera)
    away(story, member=story.vera)
    assert standing_in_for(again(story.anna)) == story.anna
    remove_absence(Absence.objects.get(member=story.vera), by=story.owner)
    change_member(story.vera, {"is_active": False}, by=story.owner)
    assert standing_in_for(again(story.anna)) == story.anna and absence.deputy == story.vera


def test_many_deals_of_one_away_cost_one_query(story: Story) -> None:
    away(story, deputy=story.boris)
    deals = [story.deal(by=story.head) for _number in range(6)]
    with CaptureQueriesContext(connection) as queries:
        assign_deals(deals, story.boris, by=story.head)
    assert sum("company_absence" in query["sql"] for query in queries) <= 2


@pytest.mark.parametrize(
    ("first", "last", "words"), [(3, 1, "раньше первого"), (5, 12, "Уже записано отсутствие"), (100, 2000, "не больше трёх лет")]
)
def test_what_cannot_be_is_refused_in_words(story: Story, client: Browser, first: int, last: int, words: str) -> None:
    away(story)
    client.force_login(story.owner)
    facts = {"kind": "illness", "first_day": f"{today(first):%d.%m.%Y}", "last_day": f"{today(last):%d.%m.%Y}", "note": "Набрано"}
    answer = client.post(f"/company/members/{story.anna.pk}/absences/add/", facts)
    assert answer.status_code == 422 and words in answer.text and "Набрано" in answer.text
    assert Absence.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(member=story.anna, first_day=today(), last_day=today())


def test_an_absence_is_changed_and_struck_out(story: Story, client: Browser) -> None:
    absence = away(story)
    change_absence(absence, {"last_day": today(3), "deputy": story.boris}, by=story.head)
    client.force_login(story.head)
    client.post(f"/company/members/{story.anna.pk}/absences/{absence.pk}/remove/")
    assert not Absence.objects.exists()


def test_it_is_kept_by_his_head_and_the_owner(story: Story, client: Browser) -> None:
    for stranger in (story.anna, story.boris, story.vera):
        with pytest.raises(NotAllowed, match="руководитель"):
            add_absence(story.anna, {"first_day": today(), "last_day": today()}, by=stranger)
    client.force_login(story.head)
    assert client.get(f"/company/members/{story.vera.pk}/absences/add/").status_code == 403
    with pytest.raises(Refused, match="другой работающий"):
        add_absence(story.anna, {"first_day": today(), "last_day": today(), "deputy": story.anna}, by=story.head)


def test_pages_say_who_is_away_and_keep_an_illness_to_themselves(story: Story, client: Browser) -> None:
    deal = story.deal()
    away(story, deputy=story.boris)
    away(story, member=story.vera, kind="illness", note="стационар")
    client.force_login(story.boris)
    staff, people = client.get("/company/").text, client.get("/company/absences/").text
    assert "в отпуске до" in staff and "замещает Левченко Борис" in staff
    assert "отсутствует до" in staff and "болезнь" not in staff + people and "стационар" not in people
    client.force_login(story.head)
    assert "в отпуске до" in client.get(f"/deals/{deal.pk}/").text
    assert not any("illness" in str(entry.facts) or "стационар" in str(entry.facts) for entry in Entry.objects.all())


def test_the_board_says_on_the_tile_whose_manager_is_away(story: Story, client: Browser) -> None:
    story.deal()
    client.force_login(story.head)
    assert "face--away" not in client.get("/deals/").text
    away(story, 0, 3)
    tile = client.get("/deals/").text
    assert "face--away" in tile
    assert "в отпуске до" in tile
