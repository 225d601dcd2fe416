import pytest

from shturman.kit.phones import extension_of, is_phone, normalise, search_digits, shown


@pytest.mark.parametrize(
    "typed", ["+7 921 000-14-27", "8 (921) 000-14-27", "89210001427", "7 921 0001427", "921 000 14 27", "+7(921)0001427"]
)
def test_a_russian_phone_is_kept_one_way_however_it_is_typed(typed: str) -> None:
    assert normalise(typed) == "+79210001427"


def test_a_foreign_phone_stays_foreign() -> None:
    assert normalise("+375 29 123-45-67") == "+375291234567"


def test_an_odd_number_is_kept_as_its_digits_and_never_refused() -> None:
    assert normalise("доб. 12-34") == "1234"
    assert not is_phone("12-34")


def test_an_extension_is_told_apart() -> None:
    assert extension_of("+7 812 300-10-00 доб. 42") == "42"


def test_a_phone_is_shown_as_it_is_read_aloud() -> None:
    assert shown("+79210001427") == "+7 921 000-14-27"
    assert shown("1234") == "1234"


@pytest.mark.parametrize(
    ("typed", "digits"), [("8 921 000-14-27", "79210001427"), ("000-14-27", "0001427"), ("+7 921", "7921"), ("8 921 00", "92100")]
)
def test_any_fragment_in_any_notation_finds(typed: str, digits: str) -> None:
    assert search_digits(typed) == digits and digits in "79210001427"
