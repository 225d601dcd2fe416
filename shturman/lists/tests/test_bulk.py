"""Many rows at once: what was looked through is what is changed, and the whole is taken back as one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import set_tags
from shturman.clients.models import Client
from shturman.company.actions import change_member
from shturman.company.models import Member
from shturman.deals.actions import GivenFacts, assign_deals, change_deal, delete_deal, move_deal
from shturman.deals.models import Deal, LossReason
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.lists.actions import (
    ask_to_undo_bulk,
    carry_out_bulk,
    carry_out_bulk_undo,
    carrying,
    choose_filtered,
    choose_rows,
    forget_abandoned_choices,
    prepare_bulk,
    start_bulk,
    stop_bulk,
)
from shturman.lists.models import BulkRow, BulkRun
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import Story, client_of


def prepared(thing: str, deed: str, facts: dict[str, Any], ids: list[int], by: Member) -> BulkRun:
    return prepare_bulk(choose_rows(thing, ids, by=by), house.bulk_thing(thing).deed(deed), facts, by=by)


def done(thing: str, deed: str, facts: dict[str, Any], ids: list[int], by: Member) -> BulkRun:
    run = start_bulk(prepared(thing, deed, facts, ids, by), by=by)
    carry_out_bulk(run.pk)
    return BulkRun.objects.get(pk=run.pk)


def undone(run: BulkRun, by: Member) -> BulkRun:
    ask_to_undo_bulk(run, by=by)
    carry_out_bulk_undo(run.pk)
    return BulkRun.objects.get(pk=run.pk)


def states(run: BulkRun) -> dict[str, int]:
    counted: dict[str, int] = {}
    for state in run.rows.values_list("state", flat=True):
        counted[state] = counted.get(state, 0) + 1
    return counted


def test_a_head_gives_deals_with_their_tasks_to_another_and_takes_all_back(story: Story) -> None:
    deals = [story.deal(title=f"Сделка {number}") for number in range(12)]
    ids = [deal.pk for deal in deals]
    run = done("deals", "assign", {"responsible": story.boris.pk, "name": "Левченко Борис"}, ids, story.head)
    assert run.state == "done" and states(run) == {"done": 12}
    assert {deal.responsible for deal in Deal.objects.filter(pk__in=ids)} == {story.boris}
    assert {task.assignee for task in Task.objects.open().filter(deal__in=ids)} == {story.boris} and not next_step_gaps()
    assert undone(run, story.head).state == "undone"
    assert {deal.responsible for deal in Deal.objects.filter(pk__in=ids)} == {story.anna}
    assert {task.assignee for task in Task.objects.open().filter(deal__in=ids)} == {story.anna} and not next_step_gaps()


def test_what_cannot_be_changed_is_told_before_and_holds_nothing_back(story: Story) -> None:
    own, given = story.deal(), story.deal(story.boris)
    run = prepared("deals", "assign", {"responsible": story.boris.pk, "name": "Борис"}, [own.pk, given.pk], story.head)
    assert states(run) == {"waiting": 1, "refused": 1}
    assert run.rows.get(state="refused").reason == "он уже ведёт её"
    start_bulk(run, by=story.head)
    carry_out_bulk(run.pk)
    assert states(run) == {"done": 1, "refused": 1} and Deal.objects.get(pk=own.pk).responsible == story.boris


def test_an_undo_leaves_what_people_have_changed_since(story: Story) -> None:
    deals = [story.deal(title=f"Сделка {number}") for number in range(3)]
    run = done("deals", "assign", {"responsible": story.boris.pk, "name": "Борис"}, [deal.pk for deal in deals], story.owner)
    assign_deals([deals[0]], story.vera, by=story.owner)
    undone(run, story.owner)
    assert states(run) == {"restored": 2, "kept": 1}
    assert run.rows.get(state="kept").reason == "с тех пор изменено вручную"
    assert [Deal.objects.get(pk=deal.pk).responsible for deal in deals] == [story.vera, story.anna, story.anna]


def test_a_row_that_was_deleted_since_holds_no_undo_back(story: Story) -> None:
    first, second = [stage for stage in story.stages.values() if stage.is_open][:2]
    deals = [story.deal(title=f"Сделка {number}") for number in range(3)]
    run = done("deals", "move", {"stage": second.pk, "name": second.name}, [deal.pk for deal in deals], story.anna)
    delete_deal(deals[1], by=story.anna)
    assert undone(run, story.anna).state == "undone"
    assert states(run) == {"restored": 2, "kept": 1} and run.rows.get(state="kept").reason == "Это тем временем удалил коллега"
    assert [Deal.objects.get(pk=deal.pk).stage for deal in deals] == [first, second, first]


def test_an_undo_that_failed_is_asked_for_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = [stage for stage in story.stages.values() if stage.is_open][:2]
    deal = story.deal()
    run = done("deals", "move", {"stage": second.pk, "name": second.name}, [deal.pk], story.anna)
    ask_to_undo_bulk(run, by=story.anna)
    with monkeypatch.context() as broken:
        broken.setattr("shturman.lists.actions.undoing.Outcome", broken_outcome)
        with pytest.raises(RuntimeError):
            carry_out_bulk_undo(run.pk)
    assert undone(BulkRun.objects.get(pk=run.pk), story.anna).state == "undone"
    assert Deal.objects.get(pk=deal.pk).stage == first


def broken_outcome(*facts: Any) -> None:
    raise RuntimeError("no room on the disk")


def test_deals_go_to_a_stage_through_the_one_gate(story: Story) -> None:
    first, second, third = [stage for stage in story.stages.values() if stage.is_open][:3]
    deals = [story.deal(title=f"Сделка {number}") for number in range(3)]
    move_deal(deals[2], second, by=story.anna)
    won = next(stage for stage in story.stages.values() if stage.is_won)
    assert states(prepared("deals", "move", {"stage": won.pk, "name": won.name}, [deal.pk for deal in deals], story.anna)) == {"refused": 3}
    run = done("deals", "move", {"stage": second.pk, "name": second.name}, [deal.pk for deal in deals], story.anna)
    assert states(run) == {"done": 2, "refused": 1} and not next_step_gaps()
    move_deal(deals[0], third, by=story.anna)
    undone(run, story.anna)
    assert [Deal.objects.get(pk=deal.pk).stage for deal in deals] == [third, first, second]
    assert states(run) == {"kept": 1, "restored": 1, "refused": 1} and not next_step_gaps()


def test_a_closed_deal_is_opened_again_from_its_card_alone(story: Story) -> None:
    deal, stage = story.deal(), next(stage for stage in story.stages.values() if stage.is_open)
    lost = next(stage for stage in story.stages.values() if stage.kind == "lost")
    move_deal(deal, lost, by=story.anna, given=GivenFacts(loss_reason=LossReason.objects.first(), loss_words="дорого"))
    run = prepared("deals", "move", {"stage": stage.pk, "name": stage.name}, [deal.pk], story.anna)
    assert run.rows.get().reason == "она закрыта: заново её открывают из карточки"


def test_fields_are_changed_and_come_back(story: Story) -> None:
    deals = [story.deal(title="Раз", amount=Decimal(100)), story.deal(title="Два", amount=Decimal(200))]
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    run = done("deals", "change", {"expected_on": day, "amount": "500"}, [deal.pk for deal in deals], story.anna)
    assert {(str(deal.expected_on), deal.amount) for deal in Deal.objects.filter(pk__in=[deal.pk for deal in deals])} == {
        (day, Decimal(500))
    }
    change_deal(deals[1], {"amount": Decimal(777)}, by=story.anna)
    undone(run, story.anna)
    assert [(deal.expected_on, deal.amount) for deal in Deal.objects.order_by("pk")] == [
        (None, Decimal(100)),
        (timezone.localdate() + timedelta(days=9), Decimal(777)),
    ]


def test_the_trash_takes_many_and_gives_them_back(story: Story) -> None:
    ids = [story.deal(title=f"Сделка {number}").pk for number in range(3)]
    run = done("deals", "delete", {}, ids, story.head)
    assert not Deal.objects.kept().exists() and not Task.objects.kept().exists()
    undone(run, story.head)
    assert Deal.objects.kept().count() == 3 and not next_step_gaps()


def test_clients_get_tags_and_lose_them(story: Story) -> None:
    firms = [client_of(story.anna, f"ООО «Фирма {number}»") for number in range(3)]
    set_tags(firms[0], ["опт", "юг"], by=story.anna)
    run = done("clients", "tag", {"add": ["Опт", "VIP"], "remove": ["юг"]}, [firm.pk for firm in firms], story.anna)
    tags = {firm.pk: sorted(tag.name for tag in firm.tags.all()) for firm in Client.objects.filter(pk__in=[firm.pk for firm in firms])}
    assert tags[firms[0].pk] == ["VIP", "опт"] and tags[firms[2].pk] == ["VIP", "опт"]
    undone(run, story.anna)
    assert sorted(tag.name for tag in Client.objects.get(pk=firms[0].pk).tags.all()) == ["опт", "юг"]
    assert not Client.objects.get(pk=firms[1].pk).tags.exists()


def test_clients_are_given_and_deleted_but_those_with_open_deals_stay(story: Story) -> None:
    busy, free = client_of(story.anna, "ООО «Занятая»"), client_of(story.anna, "ООО «Свободная»")
    story.deal(client=busy)
    run = done("clients", "delete", {}, [busy.pk, free.pk], story.head)
    assert states(run) == {"done": 1, "refused": 1} and Client.objects.kept().filter(pk=busy.pk).exists()
    undone(run, story.head)
    run = done("clients", "assign", {"responsible": story.boris.pk, "name": "Борис"}, [busy.pk, free.pk], story.head)
    assert {client.responsible for client in Client.objects.kept()} == {story.boris}
    undone(run, story.head)
    assert {client.responsible for client in Client.objects.kept()} == {story.anna}


def test_nothing_is_given_to_one_who_left_after_the_look(story: Story) -> None:
    deal, firm = story.deal(), client_of(story.anna)
    facts = {"responsible": story.vera.pk, "name": "Вера"}
    runs = [
        start_bulk(prepared(thing, "assign", facts, [pk], story.owner), by=story.owner)
        for thing, pk in (("deals", deal.pk), ("clients", firm.pk))
    ]
    change_member(story.vera, {"is_active": False}, by=story.owner)
    for run in runs:
        carry_out_bulk(run.pk)
        assert states(run) == {"refused": 1} and "больше не работает" in run.rows.get().reason
    assert Client.objects.get(pk=firm.pk).responsible == Deal.objects.get(pk=deal.pk).responsible == story.anna


def test_only_what_one_sees_is_chosen_and_only_what_one_leads_is_changed(story: Story) -> None:
    mine, foreign = story.deal(), story.deal(story.vera)
    run = choose_rows("deals", [mine.pk, foreign.pk, 999_999], by=story.anna)
    assert [row.object_id for row in run.rows.all()] == [mine.pk]
    with pytest.raises(NotAllowed, match="закрыто"):
        prepare_bulk(run, house.bulk_thing("deals").deed("assign"), {"responsible": story.boris.pk, "name": ""}, by=story.anna)
    with pytest.raises(NotAllowed):
        prepare_bulk(run, house.bulk_thing("deals").deed("move"), {"stage": 1, "name": ""}, by=story.boris)
    with pytest.raises(Refused, match="отметьте"):
        choose_rows("deals", [foreign.pk], by=story.anna)


def test_a_job_that_is_killed_goes_on_where_it_stood(story: Story, monkeypatch: Any) -> None:
    ids = [story.deal(title=f"Сделка {number}").pk for number in range(7)]
    run = start_bulk(prepared("deals", "change", {"amount": "9"}, ids, story.anna), by=story.anna)
    monkeypatch.setattr(carrying, "BATCH", 2)
    for _killed in range(3):
        assert carrying._carry_batch(run.pk)
    carry_out_bulk(run.pk)
    carry_out_bulk(run.pk)
    told = Entry.objects.filter(kind="deals.deal_changed").count()
    assert states(run) == {"done": 7} and told == 7, "no row is changed twice"


def test_it_is_stopped_and_goes_on_or_is_undone(story: Story, monkeypatch: Any) -> None:
    ids = [story.deal(title=f"Сделка {number}", amount=Decimal(1)).pk for number in range(6)]
    run = start_bulk(prepared("deals", "change", {"amount": "9"}, ids, story.anna), by=story.anna)
    monkeypatch.setattr(carrying, "BATCH", 2)
    carrying._carry_batch(run.pk)
    stop_bulk(run, by=story.anna)
    carry_out_bulk(run.pk)
    assert states(run) == {"done": 2, "waiting": 4}
    start_bulk(run, by=story.anna)
    carry_out_bulk(run.pk)
    assert states(run) == {"done": 6}
    undone(run, story.anna)
    assert {deal.amount for deal in Deal.objects.all()} == {Decimal(1)}


def test_it_is_begun_and_undone_once(story: Story) -> None:
    run = done("deals", "change", {"amount": "9"}, [story.deal().pk], story.anna)
    with pytest.raises(Refused):
        start_bulk(run, by=story.anna)
    with pytest.raises(NotAllowed):
        ask_to_undo_bulk(run, by=story.boris)
    undone(run, story.anna)
    with pytest.raises(Refused, match="отменено"):
        ask_to_undo_bulk(run, by=story.anna)


def test_a_whole_filter_is_chosen_as_the_list_shows_it(story: Story, client: Browser) -> None:
    for number in range(30):
        story.deal(title=f"Сделка {number}", amount=Decimal(number * 1000))
    story.deal(story.vera, title="Чужая", amount=Decimal(50_000))
    client.force_login(story.anna)
    page = client.get("/deals/list/?amount_from=10000")
    answer = client.post("/lists/bulk/choose/deals/", {"all": "1", "query": page.context["bulk_query"], "deed": "change"})
    run = BulkRun.objects.get()
    assert run.rows.count() == 20 and answer.url == f"/lists/bulk/{run.pk}/?deed=change"


def test_the_page_asks_shows_what_will_change_and_carries_it_out(story: Story, client: Browser) -> None:
    ids = [story.deal(title=f"Сделка {number}").pk for number in range(3)]
    client.force_login(story.anna)
    page = client.post("/lists/bulk/choose/deals/", {"ids": ids, "deed": "change"}, follow=True)
    run = BulkRun.objects.get()
    assert "Передать" not in page.text, "a manager gives no deals away"
    wrong = client.post(run.get_absolute_url(), {"deed": "change", "amount": "много"})
    assert wrong.status_code == 422 and "много" in wrong.text
    assert client.post(run.get_absolute_url(), {"deed": "change"}).status_code == 422
    told = client.post(run.get_absolute_url(), {"deed": "change", "amount": "12 000"}, follow=True).text
    assert "изменятся" in told and "Изменить 3 строки" in told
    client.post(f"{run.get_absolute_url()}start/")
    assert "Остановить" in client.get(run.get_absolute_url()).text
    carry_out_bulk(run.pk)
    assert "Отменить всё" in client.get(run.get_absolute_url()).text
    assert "Сделка 2" in client.get(f"{run.get_absolute_url()}rows/?state=done").text
    client.force_login(story.boris)
    assert client.get(run.get_absolute_url()).status_code == 404


def test_a_choice_that_came_to_nothing_is_forgotten(story: Story) -> None:
    choose_rows("deals", [story.deal().pk], by=story.anna)
    forget_abandoned_choices(timezone.now() + timedelta(minutes=1))
    assert not BulkRun.objects.exists() and not BulkRow.objects.exists()


def test_three_hundred_deals_change_hands_within_their_queries(story: Story, django_assert_max_num_queries: Any) -> None:
    ids = [story.deal(title=f"Сделка {number}").pk for number in range(300)]
    run = start_bulk(prepared("deals", "assign", {"responsible": story.boris.pk, "name": "Борис"}, ids, story.head), by=story.head)
    with django_assert_max_num_queries(150):
        carry_out_bulk(run.pk)
    assert states(run) == {"done": 300}


def test_too_much_is_refused_in_words(story: Story, monkeypatch: Any) -> None:
    monkeypatch.setattr("shturman.lists.actions.choosing.MOST_ROWS", 2)
    for number in range(3):
        story.deal(title=f"Сделка {number}")
    with pytest.raises(Refused, match="сузьте"):
        choose_filtered("deals", {}, by=story.anna)
