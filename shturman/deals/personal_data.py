from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from shturman.clients.models import Note
from shturman.clients.personal_data import rows_of
from shturman.deals.models import Deal, DealFile
from shturman.fields.personal_data import own_of


def deals(client_id: int) -> list[Mapping[str, Any]]:
    his = Q(client=client_id) | Q(contacts__person=client_id)
    rows = Deal.objects.everything().filter(his).distinct()
    told = rows_of(rows, ("id", "title", "amount", "created_at", "closed_at", "loss_words"))
    return [*told, *[{"id": str(deal.pk), **own} for deal in rows if (own := own_of(deal, "deal"))]]


def notes(client_id: int) -> list[Mapping[str, Any]]:
    ids = Deal.objects.everything().filter(client=client_id).values("pk")
    return rows_of(Note.objects.filter(card="deal", card_id__in=ids), ("text", "created_at"))


def files(client_id: int) -> list[Mapping[str, Any]]:
    return rows_of(DealFile.objects.filter(deal__client=client_id), ("name", "created_at"))
