"""A letter leaves at most once: it is claimed and committed before the talk with the server begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.errors import MessageError

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.queries import robot
from shturman.journal.actions import Fact, record, record_many
from shturman.kit.sealing import Unreadable
from shturman.messaging.channels.smtp import Fate, Outcome, deliver
from shturman.messaging.events import LetterLost, LetterRefused, LetterSent
from shturman.messaging.models import Letter, MailServer
from shturman.messaging.posting import carried_address, key_changed, line_of, posted

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
AT_ONCE = 50
# A one-time link lives as long; a notice older than that tells nothing new.
STALE_AFTER = timedelta(days=7)


def send_letter(letter_id: int) -> None:
    server = MailServer.objects.filter(pk=1).first()
    letter = _claim(letter_id, timezone.now()) if server else None
    if server is None or letter is None:
        return
    try:
        line, message = line_of(server), posted(letter, server)
    except Unreadable:
        _settle(letter, Outcome(Fate.LATER, key_changed()))
        return
    except (ValueError, IndexError, MessageError):
        _settle(letter, Outcome(Fate.REFUSED, _("“%(address)s” is no address of mail") % {"address": letter.to}))
        return
    _settle(letter, deliver(line, message, sender=server.sender_address, to=carried_address(letter.to)))


def send_due_letters() -> int:
    """Those to be tried again now; each is claimed by itself, so that two clocks do no harm."""
    due = list(Letter.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for letter_id in due:
        send_letter(letter_id)
    return len(due)


@transaction.atomic
def wake_waiting_letters() -> int:
    """The mail is set up now: what waited for it stands in the queue."""
    if not MailServer.objects.exists():
        return 0
    fresh = Letter.objects.waiting().filter(created_at__gt=timezone.now() - STALE_AFTER)
    return fresh.update(state=Letter.State.LATER, next_try_at=timezone.now())


@transaction.atomic
def mark_forsaken_letters() -> int:
    """Their worker was killed in the middle: the server may have got them, so nobody repeats them but a person."""
    letters = list(Letter.objects.select_for_update(skip_locked=True).forsaken(timezone.now())[:AT_ONCE])
    if not letters:
        return 0
    for letter in letters:
        letter.state, letter.settled_at = Letter.State.UNKNOWN, timezone.now()
        letter.answer = _("The sending was cut short: whether the letter has left is not known")
        letter.save()
    record_many([Fact(LetterLost(letter.pk, letter.kind), [letter]) for letter in letters], by=robot())
    return len(letters)


@transaction.atomic
def forget_stale_letters() -> int:
    """Links that have run out are erased; what has waited for the mail as long is of no use any more."""
    old = Letter.objects.filter(created_at__lt=timezone.now() - STALE_AFTER)
    unsent = Q(state=Letter.State.WAITING)
    told = old.filter(unsent).update(
        state=Letter.State.REFUSED, settled_at=timezone.now(), answer=_("Grew old before the mail was set up and was not sent")
    )
    return told + old.exclude(sealed_path="").exclude(state=Letter.State.SENDING).update(sealed_path="")


def _claim(letter_id: int, now: datetime) -> Letter | None:
    """Committed before the first word to the server: a worker killed later leaves «being sent», never «in the queue»."""
    with transaction.atomic(durable=True):
        due = Q(state=Letter.State.QUEUED) | Q(state=Letter.State.LATER, next_try_at__lte=now)
        letter = Letter.objects.select_for_update(skip_locked=True).filter(due, pk=letter_id).first()
        if letter is None:
            return None
        letter.state, letter.claimed_at, letter.next_try_at = Letter.State.SENDING, now, None
        letter.attempts += 1
        letter.save()
        return letter


@transaction.atomic
def _settle(letter: Letter, outcome: Outcome) -> None:
    """The answer counts even when the clock has given the letter up meanwhile; another try it does not touch."""
    mine = Q(state__in=(Letter.State.SENDING, Letter.State.UNKNOWN), claimed_at=letter.claimed_at)
    kept = Letter.objects.select_for_update().filter(mine, pk=letter.pk).first()
    if kept is None:
        return
    kept.answer, kept.settled_at = outcome.answer, timezone.now()
    kept.state, kept.next_try_at = _state_after(kept, outcome)
    if kept.state == Letter.State.SENT:
        kept.sealed_path = ""
    kept.save()
    for event_class in TOLD.get(kept.state, ()):
        record(event_class(kept.pk, kept.kind), by=robot(), about=[kept])


def _state_after(letter: Letter, outcome: Outcome) -> tuple[str, datetime | None]:
    if outcome.fate != Fate.LATER:
        return Letter.State(outcome.fate), None
    if letter.attempts > len(PAUSES):
        return Letter.State.REFUSED, None
    return Letter.State.LATER, timezone.now() + PAUSES[letter.attempts - 1]


TOLD: dict[str, Sequence[type[LetterSent] | type[LetterRefused] | type[LetterLost]]] = {
    Letter.State.SENT: (LetterSent,),
    Letter.State.REFUSED: (LetterRefused,),
    Letter.State.UNKNOWN: (LetterLost,),
}
