"""The one gate for all roads: here and nowhere else a deal changes its stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from shturman.clients.access import sees_client
from shturman.clients.models import Client
from shturman.company.holding import hold_departments
from shturman.company.models import Member
from shturman.deals.access import can_edit_deal, is_handed_over
from shturman.deals.actions.opening import RANK_STEP, top_rank
from shturman.deals.events import (
    DealChanged,
    DealClosedAgain,
    DealLost,
    DealMoved,
    DealPlacementUndone,
    DealRelocated,
    DealReopened,
    DealShelved,
    DealWon,
)
from shturman.deals.gates import asked, obstacles_to
from shturman.deals.models import Deal, DealKind, LossReason, Stage, StageStay
from shturman.fields.actions import kept_aside, take_own, told
from shturman.journal.actions import Fact, record, record_many
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_row, hold_rows

# Of the client and of the person a change of the deal needs no more than who they are and who may see them.
UNREAD = (
    "search",
    *(f"client__{name}" for name in ("search", "own", "legal_name", "inn", "kpp", "ogrn", "bank", "bic", "account")),
    *(f"client__{name}" for name in ("correspondent_account", "address", "industry", "site", "telegram", "whatsapp", "max_messenger")),
    *(f"client__{name}" for name in ("surname", "given_name", "patronymic", "job_title", "folded_name", "created_at")),
    *(f"responsible__{name}" for name in ("password", "email", "phone", "born_on", "photo", "theme", "last_login", "joined_at")),
)

CLOSED_EVENTS = {Stage.Kind.WON: DealWon, Stage.Kind.LOST: DealLost, Stage.Kind.NON_TARGET: DealLost, Stage.Kind.ARCHIVE: DealShelved}


@dataclass(frozen=True)
class GivenFacts:
    """Facts that the gates asked for, typed at the drop; and the hand-set tasks to drop on closing."""

    client: Client | None = None
    amount: Decimal | None = None
    kind: DealKind | None = None
    expected_on: date | None = None
    loss_reason: LossReason | None = None
    loss_words: str = ""
    drop_tasks: Sequence[int] = ()
    # Fields that the company has added, by `own_…`.
    own: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def move_deal(deal: Deal, stage: Stage, *, by: Member, given: GivenFacts = GivenFacts()) -> Entry:
    """Moves, wins, loses, shelves or reopens: what happens follows from the stage's type."""
    deal = locked(deal)
    if is_handed_over(by, deal):
        raise NotAllowed(_("The deal is handed over: its head moves it further"))
    if not can_edit_deal(by, deal):
        raise NotAllowed(_("This deal is led by %(name)s: only he or his head moves it") % {"name": deal.responsible.short_name})
    if deal.stage_id == stage.pk:
        raise Refused(_("The deal stands on “%(stage)s” already") % {"stage": stage.name})
    if given.client is not None and not sees_client(by, given.client):
        raise NotAllowed(_("There is no such client: pick one from the list or type a new name"), field="client")
    stood = _standing(deal)
    _take(deal, given)
    own = take_own(deal, given.own, by=by)
    obstacles = obstacles_to(deal, stage, by, house.gates("move_deal"))
    if obstacles:
        raise Refused(obstacles[0].reason, missing=asked(obstacles))
    left, days = deal.stage, (timezone.now() - deal.entered_stage_at).days
    _put(deal, stage, stood, by=by)
    if own:
        deal.save(update_fields=["own"])
        record(DealChanged(deal.pk, told(own)), by=by, about=[deal], old_values=kept_aside(own))
    event = _event(deal, left, stage, days, list(given.drop_tasks), stood)
    words = {"loss_words": (stood["loss_words"], "")} if isinstance(event, DealReopened) and stood["loss_words"] else None
    return record(event, by=by, about=[deal, deal.client] if deal.client else [deal], old_values=words)


