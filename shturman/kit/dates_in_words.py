"""Days and moments as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\u00a0"


def day(value: date | datetime, today: date) -> str:
    return _day(value.date() if isinstance(value, datetime) else value, value.year == today.year, get_language() or "")


@lru_cache(maxsize=4096)
def _day(value: date, is_this_year: bool, language: str) -> str:
    """A list says the same few days hundreds of times."""
    return date_format(value, "j E" if is_this_year else "j E Y").replace(" ", NBSP)


def moment(value: datetime, today: date) -> str:
    return f"{relative_day(value.date(), today)}, {value:%H:%M}"


def relative_day(value: date, today: date) -> str:
    if value == today:
        return _("today")
    if value == today - timedelta(days=1):
        return _("yesterday")
    if value == today + timedelta(days=1):
        return _("tomorrow")
    return day(value, today)
