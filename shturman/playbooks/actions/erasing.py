from __future__ import annotations

from django.db.models import Q

from shturman.clients.actions.erasing import erased
from shturman.playbooks.models import ContactHours, Skip


def erase_contact_hours(client_id: int) -> None:
    ContactHours.objects.filter(client=client_id).delete()


def erase_in_skips(client_id: int) -> None:
    """That it was skipped stays counted, the words are gone."""
    Skip.objects.filter(Q(task__client=client_id) | Q(task__deal__client=client_id)).exclude(words="").update(words=erased())
