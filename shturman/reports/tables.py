"""A report as it stands on the screen: rows of figures, each with the list that adds up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shturman.kit.marks import safe
from shturman.kit.money import NBSP, grouped, roubles
from shturman.reports.figures import Refusals, Sold, Step

LIST = "/deals/list/"


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""

    def drawn(self) -> str:
        return f'<a class="quiet-link" href="{safe(self.url)}">{safe(self.text)}</a>' if self.url else safe(self.text)


@dataclass(frozen=True)
class Row:
    name: str
    cells: Sequence[Cell]
    # What the chart draws, and how it is said there.
    weight: float
    shown: str


@dataclass(frozen=True)
class Table:
    name: str
    heads: Sequence[str]
    rows: Sequence[Row]
    total: Sequence[Cell] = ()
    foot: str = ""
    # Rows that are left out until they are asked for.
    hidden: int = 0

    def lines(self) -> SafeString:
        heads = self._heads()
        return SafeString("".join(_line(row.name, heads, row.cells) for row in self.rows))

    def total_line(self) -> SafeString:
        return SafeString(_line(_("Total"), self._heads(), self.total))

    def _heads(self) -> list[str]:
        return [f'<td class="listing__figure" data-label="{safe(head)}">' for head in self.heads]


def _line(name: str, heads: Sequence[str], cells: Sequence[Cell]) -> str:
    """Drawn by code: a report has hundreds of figures. Each stands beside the head of its column, as a phone shows them."""
    drawn = "".join(f"{head}{cell.drawn()}</td>" for head, cell in zip(heads, cells, strict=True))
    return f'<tr><th scope="row" class="report-table__name">{safe(name)}</th>{drawn}</tr>'


def list_url(conditions: dict[str, str], **more: Any) -> str:
    return f"{LIST}?{'&'.join(_condition(key, str(value)) for key, value in {**conditions, **more}.items())}"


@lru_cache(maxsize=4096)
def _condition(key: str, value: str) -> str:
    return urlencode({key: value})


def sold_heads() -> list[str]:
    return [_("Deals won"), _("Sum won"), _("Deals lost"), _("Win rate"), _("Average won"), _("Cycle, days")]


def sold_cells(figures: Sold, conditions: dict[str, str]) -> list[Cell]:
    of_state = list_url(conditions, state="")
    won = f"{of_state}won"
    return [
        Cell(grouped(figures.won), won),
        Cell(roubles(figures.won_sum), won),
        Cell(grouped(figures.lost), f"{of_state}lost"),
        Cell(percent(figures.win_rate), f"{of_state}decided"),
        Cell(roubles(figures.average.quantize(Decimal(1))) if figures.average is not None else "—", won),
        Cell(fraction(figures.cycle_days), won),
    ]


def sold_row(name: str, figures: Sold, conditions: dict[str, str]) -> Row:
    return Row(name, sold_cells(figures, conditions), float(figures.won_sum), roubles(figures.won_sum))


def reason_row(name: str, figures: Refusals, all_lost: int, conditions: dict[str, str]) -> Row:
    lost = list_url(conditions, state="lost")
    share = percent(figures.lost / all_lost * 100 if all_lost else None)
    cells = [
        Cell(grouped(figures.lost), lost),
        Cell(share, lost),
        Cell(roubles(figures.lost_sum), lost),
        Cell(grouped(figures.non_target), list_url(conditions, state="non_target")),
    ]
    return Row(name, cells, figures.lost, f"{grouped(figures.lost)} · {share}")


def step_row(step: Step, conditions: dict[str, str]) -> Row:
    reached = list_url(conditions, state="all", reached=step.stage.pk)
    cells = [
        Cell(grouped(step.reached), reached),
        Cell(percent(step.of_previous), reached),
        Cell(percent(step.of_all), reached),
        Cell(fraction(step.days), list_url(conditions, state="all", left=step.stage.pk) if step.days is not None else ""),
    ]
    return Row(step.stage.name, cells, step.reached, f"{grouped(step.reached)} · {percent(step.of_all)}")


def percent(value: float | None) -> str:
    return "—" if value is None else f"{fraction(value)}{NBSP}%"


def fraction(value: float | None) -> str:
    """«63,15», «66,7», «50»: to a hundredth, where there is one."""
    return "—" if value is None else f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
