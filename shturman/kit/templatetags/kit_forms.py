"""Marks of forms."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from shturman.kit.conflicts import WAS, stands
from shturman.kit.once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """Each drawing of a form is one wish: see `kit/once.py`."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4().hex)


@register.simple_tag
def was(form: Any, untouched: Any = None) -> SafeString:
    """What stood in the fields when the form was drawn: see `kit/conflicts.py`. A form that comes back with a conflict is drawn
    over the card as it stands now."""
    shown = stands(untouched or form) if untouched or not form.is_bound else _drawn(form)
    return format_html_join("", '<input type="hidden" name="{}{}" value="{}">', ((WAS, name, value) for name, value in shown.items()))


def _drawn(form: Any) -> dict[str, str]:
    """A refused form keeps what it was drawn with."""
    names = map(form.add_prefix, form.fields)
    return {name: form.data[f"{WAS}{name}"] for name in names if f"{WAS}{name}" in form.data}
