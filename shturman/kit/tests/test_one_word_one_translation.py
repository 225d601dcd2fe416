from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

ROOMS = Path(__file__).parents[2]


def test_a_text_of_two_rooms_is_said_alike() -> None:
    """Django joins the catalogues: of two translations the upper room's would silently win."""
    said: dict[tuple[str | None, str], set[object]] = defaultdict(set)
    for catalogue in ROOMS.glob("*/locale/ru/LC_MESSAGES/django.po"):
        with catalogue.open("rb") as lines:
            for message in read_po(lines, locale="ru"):
                if message.id:
                    said[message.context, str(message.id)].add(message.string)
    assert {text: words for text, words in said.items() if len(words) > 1} == {}
