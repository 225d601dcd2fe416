"""The board: a column at a time, totals on their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from shturman.company.models import Member
from shturman.deals.access import sees_client_of, sees_fate_only
from shturman.deals.models import Deal, Funnel, Stage
from shturman.deals.models.sight import EVERYTHING, sight_of
from shturman.deals.veil import veil
from shturman.kit import house
from shturman.kit.keyset import Order, cursor_after, page

COLUMN_SIZE = 8
BOARD_ORDER = Order("board_rank")
FACE = (
    "title",
    "amount",
    "stage_id",
    "entered_stage_at",
    "received_at",
    "next_step_at",
    "closed_at",
    "board_rank",
    "client__name",
    "client__responsible_id",
    "client__department_id",
    "responsible__surname",
    "responsible__photo",
    "responsible__given_name",
    "responsible__patronymic",
    "responsible__login",
)


@dataclass(frozen=True)
class Tile:
    deal: Deal
    next_step: Any
    # Days on the stage, when they are more than it allows and no touch is planned ahead.
    stalled_days: int
    # Whoever sees a deal learns its client's name; the card behind it opens to those who see the client.
    sees_client: bool = False
    # An outside agent is not told of tasks, nor that there are none.
    is_outside: bool = False


@dataclass(frozen=True)
class Column:
    stage: Stage
    tiles: Sequence[Tile]
    next_cursor: str


@dataclass(frozen=True)
class Total:
    count: int = 0
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)


def board_stages(funnel: Funnel, member: Member) -> tuple[list[Stage], list[Stage]]:
    """Columns of the board in their order, stages in work and then the won ones; and the other closing stages."""
    stages = list(funnel.stages.kept().known_to(member))
    shown = [stage for stage in stages if stage.is_open] + [stage for stage in stages if stage.is_won]
    return shown, [stage for stage in stages if stage not in shown]


def columns(stages: Sequence[Stage], member: Member, condition: Q) -> list[Column]:
    """The first tiles of all columns by two queries: their ids as an array a column, then the deals themselves."""
    sight = sight_of(member)
    rows = Deal.objects.but_for(sight).filter(condition)
    own = [stage.pk for stage in stages if stage.pk not in sight.stages]
    ids = _first_ids(rows, own, sight.own) | _first_ids(rows, [stage.pk for stage in stages if stage.pk in sight.stages], EVERYTHING)
    found: dict[int, list[Deal]] = defaultdict(list)
    for deal in faces(rows.filter(pk__in={pk for column_ids in ids.values() for pk in column_ids})):
        found[deal.stage_id].append(deal)
    for deals in found.values():
        deals.sort(key=lambda deal: (deal.board_rank, deal.pk))
    shown = [deal for stage in stages for deal in _with(stage, found[stage.pk][:COLUMN_SIZE])]
    tiles = {tile.deal.pk: tile for tile in tiles_of(shown, member)}
    return [
        _column(stage, [tiles[deal.pk] for deal in found[stage.pk][:COLUMN_SIZE]], len(found[stage.pk]) > COLUMN_SIZE) for stage in stages
    ]


def _first_ids(rows: QuerySet[Deal], stage_ids: Sequence[int], arms: Sequence[Q]) -> dict[int, set[int]]:
    """The top of each column by each arm: one query, an index in order for each pair."""
    if not stage_ids or not arms:
        return {}
    firsts = [
        ArraySubquery(rows.filter(arm, stage=OuterRef("pk")).order_by(*BOARD_ORDER.by()).values("pk")[: COLUMN_SIZE + 1]) for arm in arms
    ]
    found = Stage.objects.filter(pk__in=stage_ids).order_by().values_list("pk", *firsts)
    return {stage_id: set(chain.from_iterable(by_arm)) for stage_id, *by_arm in found}


def _column(stage: Stage, tiles: Sequence[Tile], has_more: bool) -> Column:
    return Column(stage, tiles, cursor_after(tiles[-1].deal, BOARD_ORDER) if has_more and tiles else "")


def column(stage: Stage, member: Member, condition: Q, cursor: str) -> Column:
    sight = sight_of(member)
    rows = faces(Deal.objects.but_for(sight).filter(condition, stage=stage))
    found = page(rows, BOARD_ORDER, cursor, COLUMN_SIZE, sight.arms_on(stage.pk))
    return Column(stage, tiles_of(_with(stage, found.rows), member), found.next_cursor)


def faces(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    """What a tile or a row of a list shows of a deal: a third of its columns."""
    return deals.select_related("client", "responsible").only(*FACE)


def totals(stages: Iterable[Stage], member: Member, condition: Q) -> dict[int, Total]:
    """Count, sum and weighted sum of each column, by the same filter as its rows."""
    stages = list(stages)
    rows = (
        Deal.objects.visible_to(member)
        .filter(condition, stage__in=stages)
        .order_by()
        .values("stage")
        .annotate(count=Count("pk"), amount=Sum("amount"))
    )
    chance = {stage.pk: stage.probability for stage in stages}
    found = {row["stage"]: Total(row["count"], row["amount"], row["amount"] * chance[row["stage"]] / 100) for row in rows}
    return {stage.pk: found.get(stage.pk, Total()) for stage in stages}


SUMS = {
    "weighted": Sum(F("amount") * F("stage__probability") / 100, filter=Q(closed_at=None)),
    "whole": Sum("amount"),
    "count": Count("pk"),
}


def sum_of(deals: QuerySet[Deal]) -> Total:
    return total_of(deals.order_by().aggregate(**SUMS))


def total_of(figures: Mapping[str, Any]) -> Total:
    return Total(figures["count"], figures["whole"] or Decimal(0), figures["weighted"] or Decimal(0))


def tiles_of(deals: Sequence[Deal], member: Member) -> list[Tile]:
    """The cells of other rooms come with one query each for all tiles."""
    veil(deals, member)
    inside = [deal.pk for deal in deals if deal.is_open and not sees_fate_only(member, deal)]
    steps = house.columns("deal_tile")["next_step"](member, inside)
    is_outside = member.role.is_outside
    return [Tile(deal, steps.get(deal.pk), stalled_days(deal), sees_client_of(member, deal), is_outside) for deal in deals]


def stalled_days(deal: Deal) -> int:
    now = timezone.now()
    limit = deal.stage.longest_stay_days
    if not deal.is_open or limit is None or (deal.next_step_at is not None and deal.next_step_at >= now):
        return 0
    days = (now - deal.entered_stage_at).days
    return days if days > limit else 0


def _with(stage: Stage, deals: Sequence[Deal]) -> Sequence[Deal]:
    for deal in deals:
        deal.stage = stage
    return deals
