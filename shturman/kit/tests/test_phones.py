import pytest

from shturman.kit.phones import extension_of, is_phone, is_too_long, normalise, numbers_in, search_digits, shown


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


@pytest.mark.parametrize(
    "typed",
    [
        "8(812)300-10-00 8(812)300-10-01",
        "+7 812 300-10-00, 8 812 300-10-01",
        "8(812)300-10-00/8(812)300-10-01",
        "8123001000 / +7 (812) 300-10-01",
        "88123001000 88123001001",
    ],
)
def test_several_numbers_in_one_line_are_several(typed: str) -> None:
    assert [normalise(number) for number in numbers_in(typed)] == ["+78123001000", "+78123001001"]


@pytest.mark.parametrize(
    "typed", ["8 812 300-10-00", "300-10-00/01", "+7 812 300-10-00, доб. 1234", "8 800 200-00-00 доб. 42", "12-34", ""]
)
def test_one_number_stays_one(typed: str) -> None:
    assert numbers_in(typed) == [typed]


def test_more_digits_than_a_phone_has_are_no_phone() -> None:
    assert is_too_long(normalise("8(812)300-10-00 8(812)300-10")) is False
    assert is_too_long(normalise("8(812)300-10-00 8(812)300-10-01 8(812)300-10"))
    assert not is_too_long(normalise("8 10 375 29 123-45-67"))
