"""Days and moments as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

NBSP = "\u00a0"


def day(value: date | datetime, today: date) -> str:
    shown = date_format(value, "j E") if value.year == today.year else date_format(value, "j E Y")
    return shown.replace(" ", NBSP)


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
