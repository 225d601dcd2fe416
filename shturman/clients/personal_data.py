"""What the clients' room holds of a person, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from shturman.clients.mentions import in_words
from shturman.clients.models import Client, Email, Note, Phone
from shturman.fields.personal_data import own_of


def rows_of(rows: Iterable[Any], fields: Sequence[str]) -> list[Mapping[str, Any]]:
    """Label → value, without the empty ones."""
    return [{label_of(row, name): str(getattr(row, name)) for name in fields if getattr(row, name)} for row in rows]


def label_of(row: Model, name: str) -> str:
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


NAMED = ("name", "surname", "given_name", "patronymic", "job_title")
CLIENT = (*NAMED, "address", "inn", "site", "telegram", "whatsapp", "max_messenger", "bank", "account")


def client(client_id: int) -> list[Mapping[str, Any]]:
    known = Client.objects.everything().filter(pk=client_id)
    return [*rows_of(known, CLIENT), *[own for row in known if (own := own_of(row, "client"))]]


def phones(client_id: int) -> list[Mapping[str, Any]]:
    return rows_of(Phone.objects.filter(client=client_id), ("number", "extension", "note"))


def emails(client_id: int) -> list[Mapping[str, Any]]:
    return rows_of(Email.objects.filter(client=client_id), ("address",))


def notes(client_id: int) -> list[Mapping[str, Any]]:
    rows = list(Note.objects.filter(card="client", card_id=client_id))
    for row in rows:
        row.text = in_words(row.text)
    return rows_of(rows, ("text", "created_at"))
