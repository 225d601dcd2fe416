import pytest

from shturman.clients.normalising import tidy_organisation_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('ООО "Гидротехника"', "ООО «Гидротехника»"),
        ("ООО «Компания „Гидротехника“»", "ООО «Компания „Гидротехника“»"),
        ('ООО «Компания "Гидротехника"»', "ООО «Компания „Гидротехника“»"),
        ("  Хлебозавод   № 14 ", "Хлебозавод № 14"),
    ],
)
def test_quotes_of_a_name_are_russian_ones(typed: str, kept: str) -> None:
    assert tidy_organisation_name(typed) == kept
