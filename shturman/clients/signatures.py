"""A signature pasted whole, read into the fields of a client."""

from __future__ import annotations

import re

from shturman.clients.models import Client
from shturman.clients.naming import FORMS, kind_by_name
from shturman.kit.phones import is_phone

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+?\d[\d\s()\-–—]{8,18}\d)(?:\s*(?:доб\.?|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
_LABELLED = {
    "inn": re.compile(r"\bинн(?:/кпп)?\D{0,3}(\d{10,12})\b", re.IGNORECASE),
    "kpp": re.compile(r"(?:\bкпп\D{0,3}|\bинн/кпп\D{0,3}\d{10}\s*/\s*)(\d{9})\b", re.IGNORECASE),
    "ogrn": re.compile(r"\bогрн(?:ип)?\D{0,3}(\d{13,15})\b", re.IGNORECASE),
    "bic": re.compile(r"\bбик\D{0,3}(\d{9})\b", re.IGNORECASE),
    "account": re.compile(r"(?:р/с|расч[её]тный сч[её]т)\D{0,4}(\d{20})\b", re.IGNORECASE),
    "correspondent_account": re.compile(r"(?:к/с|корр?\.? ?сч[её]т)\D{0,4}(\d{20})\b", re.IGNORECASE),
    "telegram": re.compile(r"(?:t\.me/|telegram\s*:?\s*@?|(?<![\w.])@)(\w{4,32})", re.IGNORECASE),
    "address": re.compile(r"^\s*(?:адрес\s*:?\s*)((?:.){6,300})$", re.IGNORECASE | re.MULTILINE),
    "site": re.compile(r"\b((?:https?://|www\.)[\w.-]+\.\w{2,}[^\s,;]*)", re.IGNORECASE),
}
_GREETING = re.compile(r"^\s*(с уважением|best regards|kind regards|--+|тел|моб|e-?mail|почта|www|http)", re.IGNORECASE)
_TITLE = re.compile(r"директор|менеджер|начальник|инженер|бухгалтер|руководитель|специалист|заместитель|снабж|закуп|юрист", re.IGNORECASE)
_PATRONYMIC = re.compile(r"(вич|вна|ична|оглы|кызы)$", re.IGNORECASE)


def read_signature(text: str) -> dict[str, str]:
    """The fields that were found; what was not is left for the person."""
    found, rest = {}, text
    for name, pattern in _LABELLED.items():
        if match := pattern.search(text.replace("@", " @") if name == "telegram" else text):
            found[name] = match[1].strip()
    if _MAIL.search(text) and "t.me" not in text and "telegram" not in text.lower():
        found.pop("telegram", None)
    found["emails"] = "\n".join(dict.fromkeys(_MAIL.findall(text)))
    rest = _MAIL.sub(" ", _without_labelled(text))
    found["phones"] = "\n".join(dict.fromkeys(match.strip() for match in _PHONE.findall(rest) if is_phone(match)))
    found |= _names(_PHONE.sub(" ", rest))
    return {name: value for name, value in found.items() if value}


def _without_labelled(text: str) -> str:
    for name in ("inn", "kpp", "ogrn", "bic", "account", "correspondent_account"):
        text = _LABELLED[name].sub(" ", text)
    return text


def _names(text: str) -> dict[str, str]:
    """The person's name, his post and the organisation, a line each."""
    found: dict[str, str] = {}
    for line in re.split(r"[\n|;]|,\s(?=[А-ЯЁA-Z])", text):
        line = line.strip(" ,.·—-\t")
        if not line or _GREETING.match(line) or any(mark in line.lower() for mark in ("адрес", "http", "www.")):
            continue
        if "job_title" not in found and _TITLE.search(line):
            found["job_title"] = line
        elif "organisation" not in found and kind_by_name(line) == Client.Kind.ORGANISATION:
            found["organisation"] = line
        elif "name" not in found and _reads_as_a_person(line):
            found["name"] = _surname_first(line)
    return _kind_told(found)


def _reads_as_a_person(line: str) -> bool:
    words = line.split()
    return 2 <= len(words) <= 4 and all(
        word.replace("-", "").isalpha() and word[0].isupper() and word.lower() not in FORMS for word in words
    )


def _surname_first(line: str) -> str:
    """«Иван Петрович Сидоров» → «Сидоров Иван Петрович»: the patronymic tells the order."""
    words = line.split()
    if len(words) == 3 and _PATRONYMIC.search(words[1]):
        return " ".join([words[2], words[0], words[1]])
    return line


def _kind_told(found: dict[str, str]) -> dict[str, str]:
    """An organisation without a person is itself the client; beside a person it is his employer."""
    organisation = found.pop("organisation", "")
    if found.get("name"):
        return {**found, "kind": Client.Kind.PERSON, "employer": organisation}
    return {**found, "name": organisation, "kind": Client.Kind.ORGANISATION} if organisation else found
