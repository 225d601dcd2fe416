"""The stretch of days that a report tells of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shturman.kit.dates_in_words import NBSP, day
from shturman.kit.ids import row_id


@dataclass(frozen=True)
class Period:
    """`since` and `until` are both within; None is without end."""

    key: str
    since: date | None
    until: date | None

    def days(self, what: str) -> dict[str, str]:
        """As the questions about deals take them: `closed` or `opened`."""
        found = {f"{what}_from": self.since, f"{what}_to": self.until}
        return {key: value.isoformat() for key, value in found.items() if value}

    def params(self) -> dict[str, str]:
        """As the address of the report takes them."""
        return {"period": "custom", **self.days("closed")} if self.key == "custom" else {"period": self.key}

    def words(self, today: date) -> str:
        if self.since is None and self.until is None:
            return _("all the time")
        if self.since and self.since.day == 1 and self.until == end_of_month(self.since):
            return date_format(self.since, "F Y").lower().replace(" ", NBSP)
        if self.since and self.until and (self.since, self.until) == year_of(self.since.year):
            return _("%(year)s year") % {"year": self.since.year}
        since = day(self.since, today) if self.since else "…"
        return f"{since}{NBSP}— {day(self.until, today) if self.until else '…'}"


def asked(params: Mapping[str, str], today: date) -> Period:
    """This month, unless another is asked for; what cannot be understood is this month too."""
    key = params.get("period", "")
    if key == "custom" or (not key and (params.get("closed_from") or params.get("closed_to"))):
        since, until = _read(params.get("closed_from", "")), _read(params.get("closed_to", ""))
        if since or until:
            return Period("custom", since, until)
    if (year := row_id(key)) and 1900 <= year <= 2200:
        return Period(key, *year_of(year))
    if key == "all":
        return Period(key, None, None)
    if key == "year":
        return Period(key, *year_of(today.year))
    if key == "quarter":
        since = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        return Period(key, since, end_of_month(date(since.year, since.month + 2, 1)))
    first = today.replace(day=1)
    return Period("month", first, end_of_month(first))


def year_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def end_of_month(day_of_it: date) -> date:
    return (day_of_it.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
