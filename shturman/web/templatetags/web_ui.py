"""Marks of the interface: icons, toasts, attributes of the chosen section."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shturman.company.queries import Away, away_today
from shturman.kit import marks
from shturman.kit.dates_in_words import day
from shturman.kit.marks import editable, icon

register = template.Library()

register.simple_tag(icon)
register.simple_tag(editable)
TOAST_ICONS = {"good": "done", "late": "alert", "today": "alert-circle", "info": "info"}


@register.simple_tag
@cache
def address(page: str) -> str:
    """Of a page that needs no number: a frame names twenty of them, and each is looked up once."""
    return reverse(page)


@register.simple_tag(takes_context=True)
def toasts(context: dict[str, Any]) -> list[dict[str, Any]]:
    """What `kit.answers.toast` left for this page."""
    request = context.get("request")
    return [_toast(message) for message in get_messages(request)] if request else []


def _toast(message: Any) -> dict[str, Any]:
    try:
        marks = json.loads(message.extra_tags or "{}")
    except ValueError:
        marks = {}
    level = marks.get("level", "info")
    return {
        "text": message.message,
        "level": level,
        "icon": TOAST_ICONS.get(level, "info"),
        "undo": marks.get("undo"),
        "link": marks.get("link", ""),
    }


@register.simple_tag(takes_context=True)
def section_title(context: dict[str, Any]) -> Any:
    """What a phone's bar says on a page that has no better name for itself."""
    return context["shell"].titles.get(context.get("section"), "Штурман")


@register.simple_tag
def task_chip(chip: Any) -> SafeString:
    """When a task is due."""
    return marks.chip(chip.tone, str(chip.text), str(chip.title)) if chip else SafeString("")


@register.simple_tag
def face(member: Any, *, big: bool = False) -> SafeString:
    """The round with a member's photo, or with his initials; a dashed ring and words tell that he is away."""
    if not member:
        return SafeString("")
    away = away_today().get(member.pk)
    return _face(member.tint, member.full_name, member.initials, member.photo_url, big, away_words(away) if away else "")


@lru_cache(maxsize=4096)
def _face(tint: int, full_name: str, initials: str, photo: str, big: bool, away: str) -> SafeString:
    css = f"{' face--big' if big else ''}{' face--away' if away else ''}"
    told = f"{full_name}, {away}" if away else full_name
    if photo:
        return format_html('<img class="face{}" src="{}" alt="{}" title="{}" loading="lazy">', css, photo, told, told)
    return format_html('<span class="face face--{}{}" role="img" aria-label="{}" title="{}">{}</span>', tint, css, told, told, initials)


@register.simple_tag
def away_now(member: Any) -> str:
    """«в отпуске до 3 декабря, замещает Абдурахманов Тимур», or nothing. No query for a name: who is away is kept for a minute."""
    away = away_today().get(member.pk) if member else None
    return away_words(away) if away else ""


@register.simple_tag
def away_words(away: Away) -> str:
    """Why somebody is ill or away is nobody's business: only a holiday is named."""
    until = day(away.until, timezone.localdate())
    words = _("on holiday until %(until)s") if away.is_holiday else _("away until %(until)s")
    deputy = _(", %(deputy)s stands in") % {"deputy": away.deputy} if away.deputy else ""
    return words % {"until": until} + deputy


@register.filter
def share(percent: float | int | None) -> str:
    """A width for an SVG attribute, whatever the language of the page."""
    return f"{float(percent or 0):.2f}%"


@register.simple_tag
def warning_of(field: Any) -> Any:
    """A warning never blocks: a form puts it on the field beside its errors."""
    return getattr(field.field, "warning", "")
