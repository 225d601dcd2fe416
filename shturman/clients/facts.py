"""What a client's card shows of the client, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shturman.clients.models import Client
from shturman.clients.normalising import warnings
from shturman.kit.phones import digits_of

ABOUT = ("job_title", "industry", "site", "address")
REQUISITES = ("legal_name", "inn", "kpp", "ogrn", "bank", "bic", "account", "correspondent_account")


@dataclass(frozen=True)
class FactRow:
    field: str
    label: Any
    value: str
    warning: str = ""
    url: str = ""


@dataclass(frozen=True)
class Messenger:
    name: str
    icon: str
    url: str


def rows_of(client: Client, fields: tuple[str, ...]) -> list[FactRow]:
    doubts = warnings(client)
    return [
        FactRow(name, label_of(name), getattr(client, name), doubts.get(name, ""), _site(client.site) if name == "site" else "")
        for name in fields
        if getattr(client, name)
    ]


def label_of(field: str) -> Any:
    named = {"phones": _("Phones"), "emails": _("E-mails")}
    if field in named:
        return named[field]
    label = str(getattr(Client._meta.get_field(field), "verbose_name", field))
    return label[:1].upper() + label[1:]


def messengers(client: Client) -> list[Messenger]:
    """One click to write: by the name kept, WhatsApp by a mobile phone as well."""
    found = []
    if client.telegram:
        found.append(Messenger("Telegram", "telegram", f"https://t.me/{_telegram(client.telegram)}"))
    if number := digits_of(client.whatsapp) or _mobile(client):
        found.append(Messenger("WhatsApp", "whatsapp", f"https://wa.me/{number}"))
    if client.max_messenger:
        found.append(Messenger("MAX", "message", _max(client.max_messenger)))
    return found


def _telegram(name: str) -> str:
    digits = digits_of(name)
    return f"+{digits}" if len(digits) >= 10 and not any(letter.isalpha() for letter in name) else name.lstrip("@")


def _mobile(client: Client) -> str:
    return next((phone.digits for phone in client.phones.all() if phone.number.startswith("+79") and not phone.is_masked), "")


def _max(kept: str) -> str:
    return kept if kept.startswith("https://") else f"https://max.ru/{kept.lstrip('@').removeprefix('max.ru/')}"


def _site(kept: str) -> str:
    """Only pages are linked: an address of another scheme stays text."""
    return kept if kept.startswith(("https://", "http://")) else "" if ":" in kept else f"https://{kept}"
