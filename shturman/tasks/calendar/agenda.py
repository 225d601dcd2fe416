"""The days of a calendar as a list: drawn by code, for a busy week has a hundred lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shturman.kit.marks import icon, safe
from shturman.tasks.calendar.drawing import ICONS
from shturman.tasks.calendar.queries import Day, Item
from shturman.tasks.models import Task

LINK = (
    '<a class="button button--small{plain}" href="{url}" hx-get="{url}" hx-target="#dialog-body">{words}'
    '<span class="visually-hidden">{title}</span></a>'
)


def agenda(days: Sequence[Day], zone: tzinfo, back: str) -> list[tuple[Day, SafeString]]:
    """Each day and the lines of its items."""
    return [(day, SafeString("".join(line(item, zone, back) for item in day.items))) for day in days]


def line(item: Item, zone: tzinfo, back: str) -> str:
    task = item.task
    important = icon("diamond", 15, _("important")) + " " if task.is_important else ""
    clash = f'<span class="row-line__meta today-text">{icon("alert-circle", 15)} {safe(item.clash_words)}</span>' if item.clashes else ""
    return (
        f'<li class="row-line calendar-row{" calendar-row--done" if item.is_done else ""}" id="item-{task.pk}">'
        f'<span class="row-line__time numbers{" late-text" if item.is_late else ""}">{_begins(task, zone)}</span>'
        f'<span class="agenda__icon" title="{safe(task.get_kind_display())}">{icon(ICONS[task.kind], 15)}</span>'
        f'<div class="row-line__main"><a class="row-line__title" href="{task.get_absolute_url()}" title="{safe(item.name)}">'
        f'{important}{safe(task.title)}</a> <span class="row-line__meta">{safe(_words(item, zone))}</span>{clash}</div>'
        f'<div class="row-line__aside">{_button(item, back)}</div></li>'
    )


def ask_result(task: Task, back: str) -> SafeString:
    return _link("", task, "complete", back, _("What came of it?"), f" {safe(task.title)}")


def _button(item: Item, back: str) -> str:
    if item.waits:
        return ask_result(item.task, back)
    if item.is_done:
        return ""
    return _link(" button--plain", item.task, "reschedule", back, _("Put off"), f": {safe(item.task.title)}")


def _link(plain: str, task: Task, page: str, back: str, words: str, title: str) -> SafeString:
    url = f"{task.get_absolute_url()}{page}/?back={quote(back, safe='/')}"
    return SafeString(LINK.format(plain=plain, url=url, words=safe(words), title=title))


def _begins(task: Task, zone: tzinfo) -> str:
    words = safe(_("all day"))
    return _hour(task.due_at, zone) if task.due_at else f'<span class="meta">{words}</span>'


def _words(item: Item, zone: tzinfo) -> str:
    """What it was, of what is done; else how long it takes and whom it is about."""
    task = item.task
    if item.is_done:
        done = ": ".join(filter(None, (_("done"), task.result)))
        return f"{done} · {item.whom}" if item.whom else done
    lasts = f"{_hour(task.due_at, zone)} – {_hour(task.ends_at, zone)}" if task.due_at and task.ends_at else ""
    return " · ".join(filter(None, (lasts, item.about)))


def _hour(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
