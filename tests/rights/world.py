"""A company in which every role meets rows of his own, of a peer, of a department below and of a stranger."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shturman.clients.actions import add_note
from shturman.clients.models import Client
from shturman.company.actions import add_department, add_member
from shturman.company.models import Member, Role
from shturman.deals.actions import (
    GivenFacts,
    NewDeal,
    Registration,
    add_observer,
    attach_file,
    change_stage,
    move_deal,
    open_deal,
    register_deal,
)
from shturman.deals.models import Deal, Stage
from shturman.tasks.actions import NewTask, set_tasks
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of


@dataclass(frozen=True)
class Row:
    """`marker` stands in the row's own words alone; `amount` of a deal is a power of two, so that a sum names its deals."""

    kind: str
    pk: int
    leader: Member
    marker: str
    whose: str
    amount: int = 0
    deal: Row | None = None
    is_observed: bool = False
    is_common: bool = False
    is_hidden: bool = False
    is_registered: bool = False
    is_won: bool = False


@dataclass
class RightsWorld:
    story: Story
    actor: Member
    rows: list[Row] = field(default_factory=list)
    numbers: int = 0

    def of(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row.kind in kinds]

    def marker(self) -> str:
        self.numbers += 1
        return f"zeta{self.numbers:03d}"


def build(story: Story, base: str) -> RightsWorld:
    below = add_department("Отдел ниже", parent=story.projects, by=story.owner)
    junior = add_member({"login": "junior", "surname": "Младший", "department": below}, by=story.owner)
    actor = _actor(story, base)
    world = RightsWorld(story, actor)
    leaders = {"own": actor, "peer": story.boris, "below": junior, "stranger": story.vera}
    for whose, leader in leaders.items():
        _rows_of(world, whose, leader)
    _special_deals(world)
    return world


def _actor(story: Story, base: str) -> Member:
    if base == "owner":
        return story.owner
    if base == "head":
        return story.head
    department = story.service if base == "colleague" else None if base in ("agent", "head_of_sales") else story.projects
    facts = {"login": f"actor-{base}", "surname": "Смотрящий", "department": department, "head": story.head}
    member = add_member({**facts, "role": Role.objects.of_base(base)}, by=story.owner)
    return Member.objects.select_related("role", "department").get(pk=member.pk)


def _rows_of(world: RightsWorld, whose: str, leader: Member) -> None:
    owner = world.story.owner
    for kind in (Client.Kind.PERSON, Client.Kind.ORGANISATION):
        marker = world.marker()
        client = client_of(owner, marker, kind, responsible=leader)
        world.rows.append(Row("client", client.pk, leader, marker, whose))
    organisation = Client.objects.get(pk=world.rows[-1].pk)
    opened = _deal(world, leader, whose, client=organisation)
    _deal(world, leader, whose, client=organisation, is_won=True)
    due = Due(on=timezone.localdate())
    for deal in (opened, None):
        marker = world.marker()
        facts = {"deal": Deal.objects.get(pk=deal.pk)} if deal else {"client": organisation}
        task = set_tasks([NewTask(marker, due, leader, **facts)], by=owner)[0]
        Task.objects.filter(pk=task.pk).update(author=leader)
        world.rows.append(Row("task", task.pk, leader, marker, whose, deal=deal))


def _deal(world: RightsWorld, leader: Member, whose: str, *, client: Client | None = None, is_won: bool = False, **marks: Any) -> Row:
    story, marker, amount = world.story, world.marker(), 2 ** len(world.of("deal"))
    stage = marks.pop("stage", None) or in_work(story)[0]
    new = NewDeal(marker, story.funnel, leader, client=client, stage=stage, amount=Decimal(amount))
    deal = open_deal(new, by=story.owner)
    if is_won:
        won = next(stage for stage in story.stages.values() if stage.is_won)
        move_deal(deal, won, by=story.owner, given=GivenFacts(client=client))
    row = Row("deal", deal.pk, leader, marker, whose, amount=amount, is_won=is_won, **marks)
    world.rows.append(row)
    _inside(world, row, deal)
    return row


def _inside(world: RightsWorld, row: Row, deal: Deal) -> None:
    marker = world.marker()
    note = add_note(deal, marker, by=world.story.owner)
    world.rows.append(Row("note", note.pk, row.leader, marker, row.whose, deal=row))
    marker = world.marker()
    attach_file(deal, SimpleUploadedFile(f"{marker}.txt", b"words"), by=world.story.owner)
    world.rows.append(Row("file", deal.files.get().pk, row.leader, marker, row.whose, deal=row))


def _special_deals(world: RightsWorld) -> None:
    story, actor = world.story, world.actor
    common, hidden = in_work(story)[2], in_work(story)[3]
    observed = _deal(world, story.vera, "observed", is_observed=True)
    if actor != story.owner:
        add_observer(Deal.objects.get(pk=observed.pk), actor, by=story.owner)
    _deal(world, story.vera, "common", stage=common, is_common=True)
    _deal(world, actor, "own on a hidden stage", stage=hidden, is_hidden=True)
    _deal(world, story.boris, "peer's on a hidden stage", stage=hidden, is_hidden=True)
    change_stage(common, {"is_seen_by_all": True, "is_open_to_all": True}, by=story.owner)
    change_stage(hidden, {"is_for_managers": False}, by=story.owner)
    if actor.role.is_outside:
        _registered(world)


def _registered(world: RightsWorld) -> None:
    story, marker, amount = world.story, world.marker(), 2 ** len(world.of("deal"))
    deal = register_deal(Registration(marker, world.marker(), story.funnel, amount=Decimal(amount)), by=world.actor)
    row = Row("deal", deal.pk, deal.responsible, marker, "registered", amount=amount, is_registered=True)
    world.rows.append(row)
    _inside(world, row, deal)


def in_work(story: Story) -> list[Stage]:
    return sorted((stage for stage in story.stages.values() if stage.is_open), key=lambda stage: stage.position)
