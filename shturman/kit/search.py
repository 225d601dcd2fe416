"""Words and digits that people type into a search box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import EmptyResultSet
from django.db.models import DateTimeField, ExpressionWrapper, F, Model, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from shturman.kit.composed import rows_told
from shturman.kit.phones import search_digits
from shturman.kit.words import folded

FEWEST_DIGITS = 4
Found = TypeVar("Found", bound=Model)
# Where fewer rows than that are seen, the walk goes to their end: the earliest moment, or the latest.
END = {True: Value(datetime.min.replace(year=1900, tzinfo=UTC)), False: Value(datetime.max.replace(year=3000, tzinfo=UTC))}


# So many found rows are sorted sooner than the order of all rows is walked; and so far the walk goes.
FEW, FAR = 1500, 10_000
COUNTED = """
WITH hits AS MATERIALIZED ({found} LIMIT {few} + 1)
SELECT (SELECT count(*) FROM hits) > {few}, ARRAY(SELECT id FROM hits ORDER BY {order} LIMIT {limit})"""
WALKED = """
WITH walked AS MATERIALIZED ({near})
SELECT id FROM walked UNION ALL SELECT id FROM ({sorted}) AS sorted WHERE (SELECT count(*) FROM walked) < {limit}"""


def first_hits(seen: QuerySet[Found], condition: Q, order: str, *, limit: int) -> QuerySet[Found]:
    """The first of the seen rows that answer, by a moment of theirs.

    A rare word is asked of the index of words and its rows are sorted; a word of half the base is met everywhere, so the order
    is walked until there are enough, and only where they all lie far behind is everything sorted. The planner knows neither
    and took the wrong way: at a million deals half a second.
    """
    moment, falls = order.lstrip("-"), order.startswith("-")
    ways, found = (order, "-id" if falls else "id"), seen.filter(condition)
    said = "{0} DESC, id DESC" if falls else "{0}, id"
    try:
        told = rows_told(COUNTED, {"found": found.order_by().values("id", moment)}, few=FEW, limit=limit, order=said.format(moment))
    except EmptyResultSet:
        return seen.none()
    ((are_many, ids),) = told
    if are_many:
        edge = seen.order_by(*ways).values(moment)[FAR : FAR + 1]
        is_near = Q(**{f"{moment}__{'gte' if falls else 'lte'}": Coalesce(Subquery(edge), END[falls])})
        # The added nothing hides the moment from its index.
        hidden = ExpressionWrapper(F(moment) + timedelta(0), DateTimeField())
        parts = {
            "near": found.filter(is_near).order_by(*ways).values("id")[:limit],
            "sorted": found.order_by(hidden.desc() if falls else hidden.asc(), ways[1]).values("id")[:limit],
        }
        ids = [key for (key,) in rows_told(WALKED, parts, limit=limit)]
    return seen.filter(id__in=ids).order_by(*ways)[:limit] if ids else seen.none()


_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Hit:
    """`kind` is the icon and the group: client, deal, task."""

    kind: str
    title: str
    context: str
    url: str


def words_query(text: str) -> SearchQuery | None:
    """Every word as a prefix, with Russian endings taken off; «ё» is «е»."""
    words = _WORD.findall(folded(text))
    if not words:
        return None
    return SearchQuery(" & ".join(f"{word}:*" for word in words[:8]), search_type="raw", config="russian")


def typed_digits(text: str) -> str:
    """Digits of a phone, INN or number; empty when the text is not such a thing."""
    bare = re.sub(r"[\s()+\-–—.№#]", "", text)
    if not bare.isdecimal() or len(bare) < FEWEST_DIGITS:
        return ""
    return search_digits(text)


def short_number(text: str) -> int | None:
    """«1482», «№ 1482»: the number of a deal."""
    bare = text.strip().lstrip("№#").strip()
    return int(bare) if bare.isdecimal() and len(bare) <= 9 else None
