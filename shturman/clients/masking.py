"""Contacts that a member may not read in full come masked out of the query itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models.query import ModelIterable

from shturman.clients.rights import ContactSight
from shturman.company.models import Member

HIDDEN_FIELDS = ("phones", "emails", "telegram", "whatsapp", "max_messenger")


class MaskedRows(ModelIterable):
    """Rows whose number or address never leaves the query layer; a masked row is for the screen, not to be saved."""

    def __iter__(self) -> Iterator[Any]:
        for row in super().__iter__():
            row.mask()
            yield row


def reads_contacts(member: Member) -> bool:
    return member.right("client.contacts") == ContactSight.OPEN


def may_ask_for_contacts(member: Member) -> bool:
    """By a press that the journal keeps."""
    return member.right("client.contacts") == ContactSight.ON_REQUEST


def masked_email(address: str) -> str:
    """«o•••@prichal.example»."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}"
