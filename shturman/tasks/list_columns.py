"""Columns of the list of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.deals.models.funnel import TaskKind
from shturman.kit.dates_in_words import day, moment
from shturman.kit.keyset import Order
from shturman.kit.marks import chip, icon, safe
from shturman.kit.words import folded
from shturman.lists.columns import Columns, ListColumn, cells_of
from shturman.lists.lines import eye_of, mark_of
from shturman.lists.orders import ListOrder, by_values, by_words, words_of
from shturman.lists.sorting import Sorts
from shturman.tasks.models import Task
from shturman.tasks.rows import Row


def _due(row: Row) -> SafeString:
    task = row.task
    if task.completed_at is None:
        return chip(row.chip.tone, row.chip.text, row.chip.title)
    words = safe(_("late"))
    late = f' <span class="late-text">{words}</span>' if task.overdue_since else ""
    return SafeString(safe(_moment(task.completed_at)) + late)


def _moment(value: datetime | None) -> str:
    return moment(timezone.localtime(value), timezone.localdate()) if value else ""


def _created(row: Row) -> str:
    return day(timezone.localtime(row.task.created_at), timezone.localdate())


def _deal(row: Row) -> str:
    """Who does a task learns the title of its deal; the card opens by rights of its own."""
    return row.task.deal.title if row.task.deal else ""


def _department(row: Row) -> str:
    return str(row.task.assignee.department or "")


def _client(row: Row) -> str:
    client = row.task.deal.client if row.task.deal else row.task.client
    return client.name if client else ""


def _by_kind(member: Member) -> Sequence[Any]:
    """By the names of the kinds, as he reads them."""
    named = sorted(TaskKind.choices, key=lambda choice: folded(str(choice[1])))
    return [Case(*[When(kind=kind, then=Value(place)) for place, (kind, _words) in enumerate(named)])]


def _by_client(member: Member) -> Sequence[Any]:
    """The deal's own client, else the task's."""
    return [Case(When(deal=None, then=F("client__folded_name")), default=F("deal__client__folded_name"))]


def _by_about(member: Member) -> Sequence[Any]:
    return [Coalesce("deal__client__folded_name", words_of("deal__title"), "client__folded_name")]


def _by_person(key: str, person: str) -> ListOrder:
    return ListOrder(key, by_words(f"{person}__surname", f"{person}__given_name"))


MAIN = ListColumn("title", gettext_lazy("Task"), lambda row: row.task.title, order=ListOrder("title", by_words("title")))
KNOWN = (
    ListColumn("about", gettext_lazy("Deal or client"), lambda row: row.task.about, order=ListOrder("about", _by_about), css=""),
    ListColumn("who", gettext_lazy("Does it"), lambda row: row.task.assignee.short_name, order=_by_person("who", "assignee")),
    ListColumn("due", gettext_lazy("When"), _due, order=ListOrder("due", by_values("deadline")), css=""),
    ListColumn("kind", gettext_lazy("Kind of task"), lambda row: row.task.get_kind_display(), ("kind",), order=ListOrder("kind", _by_kind)),
    ListColumn("deal", gettext_lazy("Deal"), _deal, order=ListOrder("deal", by_words("deal__title"))),
    ListColumn("client", gettext_lazy("Client"), _client, order=ListOrder("client", _by_client)),
    ListColumn(
        "author",
        gettext_lazy("Set by"),
        lambda row: row.task.author.short_name,
        ("author__surname", "author__given_name"),
        _by_person("author", "author"),
    ),
    ListColumn(
        "department",
        gettext_lazy("Department"),
        _department,
        ("assignee__department__name",),
        ListOrder("department", by_words("assignee__department__name")),
    ),
    ListColumn("created", gettext_lazy("Set on"), _created, ("created_at",), ListOrder("created", by_values("created_at"), falls=True)),
    ListColumn(
        "done",
        gettext_lazy("Done on"),
        lambda row: _moment(row.task.completed_at),
        order=ListOrder("done", by_values("completed_at"), falls=True),
    ),
    ListColumn("result", gettext_lazy("Result"), lambda row: row.task.result, order=ListOrder("result", by_words("result"))),
)
USUAL = ("about", "who", "due")
COLUMNS = Columns(MAIN, KNOWN, USUAL)
ORDERS = {
    "due": Order("deadline"),
    "-due": Order("deadline", descending=True),
    "-done": Order("completed_at", descending=True, nullable=True),
    "done": Order("completed_at", nullable=True),
}
SORT_WORDS = {
    "due": gettext_lazy("due soonest"),
    "-due": gettext_lazy("due latest"),
    "-done": gettext_lazy("done last"),
    "done": gettext_lazy("done first"),
}
SORTS = Sorts(COLUMNS, ORDERS, SORT_WORDS)


def lines_of(rows: Sequence[Row], columns: Sequence[ListColumn], back: str, *, has_marks: bool) -> SafeString:
    mark, eye, back = mark_of() if has_marks else "", eye_of(), safe(back)
    shows_result = any(column.key == "result" for column in columns)
    return SafeString("".join([_line(row, columns, back, mark, eye, shows_result) for row in rows]))


def _line(row: Row, columns: Sequence[ListColumn], back: str, mark: str, eye: str, shows_result: bool) -> str:
    task, url = row.task, row.task.get_absolute_url()
    important = f"{icon('diamond', 15)} " if task.is_important else ""
    result = f' <span class="meta">{safe(task.result)}</span>' if task.result and not shows_result else ""
    named = f'<a href="{url}">{important}{safe(task.title)}</a>{result}{eye.format(url)}'
    return (
        f'<tr id="task-{task.pk}">{mark.format(task.pk)}<td class="listing__main">{named}</td>{cells_of(row, columns)}'
        f'<td class="listing__act">{_finish(task, back)}</td></tr>\n'
    )


def _finish(task: Task, back: str) -> str:
    if not task.is_open:
        return ""
    url = f"{task.get_absolute_url()}complete/"
    words = safe(_("Result"))
    return (
        f'<a class="button button--small" href="{url}" hx-get="{url}?back={back}" hx-target="#dialog-body">{icon("check", 15)} {words}</a>'
    )
