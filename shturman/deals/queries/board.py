"""The board: a column at a time, totals on their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from shturman.company.models import Member
from shturman.deals.models import Deal, Funnel, Stage
from shturman.kit import house
from shturman.kit.keyset import Order, cursor_after, page

COLUMN_SIZE = 8
BOARD_ORDER = Order("board_rank")
FACE = (
    "title",
    "amount",
    "stage_id",
    "entered_stage_at",
    "next_step_at",
    "closed_at",
    "board_rank",
    "client__name",
    "responsible__surname",
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
    may_move: bool = True


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


def board_stages(funnel: Funnel) -> tuple[list[Stage], list[Stage]]:
    """Columns of the board in their order, stages in work and then the won ones; and the other closing stages."""
    stages = list(funnel.stages.kept())
    shown = [stage for stage in stages if stage.is_open] + [stage for stage in stages if stage.is_won]
    return shown, [stage for stage in stages if stage not in shown]


def columns(stages: Sequence[Stage], member: Member, condition: Q) -> list[Column]:
    """The first tiles of all columns by two queries: their ids as an array a column, then the deals themselves."""
    seen = Deal.objects.visible_to(member).filter(condition)
    first = seen.filter(stage=OuterRef("pk")).order_by(*BOARD_ORDER.by()).values("pk")[: COLUMN_SIZE + 1]
    ids = dict(Stage.objects.filter(pk__in=[stage.pk for stage in stages]).order_by().values_list("pk", ArraySubquery(first)))
    shown = [pk for stage in stages for pk in ids[stage.pk][:COLUMN_SIZE]]
    deals = {deal.pk: deal for deal in faces(seen.filter(pk__in=shown))}
    for stage in stages:
        _with(stage, [deals[pk] for pk in ids[stage.pk][:COLUMN_SIZE] if pk in deals])
    tiles = {tile.deal.pk: tile for tile in tiles_of(list(deals.values()), member)}
    return [_column(stage, [tiles[pk] for pk in ids[stage.pk] if pk in tiles], len(ids[stage.pk]) > COLUMN_SIZE) for stage in stages]


def _column(stage: Stage, tiles: Sequence[Tile], has_more: bool) -> Column:
    return Column(stage, tiles, cursor_after(tiles[-1].deal, BOARD_ORDER) if has_more and tiles else "")


def column(stage: Stage, member: Member, condition: Q, cursor: str) -> Column:
    seen = faces(Deal.objects.visible_to(member).filter(condition, stage=stage))
    found = page(seen, BOARD_ORDER, cursor, COLUMN_SIZE)
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


def sum_of(deals: QuerySet[Deal]) -> Total:
    figures = deals.order_by().aggregate(
        weighted=Sum(F("amount") * F("stage__probability") / 100, filter=Q(closed_at=None)), whole=Sum("amount"), count=Count("pk")
    )
    return Total(figures["count"], figures["whole"] or Decimal(0), figures["weighted"] or Decimal(0))


def tiles_of(deals: Sequence[Deal], member: Member) -> list[Tile]:
    """The cells of other rooms come with one query each for all tiles."""
    steps = house.columns("deal_tile")["next_step"](member, [deal.pk for deal in deals if deal.is_open])
    return [Tile(deal, steps.get(deal.pk), stalled_days(deal)) for deal in deals]


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
