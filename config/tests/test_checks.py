import pytest

from config.care.checks import settings_make_sense


def ids() -> set[str]:
    return {str(message.id) for message in settings_make_sense()}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SHTURMAN_DATTA", "/srv", "shturman.E001"),
        ("SHTURMAN_URL", "crm.example.ru", "shturman.E002"),
        ("SHTURMAN_LIVE_URL", "ws://crm.example.ru", "shturman.E002"),
    ],
)
def test_it_names_a_wrong_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str):
    monkeypatch.setenv(name, value)
    assert expected in ids()


def test_it_refuses_a_short_key_and_a_port_that_is_none(settings):
    settings.SECRET_KEY = "short"
    settings.LIVE_PORT = "eight"
    assert {"shturman.E003", "shturman.E004"} <= ids()


def test_it_warns_of_an_open_address(settings):
    settings.DEBUG = True
    settings.PUBLIC_URL = "http://crm.example.ru"
    assert {"shturman.W001", "shturman.W002"} <= ids()


def test_it_says_what_to_do_with_each():
    assert all(message.hint for message in settings_make_sense())


def test_it_is_content_with_the_defaults():
    assert ids() == set()
