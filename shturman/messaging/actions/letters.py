from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.sealing import seal
from shturman.messaging.access import can_keep_mail
from shturman.messaging.events import LetterAskedAgain, LetterQueued
from shturman.messaging.layout import Words, as_html, as_text
from shturman.messaging.models import Letter, MailServer
from shturman.messaging.posting import new_message_id


@dataclass(frozen=True)
class Draft:
    """`secret_path` is a one-time link of this house: it is kept apart, sealed, and put in when the letter leaves."""

    kind: str
    member: Member
    words: Words
    secret_path: str = ""


@transaction.atomic
def queue_letter(draft: Draft, *, by: Member) -> Letter | None:
    """Leaves after the commit. To a member without an e-mail nothing is written."""
    if not draft.member.email:
        return None
    server = MailServer.objects.filter(pk=1).first()
    letter = Letter.objects.create(
        kind=draft.kind,
        member=draft.member,
        to=draft.member.email,
        subject=draft.words.subject,
        text=as_text(draft.words),
        html=as_html(draft.words),
        sealed_path=seal(draft.secret_path),
        state=Letter.State.QUEUED if server else Letter.State.WAITING,
        message_id=new_message_id(server),
    )
    record(LetterQueued(letter.pk, letter.kind), by=by, about=[letter])
    return letter


@transaction.atomic
def resend_letter(letter: Letter, *, by: Member) -> Letter:
    """Somebody has decided: a letter of unknown fate may arrive twice then."""
    if not can_keep_mail(by):
        raise NotAllowed(_("The outbox belongs to the owner of the company"))
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.has_lost_its_link:
        raise Refused(_("The one-time link of this letter is spent: send a new invitation or ask for the password anew"))
    if not letter.can_be_resent:
        raise Refused(_("This letter is sent or on its way already"))
    letter.state, letter.attempts, letter.next_try_at, letter.answer = Letter.State.QUEUED, 0, None, ""
    letter.message_id = new_message_id(MailServer.objects.filter(pk=1).first())
    letter.save()
    record(LetterAskedAgain(letter.pk, letter.kind), by=by, about=[letter])
    return letter
