from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.access import sees_client
from shturman.clients.models import Client
from shturman.company.access import can_assign_to
from shturman.company.holding import hold_departments
from shturman.company.models import Member
from shturman.deals.access import can_open_deals
from shturman.deals.events import DealOpened
from shturman.deals.models import Deal, DealContact, DealKind, DealLine, Funnel, Stage, StageStay
from shturman.goods.models import Good
from shturman.journal.actions import Fact, record_many
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.money import to_kopecks

# Between neighbours of a column there is room for some fifty halvings before ranks meet.
RANK_STEP = 1024.0
TOP_RANK = "SELECT board_rank FROM deals_deal WHERE deleted_at IS NULL AND stage_id = %s ORDER BY board_rank, id LIMIT 1"


@dataclass(frozen=True)
class NewLine:
    name: str
    price: Decimal
    quantity: Decimal = Decimal(1)
    good: Good | None = None

    @property
    def amount(self) -> Decimal:
        return to_kopecks(self.price * self.quantity)


@dataclass(frozen=True)
class NewDeal:
    """What is known when a deal is opened; the stage is the first of the funnel unless named."""

    title: str
    funnel: Funnel
    responsible: Member
    client: Client | None = None
    stage: Stage | None = None
    kind: DealKind | None = None
    amount: Decimal = Decimal(0)
    expected_on: date | None = None
    lines: Sequence[NewLine] = ()
    contacts: Sequence[Client] = field(default_factory=tuple)
    outer_key: str = ""
    happened_at: datetime | None = None
    possible_duplicate_of: Client | None = None


def open_deal(new: NewDeal, *, by: Member) -> Deal:
    return open_deals([new], by=by)[0]


@transaction.atomic
def open_deals(news: Sequence[NewDeal], *, by: Member) -> list[Deal]:
    """Opens deals with their first tasks: a reaction to `DealOpened` forms those in this transaction."""
    for new in news:
        _ask(new, by)
    return write_deals(news, by=by)


@transaction.atomic(savepoint=False)
def write_deals(news: Sequence[NewDeal], *, by: Member) -> list[Deal]:
    """Once the right is asked: rows, their parts and the journal."""
    now = timezone.now()
    first_stages = _first_stages(news)
    ranks = _top_ranks([new.stage or first_stages[new.funnel.pk] for new in news])
    departments = hold_departments([new.responsible.pk for new in news])
    deals = [_row(new, new.stage or first_stages[new.funnel.pk], rank, now, by) for new, rank in zip(news, ranks, strict=True)]
    for deal in deals:
        deal.department_id = departments[deal.responsible_id]
    Deal.objects.bulk_create(deals, batch_size=2000)
    _write_parts(news, deals)
    record_many([Fact(_opened(deal), _cards(deal)) for deal in deals], by=by)
    return deals


def _ask(new: NewDeal, by: Member) -> None:
    if not new.title.strip():
        raise Refused(_("What is sold? Two or three words are enough"), field="title")
    if not can_open_deals(by):
        raise NotAllowed(_("Your role opens no deals: ask your head"))
    if not can_assign_to(by, new.responsible, "deal"):
        raise NotAllowed(_("You may open deals for yourself; for others their head does"), field="responsible")
    if new.client is not None and not sees_client(by, new.client):
        raise NotAllowed(_("There is no such client: pick one from the list or type a new name"), field="client")
    if new.stage and not new.stage.is_open:
        raise Refused(_("A deal is opened on a stage in work"), field="stage")


def _first_stages(news: Sequence[NewDeal]) -> dict[int, Stage]:
    firsts: dict[int, Stage] = {}
    for stage in Stage.objects.in_work().filter(funnel__in={new.funnel.pk for new in news}).order_by("position", "id"):
        firsts.setdefault(stage.funnel_id, stage)
    for new in news:
        if new.stage is None and new.funnel.pk not in firsts:
            raise Refused(_("The funnel has no stage in work: add one first"), field="funnel")
    return firsts


def _top_ranks(stages: Sequence[Stage]) -> list[float]:
    """Each new deal stands above all others of its column."""
    tops = (
        {
            row["stage"]: row["top"]
            for row in Deal.objects.everything()
            .filter(stage__in={stage.pk for stage in stages})
            .values("stage")
            .annotate(top=Min("board_rank"))
        }
        if len(stages) > 1
        else {stages[0].pk: top_rank(stages[0])}
    )
    ranks = []
    for stage in stages:
        tops[stage.pk] = tops.get(stage.pk, 0.0) - RANK_STEP
        ranks.append(tops[stage.pk])
    return ranks


def top_rank(stage: Stage) -> float:
    with connection.cursor() as cursor:
        cursor.execute(TOP_RANK, [stage.pk])
        row = cursor.fetchone()
    return row[0] if row else 0.0


def _row(new: NewDeal, stage: Stage, rank: float, now: datetime, by: Member) -> Deal:
    return Deal(
        title=new.title.strip(),
        client=new.client,
        kind=new.kind or new.funnel.kind,
        funnel=new.funnel,
        stage=stage,
        entered_stage_at=now,
        amount=_amount(new),
        responsible=new.responsible,
        registrar=by if not by.is_robot else None,
        expected_on=new.expected_on,
        board_rank=rank,
        outer_key=new.outer_key,
        possible_duplicate_of=new.possible_duplicate_of,
        created_at=now,
        created_by=by,
        changed_at=now,
    )


def _amount(new: NewDeal) -> Decimal:
    return new.amount or sum_of(new.lines)


def sum_of(lines: Sequence[NewLine]) -> Decimal:
    """Each line is rounded by itself, as it is printed: what is printed adds up."""
    return sum((line.amount for line in lines), Decimal(0))


def _write_parts(news: Sequence[NewDeal], deals: Sequence[Deal]) -> None:
    StageStay.objects.bulk_create(
        [StageStay(deal=deal, stage=deal.stage, entered_at=deal.entered_stage_at) for deal in deals], batch_size=2000
    )
    pairs = list(zip(news, deals, strict=True))
    DealLine.objects.bulk_create([line_row(deal, line, place) for new, deal in pairs for place, line in enumerate(new.lines)])
    DealContact.objects.bulk_create([DealContact(deal=deal, person=person) for new, deal in pairs for person in new.contacts])


def line_row(deal: Deal, line: NewLine, place: int) -> DealLine:
    return DealLine(deal=deal, good=line.good, name=line.name, quantity=line.quantity, price=line.price, position=place)


def _opened(deal: Deal) -> DealOpened:
    return DealOpened(deal.pk, deal.stage_id, deal.stage.name, deal.responsible_id, deal.amount)


def _cards(deal: Deal) -> list[Deal | Client]:
    return [deal, deal.client] if deal.client else [deal]
