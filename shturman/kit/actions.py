"""Claims and answers of forms that are sent once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from shturman.kit.models import SentForm

# A page left open over a weekend still knows its form.
KEPT_FOR = timedelta(days=7)
CLAIM = "INSERT INTO kit_sentform (key, answer, sent_at) VALUES (%s, '{}', now()) ON CONFLICT (key) DO NOTHING"


def claim_form(key: str) -> Mapping[str, Any] | None:
    """None: the form is ours till the commit, and whoever sends it meanwhile waits. Else the answer it has got already."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [key])
        if cursor.rowcount:
            return None
    return SentForm.objects.get(key=key).answer


def keep_answer(key: str, answer: Mapping[str, Any]) -> None:
    SentForm.objects.filter(key=key).update(answer=dict(answer))


def release_form(key: str) -> None:
    """Refused: nothing was written, so the same may be sent again."""
    SentForm.objects.filter(key=key).delete()


def forget_sent_forms() -> None:
    SentForm.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()
