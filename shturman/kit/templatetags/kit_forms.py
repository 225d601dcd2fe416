"""Marks of forms."""

from __future__ import annotations

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shturman.kit.once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """Each drawing of a form is one wish: see `kit/once.py`."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4().hex)
