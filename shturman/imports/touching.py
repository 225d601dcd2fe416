"""Which rows of a load people have touched since: whatever the journal says of them that no load has written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

from django.db.models import Q

from shturman.clients.models import Note
from shturman.company.models import Member
from shturman.imports.models import ImportRun, WrittenEntries
from shturman.imports.things import Thing
from shturman.journal.models import Entry, Link

PORTION = 5000


class Touched:
    """`own` grows while the undo goes on: what it writes itself is nobody's touch."""

    def __init__(self, run: ImportRun, own: Sequence[int]):
        self.run = run
        self.own = own
        ranges = sorted(
            (first, last) for pairs in WrittenEntries.objects.values_list("ranges", flat=True).iterator() for first, last in pairs
        )
        self.firsts = [first for first, _last in ranges]
        self.lasts = [last for _first, last in ranges]
        # A load of a former version has not told its entries from those of people: what came after its end counts.
        self.since = None if run.written_entries.exists() else run.finished_at

    def among(self, thing: Thing, ids: Collection[int]) -> set[int]:
        touched: set[int] = set()
        own = set(self.own)
        ordered = sorted(ids)
        for start in range(0, len(ordered), PORTION):
            for card_id, entry_id in self._said_of(thing, ordered[start : start + PORTION]):
                if entry_id not in own and not self._is_of_load(entry_id):
                    touched.add(card_id)
        return touched | self._of_itself(thing, ids)

    def _said_of(self, thing: Thing, ids: Sequence[int]) -> Sequence[tuple[int, int]]:
        if not thing.kinds:
            return []
        words = Q()
        for kind in thing.kinds:
            words |= Q(entry__kind__startswith=kind)
        links = Link.objects.filter(words, card=thing.model._meta.model_name, card_id__in=ids, entry__by__is_robot=False)
        if self.since is not None:
            links = links.filter(entry__recorded_at__gt=self.since)
        return list(links.values_list("card_id", "entry_id"))

    def _of_itself(self, thing: Thing, ids: Collection[int]) -> set[int]:
        """What the row itself tells: who has signed in, which words have been mended."""
        if thing.model is Member:
            return {member.pk for member in Member.objects.filter(pk__in=ids) if member.last_login or member.has_usable_password()}
        if thing.model is Note:
            kinds = ("clients.note_changed", "clients.note_deleted", "clients.note_pinned")
            mended = Entry.objects.filter(kind__in=kinds, facts__note_id__in=list(ids))
            return set(mended.values_list("facts__note_id", flat=True))
        return set()

    def _is_of_load(self, entry_id: int) -> bool:
        place = bisect_right(self.firsts, entry_id) - 1
        return place >= 0 and entry_id <= self.lasts[place]
