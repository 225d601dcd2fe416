"""Russian words: plural forms and the folding that search needs."""

from __future__ import annotations

import re

_SPACES = re.compile(r"\s+")


def plural(count: int, one: str, few: str, many: str) -> str:
    """«1 сделка, 3 сделки, 11 сделок»: the form alone, without the number."""
    tail, tens = abs(count) % 10, abs(count) % 100
    if tail == 1 and tens != 11:
        return one
    if 2 <= tail <= 4 and not 12 <= tens <= 14:
        return few
    return many


def folded(text: str) -> str:
    """Lower case, «ё» as «е», one blank between words: how names are compared."""
    return _SPACES.sub(" ", (text or "").strip().lower().replace("ё", "е"))


def quotable(name: str) -> str:
    """As it stands within «ёлочки»: its own become „лапки“."""
    return name.replace("«", "„").replace("»", "“")


def without_nul(text: str) -> str:
    """The one sign that the database cannot keep; nobody types it, a broken paste may bring it."""
    return text.replace("\x00", "")


def initials(*names: str) -> str:
    return "".join(name[0].upper() for name in names if name)[:2]
