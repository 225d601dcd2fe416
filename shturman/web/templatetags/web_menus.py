"""The switch above pages of one kind, drawn from the table that the command palette reads too."""

from __future__ import annotations

from typing import Any

from django import template

from shturman.kit.pages import Section
from shturman.web.menus import SWITCHES, open_to

register = template.Library()


@register.simple_tag(takes_context=True)
def pages_of(context: dict[str, Any], switch: str) -> list[Section]:
    return open_to(context["shell"].member, SWITCHES[switch])
