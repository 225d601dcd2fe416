"""Own fields as tests add them."""

from __future__ import annotations

from typing import Any

from shturman.company.models import Member
from shturman.fields.actions import add_field
from shturman.fields.models import OwnField


def own_field(owner: Member, kind: str, name: str = "Бюджет", thing: str = "deal", **facts: Any) -> OwnField:
    choices = [(None, choice) for choice in facts.pop("choices", ())]
    return add_field(thing, kind, {"name": name, "choices": choices, **facts}, by=owner)


def key_of(field: OwnField) -> str:
    return f"own_{field.pk}"


def choice(field: OwnField, name: str) -> int:
    return field.choices.get(name=name).pk
