from collections.abc import Iterator

import pytest
from django.utils import translation

from shturman.kit.requisites import account_warning, bic_warning, inn_warning, kpp_warning, ogrn_warning


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def test_a_right_inn_gives_no_warning() -> None:
    assert inn_warning("7707083893", organisation=True) == ""
    assert inn_warning("", organisation=True) == ""


def test_a_short_inn_is_told_in_digits() -> None:
    assert inn_warning("780512345", organisation=True) == "В ИНН организации 10 цифр, здесь 9"


def test_a_wrong_control_digit_is_told() -> None:
    assert "не сходится" in inn_warning("7707083894", organisation=True)
    assert "не сходится" in ogrn_warning("1027700132196")
    assert ogrn_warning("1027700132195") == ""


def test_an_account_is_checked_against_its_bank() -> None:
    assert account_warning("30101810400000000225", "044525225", correspondent=True) == ""
    assert "не подходит к БИК" in account_warning("40702810900000000001", "044525225")
    assert "20 цифр" in account_warning("4070281", "044525225")


def test_kpp_and_bic_are_told_by_length() -> None:
    assert kpp_warning("770701001") == "" and "9 знаков" in kpp_warning("7707")
    assert bic_warning("044525225") == "" and "9 цифр" in bic_warning("0445")
