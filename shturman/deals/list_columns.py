"""Columns of the list of deals: chosen, put in order and kept in the address as `columns=client,stage,amount`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.deals.queries.board import Tile
from shturman.kit.dates_in_words import day
from shturman.kit.money import roubles

NEXT_STEP = "next_step"
EMPTY = SafeString('<span class="meta">—</span>')


@dataclass(frozen=True)
class ListColumn:
    """`needs` are the fields of a deal that its cell reads beyond those that every row has; `sort` a key of `ORDERS`."""

    key: str
    label: Any
    cell: Callable[[Tile], Any]
    needs: tuple[str, ...] = ()
    sort: str = ""
    css: str = "listing__skip"

    @property
    def related(self) -> list[str]:
        return [name.rpartition("__")[0] for name in self.needs if "__" in name]


def _client(tile: Tile) -> Any:
    client = tile.deal.client
    if client is None:
        return EMPTY
    return (
        format_html('<a class="quiet-link" href="{}">{}</a>', client.get_absolute_url(), client.name) if tile.sees_client else client.name
    )


def _stage(tile: Tile) -> SafeString:
    return format_html('<span class="mark mark--{}"></span>{}', tile.deal.stage.colour, tile.deal.stage.name)


def _day_of(name: str) -> Callable[[Tile], str]:
    def cell(tile: Tile) -> str:
        value = getattr(tile.deal, name)
        return day(value, timezone.localdate()) if value else ""

    return cell


def _on_stage(tile: Tile) -> str:
    return _("%(days)s d.") % {"days": (timezone.now() - tile.deal.entered_stage_at).days} if tile.deal.is_open else ""


def _named(name: str) -> Callable[[Tile], str]:
    return lambda tile: str(getattr(tile.deal, name) or "")


COLUMNS = (
    ListColumn("client", gettext_lazy("Client"), _client, css=""),
    ListColumn("stage", gettext_lazy("Stage"), _stage, css=""),
    ListColumn(NEXT_STEP, gettext_lazy("Next step"), lambda tile: "", sort="next", css=""),
    ListColumn("responsible", gettext_lazy("Responsible"), lambda tile: tile.deal.responsible.short_name),
    ListColumn("expected", gettext_lazy("Closing"), _day_of("expected_on"), sort="expected"),
    ListColumn("amount", gettext_lazy("Amount"), lambda tile: roubles(tile.deal.amount), sort="-amount", css="listing__figure"),
    ListColumn("on_stage", gettext_lazy("On the stage"), _on_stage),
    ListColumn("created", gettext_lazy("Opened on"), _day_of("created_at"), ("created_at",), sort="-created"),
    ListColumn("changed", gettext_lazy("Last change"), _day_of("changed_at"), ("changed_at",), sort="-changed"),
    ListColumn("closed", gettext_lazy("Closed on"), _day_of("closed_at")),
    ListColumn("kind", gettext_lazy("Kind of deal"), _named("kind"), ("kind__name",)),
    ListColumn("funnel", gettext_lazy("Funnel"), _named("funnel"), ("funnel__name",)),
    ListColumn("department", gettext_lazy("Department"), _named("department"), ("department__name",)),
    ListColumn(
        "registrar",
        gettext_lazy("Registrar"),
        lambda tile: tile.deal.registrar.short_name if tile.deal.registrar else "",
        ("registrar__surname", "registrar__given_name"),
    ),
    ListColumn("loss_reason", gettext_lazy("Reason of refusal"), _named("loss_reason"), ("loss_reason__name",)),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = ("client", "stage", "next_step", "responsible", "expected", "amount")


def columns_of(asked: str) -> list[ListColumn]:
    """Those named, each once, in their order; the usual ones when none is known."""
    named = [BY_KEY[key] for key in dict.fromkeys(asked.split(",")) if key in BY_KEY]
    return named or [BY_KEY[key] for key in USUAL]


@dataclass(frozen=True)
class Row:
    """Its cells before and after the next step, which the template draws with the marks of tasks."""

    tile: Tile
    before: SafeString
    after: SafeString
    has_step: bool


def rows_of(tiles: Sequence[Tile], columns: Sequence[ListColumn]) -> list[Row]:
    keys = [column.key for column in columns]
    has_step = NEXT_STEP in keys
    place = keys.index(NEXT_STEP) if has_step else len(columns)
    first, rest = columns[:place], columns[place + has_step :]
    return [Row(tile, _cells(tile, first), _cells(tile, rest), has_step) for tile in tiles]


def _cells(tile: Tile, columns: Sequence[ListColumn]) -> SafeString:
    return SafeString("".join(f'<td class="{column.css}">{conditional_escape(column.cell(tile))}</td>' for column in columns))
