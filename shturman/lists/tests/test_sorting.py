"""Lists by several columns: the order of the address, page by page, without a gap or a double, whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import change_client
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.actions import change_stage
from shturman.deals.list_columns import SORTS
from shturman.deals.models import Deal
from shturman.fields.tests.cards import key_of
from shturman.kit.words import folded
from shturman.lists.tests.orderly import TITLES, VIEWERS, World, name_of, pages_of
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

Value = Callable[[Any], Any]


def is_in_order(rows: list[Any], levels: list[tuple[Value, bool]]) -> bool:
    """Each row stands after the one before it; what is empty comes last both ways."""

    def precedes(one: Any, other: Any) -> bool:
        for value, falls in levels:
            left, right = value(one), value(other)
            if left == right:
                continue
            if left is None or right is None:
                return right is None
            return bool(left > right) if falls else bool(left < right)
        return one.pk > other.pk if levels[-1][1] else one.pk < other.pk

    return all(precedes(one, other) for one, other in zip(rows, rows[1:], strict=False))


KEYS: dict[str, Value] = {
    "title": lambda deal: folded(deal.title),
    "client": lambda deal: deal.client.folded_name if deal.client else None,
    "stage": lambda deal: (deal.stage.funnel.position, deal.stage.funnel_id, deal.stage.position, deal.stage_id),
    "next": lambda deal: deal.next_step_at,
    "responsible": lambda deal: name_of(deal.responsible),
    "expected": lambda deal: deal.expected_on,
    "amount": lambda deal: deal.amount,
    "on_stage": lambda deal: -deal.entered_stage_at.timestamp(),
    "created": lambda deal: deal.created_at,
    "changed": lambda deal: deal.changed_at,
    "closed": lambda deal: deal.closed_at,
    "department": lambda deal: folded(deal.department.name) if deal.department else None,
    "registrar": lambda deal: name_of(deal.registrar),
}
ORDERS = [
    *[f"{sign}{key}" for key in KEYS for sign in ("", "-") if f"{sign}{key}" not in ("title", "-title")],
    "stage,-amount",
    "responsible,-expected,title",
    "-amount,client,-stage,next",
    "-title,responsible",
    "title,amount",
]


def levels_of(order: str, keys: dict[str, Value]) -> list[tuple[Value, bool]]:
    return [(keys[part.removeprefix("-")], part.startswith("-")) for part in order.split(",")]


@pytest.mark.parametrize("login", VIEWERS)
def test_every_order_of_deals_shows_each_row_once_and_in_its_place(world: World, client: Browser, login: str) -> None:
    member = getattr(world.story, login)
    client.force_login(member)
    seen = {deal.pk: deal for deal in Deal.objects.visible_to(member).select_related("stage__funnel", "client", "responsible", "registrar")}
    for order in ORDERS:
        ids = pages_of(client, f"/deals/list/?view=0&state=all&sort={order}", "deal")
        assert sorted(ids) == sorted(seen), order
        assert is_in_order([seen[pk] for pk in ids], levels_of(order, KEYS)), order


@pytest.mark.parametrize("login", ["owner", "vera"])
def test_deals_stand_in_the_order_of_own_fields(world: World, client: Browser, login: str) -> None:
    member, own = getattr(world.story, login), world.own
    places = {pk: place for place, pk in enumerate(own["choice"].choices.values_list("pk", flat=True))}
    people = {person.pk: name_of(person) for person in Member.objects.all()}
    read: dict[str, Callable[[Any], Any]] = {
        "text": folded,
        "number": Decimal,
        "money": Decimal,
        "date": str,
        "flag": bool,
        "choice": places.__getitem__,
        "person": people.__getitem__,
    }
    client.force_login(member)
    seen = {deal.pk: deal for deal in Deal.objects.visible_to(member).open()}
    for kind, value_of in read.items():
        name = key_of(own[kind])

        def value(deal: Any, name: str = name, value_of: Callable[[Any], Any] = value_of) -> Any:
            kept = getattr(deal, name)
            return None if kept is None else value_of(kept)

        for order in (name, f"-{name}", f"amount,-{name}"):
            ids = pages_of(client, f"/deals/list/?view=0&sort={order}", "deal")
            assert sorted(ids) == sorted(seen), order
            assert is_in_order([seen[pk] for pk in ids], levels_of(order, {**KEYS, name: value})), order


def test_many_choices_wrong_keys_and_repeated_ones_are_left_out(world: World) -> None:
    asked = f"{key_of(world.own['many'])},stage,-stage,,-,выдумка,own_999999,amount' OR 1,-amount,title,next,client"
    levels = SORTS.asked(asked, world.story.owner)
    assert [level.key for level in levels] == ["stage", "-amount", "title", "next"]


CLIENT_KEYS: dict[str, Value] = {
    "name": lambda client: client.folded_name,
    "responsible": lambda client: name_of(client.responsible),
    "post": lambda client: folded(client.job_title) or client.inn or None,
    "industry": lambda client: folded(client.industry) or None,
    "inn": lambda client: client.inn or None,
    "department": lambda client: folded(client.department.name) if client.department else None,
    "created": lambda client: client.created_at,
    "changed": lambda client: client.changed_at,
}


@pytest.mark.parametrize("login", VIEWERS)
def test_every_order_of_clients_shows_each_row_once_and_in_its_place(story: Story, client: Browser, login: str) -> None:
    for number in range(33):
        firm = client_of((story.anna, story.boris, story.vera)[number % 3], f"ООО «{TITLES[number % 7]} {number}»")
        facts = {"industry": ("Ёлки", "елки", "", "вода")[number % 4], "job_title": ("Директор", "")[number % 2], "inn": "7707083893"}
        change_client(firm, {name: value for name, value in facts.items() if number % 3 or name != "inn"}, by=story.owner)
    member = getattr(story, login)
    client.force_login(member)
    seen = {one.pk: one for one in Client.objects.visible_to(member).select_related("responsible", "department")}
    orders = [f"{sign}{key}" for key in CLIENT_KEYS for sign in ("", "-")]
    for order in [*orders, "responsible,-name", "-industry,post,created", "department,-responsible,inn,name"]:
        ids = pages_of(client, f"/clients/?view=0&sort={order}", "client")
        assert sorted(ids) == sorted(seen), order
        assert is_in_order([seen[pk] for pk in ids], levels_of(order, CLIENT_KEYS)), order


TASK_KEYS: dict[str, Value] = {
    "title": lambda task: folded(task.title),
    "about": lambda task: folded(task.about) or None,
    "who": lambda task: name_of(task.assignee),
    "author": lambda task: name_of(task.author),
    "due": lambda task: task.deadline,
    "kind": lambda task: folded(task.get_kind_display()),
    "deal": lambda task: folded(task.deal.title) if task.deal else None,
    "created": lambda task: task.created_at,
    "department": lambda task: folded(task.assignee.department.name) if task.assignee.department else None,
    "result": lambda task: folded(task.result) or None,
    "done": lambda task: task.completed_at,
}


@pytest.mark.parametrize("login", VIEWERS)
def test_every_order_of_tasks_shows_each_row_once_and_in_its_place(story: Story, client: Browser, login: str) -> None:
    now = timezone.now()
    for number in range(36):
        by = (story.anna, story.boris, story.vera)[number % 3]
        task = NewTask(
            TITLES[number % 7],
            Due(at=now + timedelta(days=number % 5)),
            by,
            kind=(Task.Kind.CALL, Task.Kind.MEETING)[number % 2],
            client=client_of(by, f"Фирма {number}") if number % 4 == 0 else None,
        )
        set_task(task, by=(by, story.owner)[number % 2])
    story.deal(story.anna)
    member = getattr(story, login)
    client.force_login(member)
    rows = Task.objects.visible_to(member).open().select_related("deal__client", "client", "assignee__department", "author")
    seen = {task.pk: task for task in rows}
    orders = [f"{sign}{key}" for key in TASK_KEYS for sign in ("", "-")]
    for order in [*orders, "who,due", "kind,-who,title", "-author,about,-due,kind"]:
        ids = pages_of(client, f"/tasks/?view=0&who=all&sort={order}", "task")
        assert sorted(ids) == sorted(seen), order
        if order not in ("due", "-due", "done", "-done"):
            assert is_in_order([seen[pk] for pk in ids], levels_of(order, TASK_KEYS)), order


def test_what_is_handed_over_has_no_stage_to_stand_by(world: World, client: Browser) -> None:
    """The place of a hidden stage is told to nobody who may not know it."""
    story = world.story
    hidden = Deal.objects.filter(responsible=story.anna).order_by("stage__position")[0].stage
    change_stage(hidden, {"is_for_managers": False}, by=story.owner)
    client.force_login(story.anna)
    for order in ("stage", "-stage"):
        ids = pages_of(client, f"/deals/list/?view=0&sort={order}", "deal")
        found = Deal.objects.in_bulk(ids)
        stages = [found[pk].stage_id for pk in ids]
        count = stages.count(hidden.pk)
        assert count and stages[-count:] == [hidden.pk] * count
