import re
from decimal import Decimal

import pytest

from shturman.kit.money import parse_money, roubles
from shturman.kit.words import folded, plural

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12 500,50", "12500.50"),
        ("12500.00", "12500"),
        ("12 500 ₽", "12500"),
        ("12500|RUB", "12500"),
        ("1,234,567.89", "1234567.89"),
        ("1\u00a0250\u00a0000\u00a0руб.", "1250000"),
    ],
)
def test_it_reads_money_as_people_and_systems_write_it(typed: str, amount: str) -> None:
    assert parse_money(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["пусто", "сто", "12,5,0.1.1", "1e9", "--5"])
def test_it_refuses_what_is_not_money(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        parse_money(typed)


def test_it_writes_roubles_by_russian_rules() -> None:
    assert roubles(Decimal("1250000")) == f"1{NBSP}250{NBSP}000{NBSP}₽"
    assert roubles(Decimal("9999")) == f"9999{NBSP}₽"
    assert roubles(Decimal("1500.5")) == f"1500,50{NBSP}₽"
    assert roubles(Decimal("-1110000")) == f"−1{NBSP}110{NBSP}000{NBSP}₽"


@pytest.mark.parametrize(("count", "form"), [(1, "сделка"), (3, "сделки"), (11, "сделок"), (21, "сделка"), (112, "сделок"), (0, "сделок")])
def test_it_counts_in_russian(count: int, form: str) -> None:
    assert plural(count, "сделка", "сделки", "сделок") == form


def test_names_are_compared_without_case_blanks_and_yo() -> None:
    assert folded("  Ёлкин   СЕМЁН ") == "елкин семен"