@transaction.atomic
def place_on_board(deal: Deal, *, after: Deal | None, before: Deal | None, by: Member) -> Deal:
    """The order within a column is saved; it is no fact of the business, so it leaves no entry."""
    deal = locked(deal)
    if not can_edit_deal(by, deal):
        raise NotAllowed(_("The order of a column is kept by those who lead its deals"))
    neighbours = [row for row in (after, before) if row is not None and row.stage_id == deal.stage_id]
    if len(neighbours) == 2:
        deal.board_rank = (neighbours[0].board_rank + neighbours[1].board_rank) / 2
    elif after in neighbours and after is not None:
        deal.board_rank = after.board_rank + RANK_STEP
    elif neighbours:
        deal.board_rank = neighbours[0].board_rank - RANK_STEP
    deal.save(update_fields=["board_rank"])
    return deal


@transaction.atomic
def undo_placement(entry: Entry, *, by: Member) -> str:
    """Takes back the last move of a deal, with the tasks that it dropped and formed."""
    deal, back_to = _before(entry, by)
    left = deal.stage
    _put(deal, back_to, _standing(deal), by=by)
    event = DealPlacementUndone(deal.pk, left.pk, left.name, back_to.pk, back_to.name, 0, undone_since=entry.recorded_at)
    record(event, by=by, about=[deal], undoes=entry)
    return _("%(number)s is back on “%(stage)s”") % {"number": deal.number, "stage": back_to.name}


@transaction.atomic
def undo_reopening(entry: Entry, *, by: Member) -> str:
    """Closed as it was: on the same day, by the same person, for the same reason."""
    deal, back_to = _before(entry, by)
    closed_at = parse_datetime(entry.facts.get("closed_at") or "")
    if back_to.is_open or closed_at is None:
        raise Refused(_("It is not kept how the deal was closed: close it anew"))
    left, stood = deal.stage, _standing(deal)
    deal.closed_at = closed_at
    if back_to.asks_reason:
        words = entry.old_values.filter(field="loss_words").values_list("before", flat=True).first()
        deal.loss_reason_id, deal.loss_words = entry.facts["loss_reason_id"], words or ""
    _put(deal, back_to, stood, by=Member.objects.get(pk=entry.facts["closed_by_id"] or by.pk))
    record(DealClosedAgain(deal.pk, left.pk, left.name, back_to.pk, back_to.name, 0), by=by, about=[deal], undoes=entry)
    return _("%(number)s is back on “%(stage)s”") % {"number": deal.number, "stage": back_to.name}


def _before(entry: Entry, by: Member) -> tuple[Deal, Stage]:
    """The deal, held, and the stage to which the undo of its move leads."""
    deal = locked(Deal.objects.everything().get(pk=entry.facts["deal_id"]))
    if not can_edit_deal(by, deal):
        raise NotAllowed(_("Only those who lead the deal take its moves back"))
    if deal.stage_id != entry.facts["to_stage_id"] or deal.entered_stage_at > entry.recorded_at:
        raise Refused(_("The deal has moved on since: this move cannot be taken back"))
    back_to = Stage.objects.get(pk=entry.facts["from_stage_id"])
    if back_to.removed_at is not None:
        raise Refused(_("The stage “%(stage)s” is removed: move the deal to another one") % {"stage": back_to.name})
    return deal, back_to


@transaction.atomic
def relocate_deals(stage: Stage, to: Stage, *, by: Member) -> int:
    """All deals of a stage that is being removed. Both stages are of one type, so no gate has anything to ask."""
    if to.kind != stage.kind or to.funnel_id != stage.funnel_id or to.pk == stage.pk:
        raise Refused(_("Deals are placed on another stage of the same type and funnel"), field="move_to")
    now = timezone.now()
    deals = list(Deal.objects.everything().filter(stage=stage).order_by("pk").select_for_update(no_key=True))
    ids = [deal.pk for deal in deals]
    StageStay.objects.filter(deal__in=ids, left_at=None).update(left_at=now)
    StageStay.objects.bulk_create([StageStay(deal=deal, stage=to, entered_at=now) for deal in deals], batch_size=2000)
    Deal.objects.everything().filter(pk__in=ids).update(stage=to, entered_stage_at=now, changed_at=now)
    facts = [
        Fact(DealRelocated(deal.pk, stage.pk, stage.name, to.pk, to.name, (now - deal.entered_stage_at).days), [deal]) for deal in deals
    ]
    record_many(facts, by=by)
    return len(ids)


