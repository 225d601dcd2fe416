"""All rows of the rooms of business, as they lie in the base: what an undo must bring back to the last letter."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection

ROOMS = ("clients", "company", "deals", "goods", "tasks")
# When a row was touched last is a fact of its own: the undo touches it too.
MOVING = {"changed_at", "last_login"}


def dump() -> dict[str, list[Any]]:
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in ROOMS or not model._meta.managed:
            continue
        columns = [field.column for field in model._meta.concrete_fields if field.column not in MOVING and field.column != "search"]
        listed = ", ".join(f'"{column}"::text' for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {listed} FROM {model._meta.db_table}")
            tables[model._meta.db_table] = sorted(map(repr, cursor.fetchall()))
    return tables


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, set[Any]]:
    return {name: set(before[name]) ^ set(after[name]) for name in before if before[name] != after[name]}
