"""Roubles: `Decimal` to the kopeck, written by Russian rules."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

NBSP = "\u00a0"
MINUS = "\u2212"
KOPECK = Decimal("0.01")
# What a column of money holds.
LARGEST_AMOUNT = Decimal("999999999999.99")
_MONEY = re.compile(r"^-?\d+(\.\d+)?$")


def grouped(number: int) -> str:
    """Digits in threes from five digits on: «9999», but «10 000»."""
    text = f"{abs(number):,}".replace(",", NBSP) if abs(number) > 9999 else str(abs(number))
    return (MINUS if number < 0 else "") + text


@lru_cache(maxsize=8192)
def roubles(amount: Decimal | int | None) -> str:
    """«1 250 000 ₽»; kopecks only where there are any."""
    if amount is None:
        return "—"
    amount = to_kopecks(Decimal(amount))
    whole, kopecks = divmod(abs(amount), 1)
    text = grouped(int(whole))
    if kopecks:
        text += f",{int(kopecks * 100):02d}"
    return (MINUS if amount < 0 else "") + text + NBSP + "₽"


def to_kopecks(amount: Decimal) -> Decimal:
    return amount.quantize(KOPECK, ROUND_HALF_UP)


def parse_money(text: str) -> Decimal:
    """Reads `12 500,50`, `12500.00`, `12 500 ₽`, `12500|RUB`; raises ValueError on anything else."""
    try:
        return to_kopecks(parse_number(text))
    except InvalidOperation as error:
        raise ValueError(text) from error


def parse_number(text: str) -> Decimal:
    """As money is read, each of its digits kept."""
    bare = (text or "").split("|")[0]
    bare = re.sub(r"(руб(лей|ля|ль|\.)?|₽|р\.)\s*$", "", bare.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"[\s\u00a0\u202f']", "", bare).replace(MINUS, "-")
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(",") < bare.rfind(".") else "."
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".")
    if not _MONEY.match(bare):
        raise ValueError(text)
    return Decimal(bare)
