from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from shturman.clients.personal_data import rows_of
from shturman.playbooks.models import ContactHours, Skip


def contact_hours(client_id: int) -> list[Mapping[str, Any]]:
    return rows_of(ContactHours.objects.filter(client=client_id), ("since", "until", "zone"))


def skips(client_id: int) -> list[Mapping[str, Any]]:
    return rows_of(Skip.objects.filter(Q(task__client=client_id) | Q(task__deal__client=client_id)), ("at", "words"))
