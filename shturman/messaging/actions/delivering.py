"""A delivery leaves at most once: it is marked «being sent» and committed before the first word to the world outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.messaging.actions.carrying import Carrier, carriers
from shturman.messaging.actions.notices import tell_bells
from shturman.messaging.actions.reminding import UNSEEN_FOR, fire_due_reminders, go_on, pass_to_new_doers
from shturman.messaging.channels.smtp import Fate, Outcome
from shturman.messaging.models import Channel, Delivery

AT_ONCE = 500
# A reminder cannot wait long: then the next channel is tried.
PAUSES = (timedelta(seconds=30), timedelta(minutes=2))
KEPT_FOR = timedelta(days=180)
State = Delivery.State
BEFORE_THE_ANSWER = (State.SENDING, State.UNKNOWN)
# Written out: each of ten thousand letters passes them.
BEGIN = """
    UPDATE messaging_delivery SET state = 'sending', claimed_at = %s, attempts = %s
    WHERE id = %s AND state = 'taken' AND claimed_at = %s
"""
SETTLE = """
    UPDATE messaging_delivery SET state = %s, answer = %s, sent_at = %s, due_at = coalesce(%s, due_at)
    WHERE id = %s AND state = ANY(%s) AND claimed_at = %s
"""
LEAVE_AND_BEGIN = f"WITH left_now AS ({SETTLE}), begun AS ({BEGIN} RETURNING id) SELECT count(*) FROM begun"  # noqa: S608 -- no value stands in the text


def remind_and_deliver() -> int:
    """All that is due now; the clock calls it. Cards go first: they cost nothing and disturb nobody."""
    rescue_deliveries(timezone.now())
    fall_over_unseen(timezone.now())
    carried = 0
    while fire_due_reminders(timezone.now()):
        carried += _until_none(lambda: len(show_due_cards(timezone.now())))
    carried += _until_none(lambda: len(show_due_cards(timezone.now())))
    return carried + _until_none(lambda: _carry(take_due(timezone.now())))


@transaction.atomic(durable=True)
def show_due_cards(now: datetime) -> list[Delivery]:
    """A card stands on the page from the moment that its row says so: nothing leaves the house, so nothing can be lost."""
    taken = _held(now, is_page=True)
    cards = _wanted(taken)
    Delivery.objects.filter(pk__in=[card.pk for card in cards]).update(
        state=State.SENT, sent_at=now, attempts=1, next_at=Case(When(next_at__isnull=False, then=Value(now + UNSEEN_FOR)))
    )
    tell_bells(card.to_id for card in cards)
    return taken


@transaction.atomic(durable=True)
def take_due(now: datetime) -> list[Delivery]:
    """A batch for one worker; nobody has begun to speak yet, so what he does not come to goes back to the queue."""
    taken = _held(now, is_page=False)
    wanted = _wanted(taken)
    Delivery.objects.filter(pk__in=[row.pk for row in wanted]).update(state=State.TAKEN, claimed_at=now)
    for row in wanted:
        row.state, row.claimed_at = State.TAKEN, now
    return wanted


@transaction.atomic
def rescue_deliveries(now: datetime) -> int:
    """Of workers that were killed: what was only taken goes back, what was begun is not known and is never repeated."""
    since = now - timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
    back = list(Delivery.objects.taken_before(since).select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    Delivery.objects.filter(pk__in=back).update(state=State.QUEUED, claimed_at=None)
    begun = list(_with_tasks(Delivery.objects.begun_before(since).select_for_update(of=("self",), skip_locked=True))[:AT_ONCE])
    answer = _("The sending was cut short: whether it has left is not known")
    Delivery.objects.filter(pk__in=[row.pk for row in begun]).update(state=State.UNKNOWN, answer=answer)
    go_on(begun)
    return len(back) + len(begun)


@transaction.atomic
def fall_over_unseen(now: datetime) -> int:
    """Cards that nobody has looked at in time: the next channel is tried."""
    unseen = list(_with_tasks(Delivery.objects.unseen(now).select_for_update(of=("self",), skip_locked=True))[:AT_ONCE])
    Delivery.objects.filter(pk__in=[row.pk for row in unseen]).update(next_at=None)
    go_on(row for row in unseen if row.state == State.SENT)
    return len(unseen)


def forget_old_deliveries() -> int:
    return Delivery.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).exclude(state__in=(State.TAKEN, State.SENDING)).delete()[0]


def begin(row: Delivery) -> bool:
    """Compare and set: of two workers that hold the same row one goes on."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [now, row.attempts + 1, row.pk, row.claimed_at])
        if not cursor.rowcount:
            return False
    row.state, row.claimed_at, row.attempts = State.SENDING, now, row.attempts + 1
    return True


