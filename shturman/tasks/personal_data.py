from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from shturman.clients.personal_data import rows_of
from shturman.tasks.models import PhoneItem, Task


def tasks(client_id: int) -> list[Mapping[str, Any]]:
    rows = Task.objects.everything().filter(Q(client=client_id) | Q(deal__client=client_id))
    return rows_of(rows, ("title", "deadline", "completed_at", "result"))


def phone_items(client_id: int) -> list[Mapping[str, Any]]:
    rows = PhoneItem.objects.filter(Q(task__client=client_id) | Q(task__deal__client=client_id))
    return rows_of(rows, ("raw",))