def locked(deal: Deal) -> Deal:
    return hold_row(_locking(), deal.pk)


def locked_all(deal_ids: Collection[int]) -> list[Deal]:
    return hold_rows(_locking(), deal_ids)


def _locking() -> QuerySet[Deal]:
    rows = Deal.objects.kept().select_related("stage", "client", "responsible").defer(*UNREAD)
    return rows.select_for_update(of=("self",), no_key=True)


def _take(deal: Deal, given: GivenFacts) -> None:
    if given.client is not None:
        deal.client = given.client
    if given.amount is not None:
        deal.amount = given.amount
    if given.kind is not None:
        deal.kind = given.kind
    if given.expected_on is not None:
        deal.expected_on = given.expected_on
    if given.loss_reason is not None:
        deal.loss_reason, deal.loss_words = given.loss_reason, given.loss_words.strip()


def _put(deal: Deal, stage: Stage, stood: Mapping[str, Any], *, by: Member) -> None:
    now = timezone.now()
    _turn_stay(deal, stage, now)
    deal.stage, deal.entered_stage_at, deal.changed_at = stage, now, now
    deal.board_rank = top_rank(stage) - RANK_STEP
    if stage.is_open and not deal.is_open:
        # Closed ones stay where they were led; open ones stand where their responsible does.
        deal.department_id = hold_departments([deal.responsible_id])[deal.responsible_id]
    if stage.is_open:
        deal.outcome, deal.closed_at, deal.closed_by, deal.loss_reason, deal.loss_words = "", None, None, None, ""
    else:
        deal.outcome, deal.closed_at, deal.closed_by = stage.kind, deal.closed_at or now, by
    if not stage.asks_reason:
        deal.loss_reason, deal.loss_words = None, ""
    deal.save(update_fields=[name for name, before in stood.items() if getattr(deal, name) != before])


# What a move may write; a plain one from stage to stage writes four of them.
WRITTEN = (
    *("stage_id", "department_id", "entered_stage_at", "changed_at", "board_rank", "outcome", "closed_at", "closed_by_id"),
    *("loss_reason_id", "loss_words", "client_id", "amount", "kind_id", "expected_on"),
)


def _standing(deal: Deal) -> dict[str, Any]:
    return {name: getattr(deal, name) for name in WRITTEN}


def _turn_stay(deal: Deal, stage: Stage, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deals_stagestay SET left_at = %s WHERE deal_id = %s AND left_at IS NULL", [now, deal.pk])
        cursor.execute("INSERT INTO deals_stagestay (deal_id, stage_id, entered_at) VALUES (%s, %s, %s)", [deal.pk, stage.pk, now])


def _event(deal: Deal, left: Stage, stage: Stage, days: int, drop_tasks: list[int], stood: Mapping[str, Any]) -> Any:
    facts = (deal.pk, left.pk, left.name, stage.pk, stage.name, days, drop_tasks)
    if stage.is_open and left.is_open:
        return DealMoved(*facts)
    if stage.is_open:
        return DealReopened(*facts, stood["closed_at"].isoformat(), stood["closed_by_id"], stood["loss_reason_id"])
    reason = " — ".join(part for part in (str(deal.loss_reason or ""), deal.loss_words) if part)
    return CLOSED_EVENTS[Stage.Kind(stage.kind)](*facts, amount=deal.amount, reason=reason)
