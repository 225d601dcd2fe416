"""Small marks drawn by code and by templates alike: a list draws hundreds of them, and each kind is drawn once."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.defaultfilters import linebreaksbr
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SPRITE = Path(__file__).parent.parent / "web" / "assets" / "icons.json"
DRAWINGS: dict[str, str] = json.loads(SPRITE.read_text())
PENCIL = ' <a class="editable__pencil" href="{}" hx-get="{}" hx-target="closest .editable" hx-swap="outerHTML" aria-label="{}">{}</a>'
CHIP_ICONS = {"late": "alert", "today": "clock", "later": "calendar", "done": "done", "soon": "clock"}


@lru_cache(maxsize=512)
def icon(name: str, size: int = 18, label: str = "") -> SafeString:
    """An outline icon of the sprite; with a label it speaks, without one it is an ornament."""
    if name not in DRAWINGS:
        raise TemplateSyntaxError(f"no icon «{name}» in shturman/web/assets/icons.json")
    filled = " icon--filled" if DRAWINGS[name].startswith("filled/") else ""
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon icon--{}{}" {}><use href="{}#{}"></use></svg>', size, filled, voice, _sprite(), name)


@cache
def _sprite() -> str:
    return static("web/icons.svg")


@lru_cache(maxsize=4096)
def chip(tone: str, text: str, title: str = "") -> SafeString:
    """How soon something is due, by words, colour and shape."""
    hint = format_html(' title="{}"', title) if title else ""
    mark = icon(CHIP_ICONS.get(tone, "none"), 15)
    return format_html('<span class="task-chip task-chip--{}"{}>{}<span class="task-chip__text">{}</span></span>', tone, hint, mark, text)


def editable(words: object, label: str, url: str, can_edit: bool = True) -> SafeString:
    """A fact of a card and the pencil that changes it where it stands."""
    value = linebreaksbr(str(words)) if words not in ("", None) else "—"
    pencil = format_html(PENCIL, url, url, _("Change in place: %(label)s") % {"label": label}, icon("pencil", 15)) if can_edit else ""
    return format_html('<span class="editable"><span class="editable__value">{}</span>{}</span>', value, pencil)


def safe(value: object) -> str:
    """A value as it may stand in markup: what is drawn already stands as it is."""
    return value if isinstance(value, SafeString) else escape(str(value))
