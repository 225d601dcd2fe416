"""Logins for people who come from a table: read aloud from the name, never taken twice."""

from __future__ import annotations

import re
from collections.abc import Container

_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщыэюя"
_SOUNDS = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch y e yu ya"
_LATIN = {**dict(zip(_LETTERS, _SOUNDS.split(" "), strict=True)), "ъ": "", "ь": ""}


def free_login(surname: str, given_name: str, taken: Container[str]) -> str:
    """«Воскресенская Анна» → `anna.voskresenskaya`; the second one gets a number."""
    words = [_latin(word) for word in (given_name, surname)]
    wanted = ".".join(word for word in words if word)[:120] or "member"
    login, number = wanted, 2
    while login in taken:
        login, number = f"{wanted}{number}", number + 1
    return login


def _latin(word: str) -> str:
    letters = "".join(_LATIN.get(letter, letter) for letter in word.lower())
    return re.sub(r"[^a-z0-9-]+", "", letters)
