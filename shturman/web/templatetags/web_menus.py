"""Menus and marks that read what the command palette reads too."""

from __future__ import annotations

from typing import Any

from django import template

from shturman.kit.pages import Section
from shturman.web.menus import SWITCHES, open_to
from shturman.web.records import pins_of

register = template.Library()


@register.simple_tag(takes_context=True)
def pages_of(context: dict[str, Any], switch: str) -> list[Section]:
    return open_to(context["shell"].member, SWITCHES[switch])


@register.simple_tag(takes_context=True)
def is_pinned(context: dict[str, Any], card: str, card_id: int) -> bool:
    return bool(pins_of(context["shell"].member, card, card_id))
