from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shturman.fields.known import every_field
from shturman.fields.models import OwnField, OwnFile
from shturman.fields.naming import facts_of


def files_of_client(client_id: int) -> list[Mapping[str, Any]]:
    rows = OwnFile.objects.filter(field__thing=OwnField.Thing.CLIENT, thing_id=client_id).exclude(file="").select_related("field")
    return [{row.field.name: row.name} for row in rows]


def own_of(card: Any, thing: str) -> dict[str, str]:
    """Label → value of a card's own fields, for the person whom they are about."""
    return {fact.field.name: fact.words for fact in facts_of(card, every_field(thing))}
