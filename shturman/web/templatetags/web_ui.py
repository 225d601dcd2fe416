"""Marks of the interface: icons, toasts, attributes of the chosen section."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shturman.company.queries import Away, away_today
from shturman.kit.dates_in_words import day

register = template.Library()

DRAWINGS: dict[str, str] = json.loads((Path(__file__).parent.parent / "assets" / "icons.json").read_text())
TOAST_ICONS = {"good": "done", "late": "alert", "today": "alert-circle", "info": "info"}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 18, label: str = "") -> SafeString:
    """An outline icon of the sprite; with a label it speaks, without one it is an ornament."""
    if name not in DRAWINGS:
        raise template.TemplateSyntaxError(f"no icon «{name}» in shturman/web/assets/icons.json")
    filled = " icon--filled" if DRAWINGS[name].startswith("filled/") else ""
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon icon--{}{}" {}><use href="{}#{}"></use></svg>', size, filled, voice, _sprite(), name)


@cache
def _sprite() -> str:
    return static("web/icons.svg")


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


CHIP_ICONS = {"late": "alert", "today": "clock", "later": "calendar", "done": "done", "soon": "clock"}


@register.simple_tag
def task_chip(chip: Any) -> SafeString:
    """When a task is due, by words, colour and shape. A list draws fifty of them: each kind is drawn once."""
    return _task_chip(chip.tone, str(chip.text), str(chip.title)) if chip else SafeString("")


@lru_cache(maxsize=4096)
def _task_chip(tone: str, text: str, title: str) -> SafeString:
    hint = format_html(' title="{}"', title) if title else ""
    mark = icon(CHIP_ICONS.get(tone, "none"), 15)
    return format_html('<span class="task-chip task-chip--{}"{}>{}<span class="task-chip__text">{}</span></span>', tone, hint, mark, text)


@register.simple_tag
def face(member: Any, *, big: bool = False) -> SafeString:
    """The round with a member's photo, or with his initials."""
    return _face(member.tint, member.full_name, member.initials, member.photo_url, big) if member else SafeString("")


@lru_cache(maxsize=4096)
def _face(tint: int, full_name: str, initials: str, photo: str, big: bool) -> SafeString:
    size = " face--big" if big else ""
    if photo:
        return format_html('<img class="face{}" src="{}" alt="{}" title="{}" loading="lazy">', size, photo, full_name, full_name)
    return format_html(
        '<span class="face face--{}{}" role="img" aria-label="{}" title="{}">{}</span>', tint, size, full_name, full_name, initials
    )


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