@transaction.atomic(savepoint=False)
def settle(row: Delivery, outcome: Outcome, *, is_final: bool = False) -> None:
    """The answer counts even when the clock has given the row up meanwhile. A final one is not tried again."""
    now = timezone.now()
    state = _state_after(row, outcome)
    if is_final and state == State.QUEUED:
        state = State.FAILED
    again_at = now + PAUSES[row.attempts - 1] if state == State.QUEUED else None
    with connection.cursor() as cursor:
        facts = [state, outcome.answer, now if state == State.SENT else None, again_at]
        cursor.execute(SETTLE, [*facts, row.pk, list(BEFORE_THE_ANSWER), row.claimed_at])
        if not cursor.rowcount:
            return
    row.state = state
    if state == State.SENT and row.channel == Channel.PUSH:
        _cards_beside(row).update(next_at=None)
    elif state in (State.FAILED, State.UNKNOWN) and not _is_left_to_the_card(row, now):
        go_on([row])


def _carry(rows: Sequence[Delivery]) -> int:
    for channel, open_carrier in carriers().items():
        own = [row for row in rows if row.channel == channel]
        if own:
            with open_carrier() as carrier:
                _carry_all(own, carrier)
    return len(rows)


def _carry_all(rows: Sequence[Delivery], carrier: Carrier) -> None:
    """One conversation for all of them; where the other side is dead, the rest does not wait for it one by one."""
    answered: tuple[Delivery, Outcome] | None = None
    for row in rows:
        if not _turn(answered, row):
            answered = None
            continue
        outcome = answered[1] if answered and carrier.is_broken else carrier.carry(row)
        answered = row, outcome
    _turn(answered, None)


def _turn(answered: tuple[Delivery, Outcome] | None, following: Delivery | None) -> bool:
    """The fate of one and the beginning of the next are one commit: of thousands each spares its own."""
    if answered is not None and following is not None and _has_just_left(*answered):
        return _leave_and_begin(*answered, following)
    with transaction.atomic(durable=True):
        if answered is not None:
            settle(*answered)
        return following is not None and begin(following)


def _has_just_left(row: Delivery, outcome: Outcome) -> bool:
    """Nothing follows from it: no other channel, no card that waits for push."""
    return outcome.fate == Fate.SENT and row.channel != Channel.PUSH


def _leave_and_begin(row: Delivery, outcome: Outcome, following: Delivery) -> bool:
    now = timezone.now()
    left: list[Any] = [State.SENT, outcome.answer, now, None, row.pk, list(BEFORE_THE_ANSWER), row.claimed_at]
    with connection.cursor() as cursor:
        cursor.execute(LEAVE_AND_BEGIN, [*left, now, following.attempts + 1, following.pk, following.claimed_at])
        is_begun = bool(cursor.fetchone()[0])
    if is_begun:
        following.state, following.claimed_at, following.attempts = State.SENDING, now, following.attempts + 1
    return is_begun


def _is_left_to_the_card(row: Delivery, now: datetime) -> bool:
    """Push went together with a card: seen, it has arrived; unseen, the clock goes on from there."""
    if row.channel != Channel.PUSH:
        return False
    return (
        bool(_cards_beside(row).filter(next_at__isnull=False).update(next_at=now)) or _cards_beside(row).filter(state=State.SHOWN).exists()
    )


def _cards_beside(row: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(reminder=row.reminder_id, moment=row.moment, to=row.to_id, channel=Channel.PAGE, reminder__isnull=False)


def _state_after(row: Delivery, outcome: Outcome) -> str:
    if outcome.fate == Fate.LATER:
        return State.QUEUED if row.attempts <= len(PAUSES) else State.FAILED
    return {Fate.SENT: State.SENT, Fate.REFUSED: State.FAILED, Fate.UNKNOWN: State.UNKNOWN}[outcome.fate]


def _held(now: datetime, *, is_page: bool) -> list[Delivery]:
    due = Delivery.objects.due(now).filter(channel=Channel.PAGE) if is_page else Delivery.objects.due(now).exclude(channel=Channel.PAGE)
    return list(_with_tasks(due.select_for_update(of=("self",), skip_locked=True)).order_by("due_at", "id")[:AT_ONCE])


def _wanted(taken: Iterable[Delivery]) -> list[Delivery]:
    """Without those whose task has ended or has another doer meanwhile."""
    rows = list(taken)
    moot = [row for row in rows if not _is_needed(row)]
    if moot:
        Delivery.objects.filter(pk__in=[row.pk for row in moot]).update(state=State.DROPPED, next_at=None)
        pass_to_new_doers(moot)
    return [row for row in rows if _is_needed(row)]


def _is_needed(row: Delivery) -> bool:
    if not row.to.is_active:
        return False
    return row.task is None or (row.task.is_open and row.task.assignee_id == row.to_id)


def _with_tasks(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.select_related("to", "reminder", "task__assignee", "task__deal__client", "task__client")


def _until_none(act: Callable[[], int]) -> int:
    done = 0
    while count := act():
        done += count
    return done
