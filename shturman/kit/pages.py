"""Pages that menus lead to: each is named once, with those for whom it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Section:
    name: str
    page: str
    icon: str
    label: Promise
    key: str = ""
    is_for: Callable[[Any], bool] = lambda member: True
    # A phone has room for four at its foot.
    is_tab: bool = True

    @property
    def url(self) -> str:
        return url_of(self.page)


@cache
def url_of(page: str) -> str:
    """A menu names only rooms that stand: the root urls leave out the others."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
