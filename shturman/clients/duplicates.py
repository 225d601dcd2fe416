"""Groups of clients who look like one, as far as the reader sees them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.access import can_edit_client
from shturman.clients.merging import MOST_AT_ONCE, can_merge
from shturman.clients.models import Client, DuplicatePair, DuplicateSearch
from shturman.clients.models.card import NameKey
from shturman.clients.queries import emails_for, phones_for
from shturman.company.models import Member
from shturman.kit.words import folded

PAGE = 25
SHOWN_NAMESAKES = 3
REASONS = (
    ("by_inn", gettext_lazy("one INN")),
    ("by_phone", gettext_lazy("one phone")),
    ("by_email", gettext_lazy("one mail")),
    ("by_name", gettext_lazy("alike names")),
)


@dataclass(frozen=True)
class Group:
    number: int
    clients: list[Client]
    pairs: list[DuplicatePair]
    reasons: list[Any]
    can_be_merged: bool

    @property
    def merge_url(self) -> str:
        return "/clients/merge/?" + "&".join(f"id={client.pk}" for client in self.clients[:MOST_AT_ONCE])

    @property
    def client_ids(self) -> str:
        return "-".join(str(client.pk) for client in self.clients[:MOST_AT_ONCE])

    @property
    def score(self) -> int:
        return max(pair.score for pair in self.pairs)


def groups_page(member: Member, before: int | None) -> tuple[list[Group], int | None]:
    """The newest doubles first; a pair is shown only to one who sees both."""
    seen = DuplicatePair.objects.open().visible_to(member)
    place = seen.filter(group__lt=before) if before is not None else seen
    numbers = list(place.order_by("-group").values_list("group", flat=True).distinct()[: PAGE + 1])
    pairs: dict[int, list[DuplicatePair]] = defaultdict(list)
    for pair in seen.filter(group__in=numbers[:PAGE]).order_by("id"):
        pairs[pair.group].append(pair)
    ids = {pk for of_group in pairs.values() for pair in of_group for pk in (pair.first_id, pair.second_id)}
    rows = Client.objects.visible_to(member).select_related("responsible").defer("search")
    clients = rows.prefetch_related(phones_for(member), emails_for(member)).in_bulk(ids)
    found = [_group(member, number, pairs[number], clients) for number in numbers[:PAGE]]
    return found, numbers[PAGE - 1] if len(numbers) > PAGE else None


def _group(member: Member, number: int, pairs: list[DuplicatePair], clients: dict[int, Client]) -> Group:
    ids = sorted({pk for pair in pairs for pk in (pair.first_id, pair.second_id)})
    among = [clients[pk] for pk in ids]
    reasons = [words for name, words in REASONS if any(getattr(pair, name) for pair in pairs)]
    mergeable = can_merge(member) and all(can_edit_client(member, client) for client in among)
    return Group(number, among, pairs, reasons, mergeable)


def why_not(member: Member) -> str:
    return "" if can_merge(member) else _("Clients are merged by those who have the right to: ask your head or the owner")


def last_search() -> DuplicateSearch | None:
    return DuplicateSearch.objects.order_by("-started_at").first()


def namesakes(member: Member, name: str) -> list[Client]:
    """Clients of an alike name among those whom the member sees: of others a name is not asked."""
    rows = Client.objects.visible_to(member).annotate(key=NameKey("folded_name")).filter(key=NameKey(Value(folded(name)))).exclude(key="")
    return list(rows.select_related("responsible").order_by("-changed_at")[:SHOWN_NAMESAKES])
