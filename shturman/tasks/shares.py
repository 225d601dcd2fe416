"""What one person holds, and how it is divided between those who take it over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.tasks.models import Task


@dataclass(frozen=True)
class Work:
    """Open deals and tasks, kept clients; closed deals stay in the name of who led them."""

    deals: Sequence[tuple[int, int | None, Decimal]]
    clients: Sequence[int]
    tasks: Sequence[tuple[int, int | None, int | None]]

    def __bool__(self) -> bool:
        return bool(self.deals or self.clients or self.tasks)

    @property
    def amount(self) -> Decimal:
        return sum((amount for _deal, _client, amount in self.deals), Decimal(0))

    @property
    def own_tasks(self) -> int:
        """Those that stand on no deal."""
        return sum(deal is None for _task, deal, _client in self.tasks)


@dataclass
class Share:
    receiver: Member
    deals: list[int] = field(default_factory=list)
    amount: Decimal = Decimal(0)
    clients: list[int] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)


def work_of(member: Member) -> Work:
    deals = Deal.objects.everything().kept().open().filter(responsible=member).order_by("client_id", "pk")
    clients = Client.objects.kept().filter(responsible=member).order_by("pk")
    tasks = Task.objects.everything().open().filter(assignee=member).order_by("pk")
    return Work(
        list(deals.values_list("pk", "client_id", "amount")),
        list(clients.values_list("pk", flat=True)),
        list(tasks.values_list("pk", "deal_id", "client_id")),
    )


def shares_of(work: Work, receivers: Sequence[Member]) -> list[Share]:
    """Evenly. All deals of one client go to one person, and the client and his tasks with them."""
    shares = {receiver.pk: Share(receiver) for receiver in receivers}
    if not shares:
        return []
    load: Counter[int] = Counter(dict.fromkeys(shares, 0))
    of_client: dict[int, int] = {}
    of_deal: dict[int, int] = {}
    for deal, client, amount in work.deals:
        taker = of_client.get(client or 0) or _least(load)
        of_deal[deal] = taker
        if client:
            of_client[client] = taker
        shares[taker].deals.append(deal)
        shares[taker].amount += amount
        load[taker] += 1
    holding = Counter({taker: sum(of_client.get(client) == taker for client in work.clients) for taker in shares})
    for client in work.clients:
        if client not in of_client:
            of_client[client] = _least(holding)
            holding[of_client[client]] += 1
        shares[of_client[client]].clients.append(client)
    load = Counter(dict.fromkeys(shares, 0))
    for task, on_deal, on_client in work.tasks:
        taker = of_deal.get(on_deal or 0) or of_client.get(on_client or 0) or _least(load)
        shares[taker].tasks.append(task)
        load[taker] += 1
    return list(shares.values())


def _least(load: Counter[int]) -> int:
    return min(load, key=lambda taker: load[taker])
