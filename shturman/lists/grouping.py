"""Rows of a list by groups: a head tells how many stand in its group and what they sum up to, and opens them as the same list,
narrowed by a question of it. A group's figure is therefore the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Func, IntegerField, QuerySet, Sum, Window
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.kit.filters import Filter

# More heads than this nobody reads: the rest is told as one line.
MOST_HEADS = 100


def as_it_is(rows: QuerySet[Any], chosen: Filter) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True)
class Grouping:
    """`by` is the field or expression of a row's group, `named` says the groups of these values in the order they stand in,
    `answers` narrows the list to one of them by `questions`: whoever may not ask these is not offered the grouping."""

    key: str
    label: Any
    questions: tuple[str, ...]
    by: Callable[[Member], Any]
    named: Callable[[Sequence[Any], Member], Mapping[Any, str]]
    answers: Callable[[Any, Filter], Mapping[str, str]]
    # When there are too many groups, which of them are shown: the largest, or by their value.
    first: str = "-count"
    rows: Callable[[QuerySet[Any], Filter], QuerySet[Any]] = as_it_is
    note: Any = ""


def no_further(member: Member) -> Sequence[Grouping]:
    return ()


@dataclass(frozen=True)
class Groupings:
    """What a list is grouped by of itself, and `more`: by what the company has made so."""

    known: Sequence[Grouping]
    more: Callable[[Member], Sequence[Grouping]] = no_further
    own: str = "own_"

    def asked(self, key: str, chosen: Filter, member: Member) -> Grouping | None:
        """Only a name of the company's own asks for more of them."""
        if not key:
            return None
        offered = self.more(member) if key.startswith(self.own) else self._offered(chosen)
        return next((grouping for grouping in offered if grouping.key == key), None)

    def offered(self, chosen: Filter, member: Member) -> list[Grouping]:
        return [*self._offered(chosen), *self.more(member)]

    def _offered(self, chosen: Filter) -> list[Grouping]:
        return [grouping for grouping in self.known if all(question in chosen.questions for question in grouping.questions)]


@dataclass(frozen=True)
class GroupHead:
    place: int
    label: str
    count: int
    amount: Decimal | None
    # The list behind it, and its rows alone.
    url: str
    rows_url: str


@dataclass(frozen=True)
class Groups:
    grouping: Grouping
    heads: Sequence[GroupHead]
    count: int
    amount: Decimal | None
    # Groups that are not shown, with what stands in them.
    further: int = 0
    further_count: int = 0
    further_amount: Decimal | None = None


class OverAll(Func):
    """An aggregate of the aggregates of all groups."""

    window_compatible = True
    arity = 1


def groups_of(grouping: Grouping, rows: QuerySet[Any], chosen: Filter, member: Member, *, sort: str = "", amount: str = "") -> Groups:
    """One grouped query gives the figures of the groups and of all of them together."""
    figures: dict[str, Any] = {"count": Count("pk")}
    if amount:
        figures["summed"] = Sum(amount)
    grouped = grouping.rows(rows, chosen).order_by().values(group=grouping.by(member)).annotate(**figures)
    grouped = grouped.annotate(
        all_groups=Window(OverAll(Count("pk"), function="COUNT", output_field=IntegerField())),
        all_count=Window(OverAll(Count("pk"), function="SUM", output_field=IntegerField())),
    )
    if amount:
        grouped = grouped.annotate(all_amount=Window(OverAll(Sum(amount), function="SUM", output_field=DecimalField())))
    found = list(grouped.order_by(grouping.first, "group")[:MOST_HEADS])
    return _told(grouping, found, chosen, member, sort)


def _told(grouping: Grouping, found: Sequence[Mapping[str, Any]], chosen: Filter, member: Member, sort: str) -> Groups:
    if not found:
        return Groups(grouping, (), 0, None)
    names = grouping.named([row["group"] for row in found], member)
    places = {value: place for place, value in enumerate(names)}
    in_order = sorted(found, key=lambda row: places.get(row["group"], len(places)))
    heads = [_head(grouping, place, row, names, chosen, sort) for place, row in enumerate(in_order, 1)]
    count, amount = found[0]["all_count"], found[0].get("all_amount")
    return Groups(
        grouping,
        heads,
        count,
        amount,
        found[0]["all_groups"] - len(heads),
        count - sum(head.count for head in heads),
        None if amount is None else amount - sum((head.amount or Decimal(0) for head in heads), Decimal(0)),
    )


def _head(grouping: Grouping, place: int, row: Mapping[str, Any], names: Mapping[Any, str], chosen: Filter, sort: str) -> GroupHead:
    narrowed = {**grouping.answers(row["group"], chosen), "group": "", "sort": sort}
    label = names.get(row["group"]) or _("Not said")
    return GroupHead(place, label, row["count"], row.get("summed"), chosen.url(**narrowed), chosen.url(**narrowed, part="rows"))


def by_field(name: str) -> Callable[[Member], Any]:
    return lambda member: F(name)


def answered(question: str) -> Callable[[Any, Filter], Mapping[str, str]]:
    """The value is the answer; nothing is answered as «none»."""
    return lambda value, chosen: {question: "none" if value in (None, "") else str(value)}


def by_name(model: Any, *order: str, label: str = "") -> Callable[[Sequence[Any], Member], Mapping[Any, str]]:
    """Names of these rows, in their order; `label`: the attribute that is shown instead of the row itself."""

    def named(values: Sequence[Any], member: Member) -> Mapping[Any, str]:
        rows = model.objects.filter(pk__in=[value for value in values if value is not None]).order_by(*order)
        return {row.pk: str(getattr(row, label) if label else row) for row in rows}

    return named


def month_names(values: Sequence[Any], member: Member) -> Mapping[Any, str]:
    """The newest first."""
    known = sorted((value for value in values if value is not None), reverse=True)
    return {value: date_format(value, "F Y") for value in known}


def within_month(since: str, until: str) -> Callable[[Any, Filter], Mapping[str, str]]:
    """The days of a month that the filter leaves of it."""

    def answers(value: Any, chosen: Filter) -> Mapping[str, str]:
        first = date(value.year, value.month, 1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        asked = chosen.answers.get
        return {since: max(asked(since, ""), first.isoformat()), until: min(asked(until) or "9999", last.isoformat())}

    return answers
