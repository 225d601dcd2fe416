"""Names under which a phone knows what is no more: kept, so that it can be told."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from shturman.tasks.models.internet_calendars import PhoneItems

# The number of the running transaction: see the migration of the marks.
THIS_TRANSACTION = RawSQL("pg_current_xact_id()::text::bigint", [], output_field=BigIntegerField())


def let_go(items: PhoneItems) -> int:
    """The name stays, the words go."""
    nothing: dict[str, Any] = {"task": None, "raw": "", "title": "", "said": {}, "first_at": None, "last_at": None}
    return items.update(**nothing, removed_at=timezone.now(), mark=THIS_TRANSACTION)
