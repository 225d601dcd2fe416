"""Names, phones, mails and requisites as they are kept: typed anyhow, stored one way."""

from __future__ import annotations

import re
from typing import Any

from shturman.clients.models import Client
from shturman.kit import requisites
from shturman.kit.phones import digits_of
from shturman.kit.words import folded

DIGIT_FIELDS = ("inn", "kpp", "ogrn", "bic", "account", "correspondent_account")
_STRAIGHT = re.compile(r'"([^"]+)"')
_SPACES = re.compile(r"\s+")

LONGEST_PART_OF_NAME = 100


def tidy(text: str) -> str:
    return _SPACES.sub(" ", text or "").strip()


def tidy_person_name(text: str) -> str:
    """«иванова анна» → «Иванова Анна»; a name that has its own capitals keeps them."""
    text = tidy(text)
    if text and (text == text.lower() or text == text.upper()):
        return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)
    return text


def tidy_organisation_name(text: str) -> str:
    """Straight quotes become «ёлочки», inside ёлочки „лапки“."""
    text = tidy(text)
    return _STRAIGHT.sub(r"„\1“" if "«" in text else r"«\1»", text)


def tidy_email(text: str) -> str:
    text = tidy(text)
    text = re.sub(r"^(e-?mail|почта|mailto)\s*:\s*", "", text, flags=re.IGNORECASE)
    return text.lower()


def tidied(facts: dict[str, Any], kind: str) -> dict[str, Any]:
    facts = {name: tidy(value) if isinstance(value, str) else value for name, value in facts.items()}
    for name in DIGIT_FIELDS:
        if facts.get(name):
            facts[name] = facts[name].upper().replace(" ", "") if name == "kpp" else digits_of(facts[name])
    if kind == Client.Kind.PERSON:
        for name in ("name", "surname", "given_name", "patronymic"):
            if facts.get(name):
                facts[name] = tidy_person_name(facts[name])
        facts = _person_named(facts)
    elif facts.get("name"):
        facts["name"] = tidy_organisation_name(facts["name"])
    if facts.get("telegram"):
        facts["telegram"] = re.sub(r"^(https?://)?(t\.me/|@)", "", facts["telegram"])
    if facts.get("whatsapp"):
        facts["whatsapp"] = digits_of(facts["whatsapp"])
    if facts.get("name"):
        facts["folded_name"] = folded(facts["name"])
    return facts


def _person_named(facts: dict[str, Any]) -> dict[str, Any]:
    parts = [facts.get(name, "") for name in ("surname", "given_name", "patronymic")]
    if any(parts):
        return {**facts, "name": " ".join(part for part in parts if part)}
    if facts.get("name"):
        surname, given_name, patronymic = (facts["name"].split(" ", 2) + ["", ""])[:3]
        if max(len(surname), len(given_name), len(patronymic)) > LONGEST_PART_OF_NAME:
            # Not a person's name then: it stands whole, without parts.
            return {**facts, "surname": "", "given_name": "", "patronymic": ""}
        return {**facts, "surname": surname, "given_name": given_name, "patronymic": patronymic}
    return facts


def warnings(client: Client) -> dict[str, str]:
    """Doubts about requisites, field by field: kept on the card, never a refusal."""
    found = {
        "inn": requisites.inn_warning(client.inn, organisation=client.is_organisation and len(client.inn) != 12),
        "kpp": requisites.kpp_warning(client.kpp),
        "ogrn": requisites.ogrn_warning(client.ogrn),
        "bic": requisites.bic_warning(client.bic),
        "account": requisites.account_warning(client.account, client.bic),
        "correspondent_account": requisites.account_warning(client.correspondent_account, client.bic, correspondent=True),
    }
    return {name: words for name, words in found.items() if words}
