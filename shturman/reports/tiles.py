"""What the month has brought, beside the month before it up to the same day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member, Role
from shturman.company.rights import Reach
from shturman.deals.models import Deal
from shturman.deals.questions import chosen_deals
from shturman.kit.house import Tile
from shturman.kit.money import NBSP, grouped
from shturman.reports.access import can_read_reports
from shturman.reports.figures import sold
from shturman.reports.periods import end_of_month
from shturman.reports.tables import list_url


@dataclass(frozen=True)
class Won:
    count: int
    amount: Decimal
    url: str
    since: date
    until: date


def month(member: Member) -> Mapping[str, Any]:
    today = timezone.now().astimezone(member.zone).date()
    now, before = _won(member, today.replace(day=1), today), _won(member, *days_before(today))
    return {
        "now": now,
        "before": before,
        "month": date_format(today, "F Y").lower(),
        "change": _change(now.amount, before.amount) if before.amount else "",
    }


def _change(now: Decimal, before: Decimal) -> str:
    """«+12 %», «−8 %»."""
    share = round((now - before) / before * 100)
    return f"{'+' if share > 0 else ''}{grouped(share)}{NBSP}%"


def days_before(today: date) -> tuple[date, date]:
    """The month before up to the same day; a shorter one up to its end."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last.replace(day=min(today.day, end_of_month(last).day))


def _won(member: Member, since: date, until: date) -> Won:
    """The figures are the list's own: the same conditions are read by the same reader."""
    conditions = {"closed_from": since.isoformat(), "closed_to": until.isoformat()}
    if member.reach("deal", "see") == Reach.OWN:
        conditions["responsible"] = "me"
    url = list_url(conditions, state="won")
    found = sold(Deal.objects.visible_to(member).filter(chosen_deals(QueryDict(url.partition("?")[2]), member)))
    return Won(found.won, found.won_sum, url, since, until)


MONTH = Tile(
    "month",
    _("Result of the month"),
    _("Deals won and their sum since the first day, beside the month before up to the same day"),
    "trophy",
    "/reports/",
    "reports/tiles/month.html",
    month,
    kinds=Role.LEADING,
    hears="deals",
    is_heavy=True,
    is_for=can_read_reports,
)
