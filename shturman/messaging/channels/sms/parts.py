"""How many messages a text takes: with one Cyrillic letter it is twice as dear."""

from __future__ import annotations

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€")


def parts_of(text: str) -> int:
    size, whole, joined = _measured(text)
    return 1 if size <= whole else -(-size // joined)


def fitted(text: str, parts: int) -> str:
    """Cut by whole letters, with a mark that more was said."""
    if parts_of(text) <= parts:
        return text
    while text and parts_of(text + "…") > parts:
        text = text[:-1]
    return text.rstrip() + "…"


def _measured(text: str) -> tuple[int, int, int]:
    """Its size, what one message holds, and what each of several joined ones holds."""
    if all(letter in GSM or letter in GSM_TWICE for letter in text):
        return sum(2 if letter in GSM_TWICE else 1 for letter in text), 160, 153
    # Outside the basic plane a letter counts twice.
    return len(text.encode("utf-16-be")) // 2, 70, 67
