"""Figures and words in templates, by Russian rules."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from shturman.kit import dates_in_words, money, phones, words

register = template.Library()


@register.filter
def roubles(amount: Decimal | int | None) -> str:
    return money.roubles(amount)


@register.filter
def grouped(number: int | None) -> str:
    return "—" if number is None else money.grouped(int(number))


@register.filter
def phone(number: str) -> str:
    return phones.shown(number)


@register.simple_tag
def plural(count: int, forms: str) -> str:
    """`{% plural n "сделка|сделки|сделок" %}` → the form alone; the forms come translated."""
    return words.plural(int(count), *forms.split("|"))


@register.filter
def day(value: date | datetime | None) -> str:
    """«18 ноября», with the year when it is not this one."""
    return dates_in_words.day(value, timezone.localdate()) if value else "—"


@register.filter
def moment(value: datetime | None) -> str:
    """«сегодня, 14:30», «вчера, 16:52», «12 ноября, 12:40»."""
    return dates_in_words.moment(timezone.localtime(value), timezone.localdate()) if value else "—"


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)
