"""Conditions by an amount and by a day, as an address tells them."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Q
from django.utils import timezone

from shturman.kit.dates_in_words import day
from shturman.kit.money import parse_money, roubles


class InZone(Protocol):
    """At whose midnight a day begins."""

    @property
    def zone(self) -> tzinfo: ...


def amount(comparison: str) -> Any:
    def condition(value: str, asker: InZone) -> Q | None:
        amount = _money(value)
        return None if amount is None else Q(**{f"amount__{comparison}": amount})

    return condition


def _money(value: str) -> Decimal | None:
    try:
        return parse_money(value)
    except ValueError:
        return None


def from_day(field: str) -> Any:
    def condition(value: str, asker: InZone) -> Q | None:
        since = _day(value)
        return Q(**{f"{field}__gte": datetime.combine(since, time.min, asker.zone)}) if since else None

    return condition


def to_day(field: str) -> Any:
    def condition(value: str, asker: InZone) -> Q | None:
        until = _day(value)
        return Q(**{f"{field}__lte": datetime.combine(until, time.max, asker.zone)}) if until else None

    return condition


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def day_words(words: Any) -> Any:
    def describe(value: str) -> str:
        known = _day(value)
        return f"{words} {day(known, timezone.localdate())}" if known else str(words)

    return describe


def money_words(words: Any) -> Any:
    def describe(value: str) -> str:
        amount = _money(value)
        return f"{words} {roubles(amount)}" if amount is not None else str(words)

    return describe
