"""Who works where. A link stays where it was made; a card shows those of all who were merged into its client."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from shturman.clients.merging import family_of, living
from shturman.clients.models import Client, Employment
from shturman.clients.queries import phones_for
from shturman.company.models import Member


def employments_of(family: Sequence[int], reader: Member) -> list[Employment]:
    """Organisations that the reader sees, each once."""
    return _shown(Employment.objects.filter(person__in=family), "organisation", reader)


def staff_of(family: Sequence[int], reader: Member) -> list[Employment]:
    """People that the reader sees, each once, with their phones as he may read them."""
    rows = Employment.objects.filter(organisation__in=family)
    return _shown(rows.prefetch_related(phones_for(reader, "person__phones")), "person", reader)


def alike_links(person_id: int, organisation_id: int) -> QuerySet[Employment]:
    """The same two under whatever names they once had."""
    return Employment.objects.filter(person__in=family_of(person_id), organisation__in=family_of(organisation_id))


def _shown(rows: QuerySet[Employment], end: str, reader: Member) -> list[Employment]:
    seen = Client.objects.visible_to(reader)
    found = list(rows.filter(Q(**{f"{end}__in": seen}) | Q(**{f"{end}__merged_into__isnull": False})).select_related(end).order_by("pk"))
    merged = {link.pk: main.pk for link in found if getattr(link, end).merged_into_id and (main := living(getattr(link, f"{end}_id")))}
    mains = seen.prefetch_related(phones_for(reader)).in_bulk(set(merged.values())) if merged else {}
    shown: dict[int, Employment] = {}
    for link in found:
        if link.pk in merged:
            if (main := mains.get(merged[link.pk])) is None:
                continue
            setattr(link, end, main)
        shown.setdefault(getattr(link, end).pk, link)
    return list(shown.values())
