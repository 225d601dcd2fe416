"""The ways to cut the sales: by whom, through which stages, when, of what, why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shturman.deals.models import Deal, Funnel
from shturman.deals.questions import Asker
from shturman.kit.money import NBSP
from shturman.reports.charts import Bar, Column, bars, columns
from shturman.reports.figures import Sold, by_good, by_manager, by_month, by_reason, funnel_steps, sold, without_goods
from shturman.reports.periods import Period, end_of_month
from shturman.reports.tables import Row, Table, reason_row, sold_cells, sold_heads, sold_row, step_row

FIRST_ROWS = 40


@dataclass(frozen=True)
class Asked:
    """Deals within the rights, the filter and the period; `conditions` open the same deals as a list."""

    deals: QuerySet[Deal]
    conditions: dict[str, str]
    period: Period
    asker: Asker
    funnels: Sequence[Funnel]
    # Two hundred managers are asked for by a click; the total is always of all.
    shows_all: bool = False


@dataclass(frozen=True)
class Cut:
    table: Table
    bars: Sequence[Bar] = ()
    columns: Sequence[Column] = ()
    sentence: str = ""
    # Of all deals of the question; None where the cut does not count sales.
    total: Sold | None = None


def managers(asked: Asked) -> list[Cut]:
    found = by_manager(asked.deals, None if asked.shows_all else FIRST_ROWS)
    rows = [sold_row(person.short_name, figures, {**asked.conditions, "responsible": str(person.pk)}) for person, figures in found.rows]
    table = Table(_("Employee"), sold_heads(), rows, sold_cells(found.total, asked.conditions), hidden=found.hidden)
    return [Cut(table, bars(rows), sentence=_most(rows, _("Sum won, the most by %(name)s: %(shown)s")), total=found.total)]


def months(asked: Asked) -> list[Cut]:
    found = by_month(asked.deals, asked.asker.zone)
    rows = [sold_row(_month(first), figures, {**asked.conditions, **_within(first, asked.period)}) for first, figures in found]
    total = _added(figures for _first, figures in found)
    table = Table(_("Month"), sold_heads(), rows, sold_cells(total, asked.conditions))
    labels = [date_format(first, "b") for first, _figures in found]
    return [Cut(table, columns=columns(rows, labels), sentence=_most(rows, _("Sum won, the most in %(name)s: %(shown)s")), total=total)]


def goods(asked: Asked) -> list[Cut]:
    found = by_good(asked.deals)
    if asked.conditions.get("good", "").isdigit():
        # Another good of these deals would open a list of its own, wider than this filter.
        found = [(good, figures) for good, figures in found if str(good.pk) == asked.conditions["good"]]
    rows = [sold_row(good.name, figures, {**asked.conditions, "good": str(good.pk)}) for good, figures in found]
    rest = without_goods(asked.deals) if "good" not in asked.conditions else None
    if rest and rest.decided:
        rows.append(sold_row(_("Without goods"), rest, {**asked.conditions, "good": "none"}))
    foot = _("A deal with several goods stands in the row of each by its whole amount, so the rows may be more than the total")
    total = sold(asked.deals)
    table = Table(_("Good"), sold_heads(), rows, sold_cells(total, asked.conditions), foot)
    return [Cut(table, bars(rows), sentence=_most(rows, _("Sum won, the most by %(name)s: %(shown)s")), total=total)]


def reasons(asked: Asked) -> list[Cut]:
    found = by_reason(asked.deals)
    all_lost = sum(figures.lost for _reason, figures in found)
    rows = [reason_row(reason.name, figures, all_lost, {**asked.conditions, "loss_reason": str(reason.pk)}) for reason, figures in found]
    heads = [_("Deals lost"), _("Share of lost"), _("Sum lost"), _("Non-target")]
    sentence = _most(rows, _("Most often deals are lost because of “%(name)s”: %(shown)s"))
    return [Cut(Table(_("Reason"), heads, rows), bars(rows), sentence=sentence, total=sold(asked.deals))]


def funnel(asked: Asked) -> list[Cut]:
    heads = [_("Reached"), _("From the previous"), _("From the first"), _("Days on the stage")]
    cuts = []
    for way in asked.funnels:
        conditions = {**asked.conditions, "funnel": str(way.pk)}
        rows = [step_row(step, conditions) for step in funnel_steps(asked.deals.filter(funnel=way), way, asked.asker.member)]
        foot = _("Deals opened in the period that stood on the stage or went further; days are the mean of those that left it")
        sentence = ""
        if len(rows) > 1 and rows[0].weight:
            sentence = _("Of all deals %(shown)s came to “%(name)s”") % {"name": rows[-1].name, "shown": rows[-1].shown}
        cuts.append(Cut(Table(way.name, heads, rows, foot=foot), bars(rows), sentence=sentence))
    return [cut for cut in cuts if any(row.weight for row in cut.table.rows)]


def _added(parts: Iterable[Sold]) -> Sold:
    """A deal has one responsible and one month of closing, so the parts make the whole without another scan."""
    return sum(parts, Sold())


CUTS: dict[str, Callable[[Asked], list[Cut]]] = {
    "manager": managers,
    "funnel": funnel,
    "month": months,
    "good": goods,
    "reason": reasons,
}


def _within(first: date, period: Period) -> dict[str, str]:
    """The days of the month that lie in the period."""
    since = max(first, period.since or first)
    until = min(end_of_month(first), period.until or end_of_month(first))
    return {"closed_from": since.isoformat(), "closed_to": until.isoformat()}


def _month(first: date) -> str:
    return date_format(first + timedelta(days=14), "F Y").lower().replace(" ", NBSP)


def _most(rows: Sequence[Row], sentence: str) -> str:
    first = max(rows, key=lambda row: row.weight, default=None)
    return sentence % {"name": first.name, "shown": first.shown} if first and first.weight else ""


def words_of_cuts() -> list[tuple[str, Any]]:
    return [
        ("manager", _("By manager")),
        ("funnel", _("By stage")),
        ("month", _("By month")),
        ("good", _("By good")),
        ("reason", _("By reason of refusal")),
    ]
