"""Which column is what: guessed by the words of the head, remembered from the last time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from shturman.imports.kinds.base import Field
from shturman.kit.words import folded

_UNIT = re.compile(r"[\s,(]*(руб\.?|рублей|₽|rub|usd|\$|шт\.?|%)\)?\s*$")
# Letters of two alphabets that look one and the same: a head typed on the wrong keyboard layout is read as it looks.
_ALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
_CYRILLIC = re.compile(r"[а-я]")
_NUMBER = re.compile(r"\s*\(\d+\)$")


def folded_header(header: str) -> str:
    """Lower case, «ё» as «е», one blank between words, no unit and no number of a repeated head."""
    text = folded(header.replace("_", " ").replace("*", " "))
    text = _NUMBER.sub("", text)
    text = _UNIT.sub("", text).strip(" :.,") or text
    return " ".join(word.translate(_ALIKE) if _CYRILLIC.search(word) else word for word in text.split(" "))


def signature(headers: Sequence[str]) -> str:
    """The same head in another order is the same head."""
    return hashlib.sha256("\n".join(sorted(folded(header) for header in headers)).encode()).hexdigest()


def guessed(headers: Sequence[str], fields: Sequence[Field]) -> dict[str, str]:
    """Header → field; a field that takes one column gets the first that fits."""
    names = _names_of(fields)
    found: dict[str, str] = {}
    for header in headers:
        folded_one = folded_header(header)
        field = names.get(folded_one) or names.get(folded_one.translate(_ALIKE))
        if field is not None and (field.takes_many or field.name not in found.values()):
            found[header] = field.name
    return found


def _names_of(fields: Sequence[Field]) -> dict[str, Field]:
    """A label says more than an alias, an alias more than our own short name: «account» is a company, not its bank account."""
    names: dict[str, Field] = {}
    for words_of in (lambda field: [str(field.label)], lambda field: field.aliases, lambda field: [field.name]):
        for field in fields:
            for word in words_of(field):
                names.setdefault(folded_header(word), field)
    return names
