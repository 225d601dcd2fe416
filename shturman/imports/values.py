"""What people write in cells: days, moments, sums, several phones at once, and words that mean nothing."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shturman.kit.errors import Refused
from shturman.kit.money import LARGEST_AMOUNT, parse_money
from shturman.kit.words import folded

EMPTY_WORDS = {"", "-", "—", "–", "не закрыта", "не указано", "не указан", "не указана", "отсутствует", "нет", "нет данных"}
EMPTY_WORDS |= {"n/a", "na", "null", "none", "не задано", "не определено", "0000-00-00", "00.00.0000"}
DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%y")
CLOCK_FORMATS = ("%H:%M:%S", "%H:%M")
EARLIEST = date(1900, 1, 1)
# The same day in every Russian time zone.
NOON = time(12)
_SEVERAL = re.compile(r"[;\n\r|]+|,(?!\d{1,2}$)")


def bare(cell: str) -> str:
    """The cell without edges; a word that means «nothing» is nothing."""
    text = cell.replace("\u00a0", " ").strip()
    return "" if folded(text) in EMPTY_WORDS else text


def several(cell: str) -> list[str]:
    return [part.strip() for part in _SEVERAL.split(cell) if bare(part)]


def day_of(cell: str) -> date | None:
    text = bare(cell)
    return _moment(text).date() if text else None


def moment_of(cell: str, zone: ZoneInfo) -> datetime | None:
    """A day without an hour stands at noon."""
    text = bare(cell)
    if not text:
        return None
    moment = _moment(text)
    if moment.time() == time.min:
        moment = datetime.combine(moment.date(), NOON, moment.tzinfo)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def money_of(cell: str) -> Decimal | None:
    text = bare(cell)
    if not text:
        return None
    try:
        amount = parse_money(text)
    except ValueError as error:
        raise Refused(_("“%(text)s” is not a sum") % {"text": text[:60]}) from error
    if not 0 <= amount <= LARGEST_AMOUNT:
        raise Refused(_("An amount is from 0 to 999 999 999 999 ₽"))
    return amount


def _moment(text: str) -> datetime:
    day, _blank, clock = text.replace("T", " ").partition(" ")
    found = _by_formats(day, clock.strip()) or _by_iso(text)
    if found is None or found.date() < EARLIEST:
        raise Refused(_("“%(text)s” is not a date: write 24.11.2026") % {"text": text[:60]})
    return found


def _by_formats(day: str, clock: str) -> datetime | None:
    clocks = [f" {clock_format}" for clock_format in CLOCK_FORMATS] if clock else [""]
    written = f"{day} {clock}".strip()
    for day_format in DAY_FORMATS:
        for clock_format in clocks:
            try:
                return datetime.strptime(written, day_format + clock_format)  # noqa: DTZ007 the zone is the company's
            except ValueError:
                continue
    return None


def _by_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
