"""Columns of the list of deals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, When
from django.db.models.functions import Extract
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.deals.queries.board import Tile
from shturman.deals.queries.listing import ORDERS, SORT_WORDS
from shturman.fields.columns import own_columns
from shturman.kit.dates_in_words import day
from shturman.kit.marks import chip, icon, safe
from shturman.kit.money import roubles
from shturman.lists.columns import EMPTY, Columns, ListColumn, Summed, cells_of
from shturman.lists.lines import eye_of, mark_of
from shturman.lists.orders import ListOrder, by_values, by_words
from shturman.lists.sorting import Sorts


def _client(tile: Tile) -> str | SafeString:
    client = tile.deal.client
    if client is None:
        return EMPTY
    if not tile.sees_client:
        return client.name
    return SafeString(f'<a class="quiet-link" href="{client.get_absolute_url()}">{safe(client.name)}</a>')


def _stage(tile: Tile) -> SafeString:
    stage = tile.deal.stage
    return SafeString(f'<span class="mark mark--{safe(stage.colour)}"></span>{safe(stage.name)}')


def _next_step(tile: Tile) -> str | SafeString:
    """The mark of time by which lists and the board tell what burns."""
    step = tile.next_step
    if step:
        drawn = chip(step.chip.tone, str(step.chip.text), str(step.chip.title))
        return SafeString(f'{drawn} <span class="meta not-phone">{safe(step.title)}</span>')
    if not tile.deal.is_open or tile.is_outside:
        return ""
    words = _("No tasks") if tile.deal.stage.keeps_tasks else _("Stage without tasks")
    return SafeString(f'<span class="task-chip task-chip--none">{icon("none", 15)}{safe(words)}</span>')


def _day_of(name: str) -> Callable[[Tile], str]:
    def cell(tile: Tile) -> str:
        value = getattr(tile.deal, name)
        if isinstance(value, datetime):
            value = timezone.localtime(value)
        return day(value, timezone.localdate()) if value else ""

    return cell


def _on_stage(tile: Tile) -> str:
    return _("%(days)s d.") % {"days": (timezone.now() - tile.deal.entered_stage_at).days} if tile.deal.is_open else ""


def _named(name: str) -> Callable[[Tile], str]:
    return lambda tile: str(getattr(tile.deal, name) or "")


def _registrar(tile: Tile) -> str:
    return tile.deal.registrar.short_name if tile.deal.registrar else ""


def _newest(key: str, moment: str) -> ListOrder:
    return ListOrder(key, by_values(moment), falls=True)


def _alphabetical(name: str) -> ListOrder:
    return ListOrder(name, by_words(f"{name}__name"))


def _by_stage(member: Member) -> Sequence[Any]:
    """By the course of the funnel; what is handed over has no stage for him and comes last."""
    places = [F("stage__funnel__position"), F("stage__funnel_id"), F("stage__position"), F("stage_id")]
    if not member.role.is_ordinary or member.is_robot:
        return places
    return [Case(When(stage__is_for_managers=True, then=place)) for place in places]


def _by_stay(member: Member) -> Sequence[Any]:
    """The longer it stands, the greater; closed deals stand nowhere."""
    return [Case(When(closed_at=None, then=-Extract("entered_stage_at", "epoch")))]


MAIN = ListColumn("title", gettext_lazy("Deal"), lambda tile: tile.deal.title, order=ListOrder("title", by_words("title")))
KNOWN = (
    ListColumn("client", gettext_lazy("Client"), _client, order=ListOrder("client", by_values("client__folded_name")), css=""),
    ListColumn("stage", gettext_lazy("Stage"), _stage, order=ListOrder("stage", _by_stage), css=""),
    ListColumn("next_step", gettext_lazy("Next step"), _next_step, order=ListOrder("next", by_values("next_step_at")), css=""),
    ListColumn(
        "responsible",
        gettext_lazy("Responsible"),
        lambda tile: tile.deal.responsible.short_name,
        order=ListOrder("responsible", by_words("responsible__surname", "responsible__given_name")),
    ),
    ListColumn(
        "expected",
        gettext_lazy("Closing"),
        _day_of("expected_on"),
        order=ListOrder("expected", by_values("expected_on")),
        field="expected_on",
    ),
    ListColumn(
        "amount",
        gettext_lazy("Amount"),
        lambda tile: roubles(tile.deal.amount),
        order=ListOrder("amount", by_values("amount"), falls=True),
        css="listing__figure",
        field="amount",
        summed=Summed("amount", roubles),
    ),
    ListColumn("on_stage", gettext_lazy("On the stage"), _on_stage, order=ListOrder("on_stage", _by_stay, falls=True)),
    ListColumn("created", gettext_lazy("Opened on"), _day_of("created_at"), ("created_at",), _newest("created", "created_at")),
    ListColumn("changed", gettext_lazy("Last change"), _day_of("changed_at"), ("changed_at",), _newest("changed", "changed_at")),
    ListColumn("closed", gettext_lazy("Closed on"), _day_of("closed_at"), order=_newest("closed", "closed_at")),
    ListColumn("kind", gettext_lazy("Kind of deal"), _named("kind"), ("kind__name",), _alphabetical("kind"), field="kind"),
    ListColumn(
        "funnel",
        gettext_lazy("Funnel"),
        _named("funnel"),
        ("funnel__name",),
        ListOrder("funnel", by_values("funnel__position", "funnel_id")),
    ),
    ListColumn("department", gettext_lazy("Department"), _named("department"), ("department__name",), _alphabetical("department")),
    ListColumn(
        "registrar",
        gettext_lazy("Registrar"),
        _registrar,
        ("registrar__surname", "registrar__given_name"),
        ListOrder("registrar", by_words("registrar__surname", "registrar__given_name")),
    ),
    ListColumn(
        "loss_reason", gettext_lazy("Reason of refusal"), _named("loss_reason"), ("loss_reason__name",), _alphabetical("loss_reason")
    ),
)
USUAL = ("client", "stage", "next_step", "responsible", "expected", "amount")
own_columns_of_deals = own_columns("deal", lambda tile: tile.deal)


def more(member: Member, keys: Collection[str] | None) -> Sequence[ListColumn]:
    """An agent follows the fate of a deal: what stands in its own fields is of its inside."""
    return () if member.role.is_outside else own_columns_of_deals(member, keys)


COLUMNS = Columns(MAIN, KNOWN, USUAL, more)
SORTS = Sorts(COLUMNS, ORDERS, SORT_WORDS)


def lines_of(tiles: Sequence[Tile], columns: Sequence[ListColumn], query: str, *, has_marks: bool) -> SafeString:
    """The rows of a page in one piece: a template would cost as much as their query."""
    mark, eye, query = mark_of() if has_marks else "", eye_of(), safe(query)
    return SafeString("".join([_line(tile, columns, query, mark, eye) for tile in tiles]))


def _line(tile: Tile, columns: Sequence[ListColumn], query: str, mark: str, eye: str) -> str:
    deal, url = tile.deal, tile.deal.get_absolute_url()
    named = f'<a href="{url}?{query}">{safe(deal.title)}</a> <span class="meta">{deal.number}</span>{eye.format(url)}'
    return f'<tr id="deal-{deal.pk}">{mark.format(deal.pk)}<td class="listing__main">{named}</td>{cells_of(tile, columns)}</tr>\n'
