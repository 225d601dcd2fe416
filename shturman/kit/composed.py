"""Statements that the query builder cannot say, composed of those that it can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet


def rows_told(sql: str, parts: Mapping[str, QuerySet[Any, Any]], **more: Any) -> list[Any]:
    """`{name}` in the text is the statement of that part, within its reader's rights; values stand apart.

    Raises EmptyResultSet where a part can have no rows.
    """
    composed = {name: rows.query.sql_with_params() for name, rows in parts.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            sql.format(**{name: text for name, (text, _given) in composed.items()}, **more),
            [value for _text, given in composed.values() for value in given],
        )
        return cursor.fetchall()
