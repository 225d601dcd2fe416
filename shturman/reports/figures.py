"""What was sold: one aggregate a cut, whatever the number of deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from shturman.company.models import Member
from shturman.company.models.member import short_name
from shturman.deals.models import Deal, DealLine, Funnel, LossReason, Stage, StageStay
from shturman.goods.models import Good
from shturman.kit.composed import rows_told

WON, LOST, NON_TARGET = Q(outcome="won"), Q(outcome="lost"), Q(outcome="non_target")


@dataclass(frozen=True)
class Sold:
    won: int = 0
    won_sum: Decimal = Decimal(0)
    lost: int = 0
    cycle: timedelta = timedelta()

    def __add__(self, other: Sold) -> Sold:
        """Of parts that have no deal in common."""
        cycle = self.cycle + other.cycle
        return Sold(self.won + other.won, self.won_sum + other.won_sum, self.lost + other.lost, cycle)

    @property
    def decided(self) -> int:
        return self.won + self.lost

    @property
    def win_rate(self) -> float | None:
        return self.won / self.decided * 100 if self.decided else None

    @property
    def average(self) -> Decimal | None:
        return self.won_sum / self.won if self.won else None

    @property
    def cycle_days(self) -> float | None:
        return self.cycle / timedelta(days=1) / self.won if self.won else None


def _measures(deal: str = "") -> dict[str, Any]:
    won, lost = Q(**{f"{deal}outcome": "won"}), Q(**{f"{deal}outcome": "lost"})
    return {
        "won": Count("pk", filter=won),
        "won_sum": Sum(f"{deal}amount", filter=won),
        "lost": Count("pk", filter=lost),
        "cycle": Sum(F(f"{deal}closed_at") - F(f"{deal}created_at"), filter=won),
    }


def _sold(row: Mapping[str, Any]) -> Sold:
    return Sold(row["won"], row["won_sum"] or Decimal(0), row["lost"], row["cycle"] or timedelta())


def sold(deals: QuerySet[Deal]) -> Sold:
    return _sold(deals.order_by().aggregate(**_measures()))


@dataclass(frozen=True)
class Seller:
    """Of a thousand people a report needs no more than their names."""

    pk: int
    surname: str
    given_name: str
    patronymic: str

    @property
    def short_name(self) -> str:
        return short_name(self.surname, self.given_name)


@dataclass(frozen=True)
class Sellers:
    """Those who sold the most, `hidden`: how many more there are, and what all of them sold."""

    rows: Sequence[tuple[Seller, Sold]]
    hidden: int
    total: Sold


SELLERS = """
WITH sold AS MATERIALIZED ({sold}), total AS (SELECT count(*), sum(won), sum(won_sum), sum(lost), sum(cycle) FROM sold)
SELECT person.id, surname, given_name, patronymic, won, coalesce(won_sum, 0), lost, cycle, total.*
FROM sold JOIN company_member AS person ON person.id = sold.responsible CROSS JOIN total
ORDER BY won_sum DESC NULLS LAST, surname, given_name, patronymic, person.id LIMIT {most}"""


def by_manager(deals: QuerySet[Deal], most: int | None) -> Sellers:
    """Of a thousand sellers the first are read, and what all have sold stands beside each."""
    sold_by = deals.order_by().filter(WON | LOST).values("responsible").annotate(**_measures())
    try:
        found = rows_told(SELLERS, {"sold": sold_by}, most="ALL" if most is None else most)
    except EmptyResultSet:
        found = []
    rows = [(Seller(*row[:4]), Sold(row[4], row[5], row[6], row[7] or timedelta())) for row in found]
    if not found:
        return Sellers(rows, 0, Sold())
    number, won, won_sum, lost, cycle = found[0][8:]
    return Sellers(rows, number - len(rows), Sold(int(won), won_sum or Decimal(0), int(lost), cycle or timedelta()))


def by_month(deals: QuerySet[Deal], zone: tzinfo) -> list[tuple[date, Sold]]:
    months = deals.order_by().annotate(month=TruncMonth("closed_at", tzinfo=zone)).values("month").annotate(**_measures())
    return [(row["month"].date(), _sold(row)) for row in months.order_by("month")]


def by_good(deals: QuerySet[Deal]) -> list[tuple[Good, Sold]]:
    """A deal counts once for each of its goods, by its whole amount: as the list that the figure opens."""
    earlier = DealLine.objects.filter(deal=OuterRef("deal"), good=OuterRef("good"), pk__lt=OuterRef("pk"))
    lines = DealLine.objects.filter(~Exists(earlier), good__isnull=False, deal__in=deals.order_by().values("pk"))
    rows = {row["good"]: _sold(row) for row in lines.order_by().values("good").annotate(**_measures("deal__"))}
    goods = Good.objects.in_bulk(rows)
    found = [(goods[key], figures) for key, figures in rows.items() if figures.decided]
    return sorted(found, key=lambda row: (-row[1].won_sum, row[0].name))


def without_goods(deals: QuerySet[Deal]) -> Sold:
    return sold(deals.filter(~Q(pk__in=DealLine.objects.filter(good__isnull=False).values("deal"))))


@dataclass(frozen=True)
class Refusals:
    lost: int
    lost_sum: Decimal
    non_target: int


def by_reason(deals: QuerySet[Deal]) -> list[tuple[LossReason, Refusals]]:
    refused = deals.order_by().filter(LOST | NON_TARGET).values("loss_reason")
    rows = refused.annotate(lost=Count("pk", filter=LOST), lost_sum=Sum("amount", filter=LOST), non_target=Count("pk", filter=NON_TARGET))
    found = {row["loss_reason"]: Refusals(row["lost"], row["lost_sum"] or Decimal(0), row["non_target"]) for row in rows}
    reasons = LossReason.objects.in_bulk(found)
    return sorted(((reasons[key], figures) for key, figures in found.items()), key=lambda row: (-row[1].lost, row[0].name))


@dataclass(frozen=True)
class Step:
    stage: Stage
    reached: int
    of_all: float | None
    of_previous: float | None
    days: float | None


def funnel_steps(deals: QuerySet[Deal], funnel: Funnel, reader: Member) -> list[Step]:
    """How many deals reached each stage of the course or went further, and how long they stood on it."""
    stages = [stage for stage in funnel.stages.kept().known_to(reader) if stage.kind in Stage.ON_COURSE]
    if not stages:
        return []
    stays = StageStay.objects.filter(deal__in=deals.order_by().values("pk"), stage__funnel=funnel).order_by()
    further = {f"reached_{stage.pk}": _reached(stage) for stage in stages}
    reached = stays.aggregate(**further)
    stood = dict(stays.filter(left_at__isnull=False).values_list("stage").annotate(mean=Avg(F("left_at") - F("entered_at"))))
    steps: list[Step] = []
    for stage in stages:
        count = reached[f"reached_{stage.pk}"]
        first, previous = (steps[0].reached, steps[-1].reached) if steps else (count, count)
        mean = stood.get(stage.pk)
        steps.append(Step(stage, count, _share(count, first), _share(count, previous), mean / timedelta(days=1) if mean else None))
    return steps


def _reached(stage: Stage) -> Count:
    further = Q(stage__kind__in=Stage.ON_COURSE, stage__position__gte=stage.position)
    return Count("deal", distinct=True, filter=further)


def _share(part: int, whole: int) -> float | None:
    return part / whole * 100 if whole else None


def years_with_sales(deals: QuerySet[Deal], zone: tzinfo) -> Sequence[int]:
    edges = deals.order_by().closed().aggregate(first=Min("closed_at"), last=Max("closed_at"))  # type: ignore[attr-defined]
    if edges["first"] is None:
        return ()
    return range(edges["last"].astimezone(zone).year, edges["first"].astimezone(zone).year - 1, -1)
