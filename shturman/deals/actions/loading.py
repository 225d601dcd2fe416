"""Deals of the past, as an import brings them: facts stand at their own dates and nothing fires for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from shturman.clients.models import Client
from shturman.company.holding import hold_departments
from shturman.company.models import Member
from shturman.deals.actions.moving import CLOSED_EVENTS
from shturman.deals.actions.opening import NewLine, line_row
from shturman.deals.events import DealMoved, DealOpened, DealsUnloaded
from shturman.deals.models import Deal, DealContact, DealLine, DealObserver, Funnel, LossReason, Stage, StageStay
from shturman.fields.actions import put_own
from shturman.fields.known import fields_for
from shturman.journal.actions import Fact, record, record_history
from shturman.journal.events import Event

# A row of the company's own list, Russian like the others.
REASON_OF_LOADS = "Не указана (загрузка)"


@dataclass(frozen=True)
class LoadedDeal:
    """`passed` are the stages before the present one, each with the moment of coming there; a deal without them
    came to `stage` when it was opened. A deal on a closing stage is closed at `entered_at`."""

    title: str
    funnel: Funnel
    stage: Stage
    responsible: Member
    opened_at: datetime
    passed: Sequence[tuple[Stage, datetime]] = ()
    entered_at: datetime | None = None
    registrar: Member | None = None
    client: Client | None = None
    amount: Decimal = Decimal(0)
    expected_on: date | None = None
    loss_reason: LossReason | None = None
    loss_words: str = ""
    lines: Sequence[NewLine] = ()
    outer_key: str = ""
    # Fields that the company has added, by `own_…`.
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def came_at(self) -> datetime:
        return self.entered_at or self.opened_at

    @property
    def closed_at(self) -> datetime | None:
        return None if self.stage.is_open else self.came_at

    @property
    def road(self) -> list[tuple[Stage, datetime]]:
        return [*self.passed, (self.stage, self.came_at)]


@transaction.atomic
def load_deals(rows: Sequence[LoadedDeal], *, by: Member) -> list[Deal]:
    """Open deals among them have no task yet: the caller forms those before the transaction ends."""
    departments = hold_departments([row.responsible.pk for row in rows])
    bodies = [_body(row, departments[row.responsible.pk], by) for row in rows]
    known = fields_for(by, "deal") if any(row.own for row in rows) else []
    for row, body in zip(rows, bodies, strict=True):
        put_own(body, row.own, by=by, known=known)
    deals = Deal.objects.bulk_create(bodies, batch_size=2000)
    pairs = list(zip(rows, deals, strict=True))
    StageStay.objects.bulk_create([stay for row, deal in pairs for stay in _stays(row, deal)], batch_size=4000)
    DealLine.objects.bulk_create(
        [line_row(deal, line, place) for row, deal in pairs for place, line in enumerate(row.lines)], batch_size=4000
    )
    record_history([fact for row, deal in pairs for fact in _facts(row, deal)], by=by)
    return deals


@transaction.atomic
def unload_deals(deal_ids: Collection[int], *, by: Member) -> int:
    """The undo of an import: its deals leave the base; their tasks must be gone by now. The journal keeps what was."""
    for part in (StageStay, DealLine, DealContact, DealObserver):
        part.objects.filter(deal__in=deal_ids).delete()
    count, _by_model = Deal.objects.everything().filter(pk__in=deal_ids).delete()
    if count:
        record(DealsUnloaded(sorted(deal_ids)), by=by)
    return count


@transaction.atomic
def reason_of_loads() -> LossReason:
    """For refusals of the past whose reason the table does not say; never offered to people."""
    reason = LossReason.objects.filter(name=REASON_OF_LOADS).first()
    return reason or LossReason.objects.create(name=REASON_OF_LOADS, position=LossReason.objects.count(), is_offered=False)


@transaction.atomic
def unload_reasons(reason_ids: Collection[int], *, by: Member) -> int:
    """The reason that a load has brought along goes with it; deals that name it have held it by now."""
    return LossReason.objects.filter(pk__in=reason_ids).delete()[0]


def _body(row: LoadedDeal, department_id: int | None, by: Member) -> Deal:
    return Deal(
        title=row.title.strip(),
        client=row.client,
        kind_id=row.funnel.kind_id,
        funnel=row.funnel,
        stage=row.stage,
        entered_stage_at=row.came_at,
        amount=row.amount,
        responsible=row.responsible,
        department_id=department_id,
        registrar=row.registrar or row.responsible,
        expected_on=row.expected_on,
        outcome="" if row.stage.is_open else row.stage.kind,
        closed_at=row.closed_at,
        closed_by=None if row.stage.is_open else row.responsible,
        loss_reason=row.loss_reason,
        loss_words=row.loss_words,
        board_rank=-row.opened_at.timestamp(),
        outer_key=row.outer_key,
        created_at=row.opened_at,
        created_by=by,
        changed_at=row.closed_at or timezone.now(),
    )


def _stays(row: LoadedDeal, deal: Deal) -> list[StageStay]:
    leavings = [came_at for _stage, came_at in row.road[1:]]
    return [
        StageStay(deal=deal, stage=stage, entered_at=came_at, left_at=left_at)
        for (stage, came_at), left_at in zip(row.road, [*leavings, None], strict=True)
    ]


def _facts(row: LoadedDeal, deal: Deal) -> list[Fact]:
    cards: list[Any] = [deal, row.client] if row.client else [deal]
    began = row.road[0][0]
    facts = [Fact(DealOpened(deal.pk, began.pk, began.name, deal.responsible_id, deal.amount), cards, row.opened_at)]
    for (left, came_at), (stage, left_at) in pairwise(row.road):
        facts.append(Fact(_placed(row, deal, left, stage, (left_at - came_at).days), cards, left_at))
    return facts


def _placed(row: LoadedDeal, deal: Deal, left: Stage, stage: Stage, days: int) -> Event:
    where = (deal.pk, left.pk, left.name, stage.pk, stage.name, days)
    if stage.is_open:
        return DealMoved(*where)
    reason = " — ".join(part for part in (str(row.loss_reason or ""), row.loss_words) if part)
    return CLOSED_EVENTS[Stage.Kind(stage.kind)](*where, amount=deal.amount, reason=reason)
