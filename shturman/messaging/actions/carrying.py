"""Who carries deliveries of each channel out of the house; one conversation serves a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shturman.company.models import Member
from shturman.kit.sealing import Unreadable
from shturman.messaging.actions.browsers import note_browser
from shturman.messaging.actions.sms import gate_of, is_day_full
from shturman.messaging.channels.push import Browser, Sender, push
from shturman.messaging.channels.sms.gate import Gate
from shturman.messaging.channels.sms.parts import parts_of
from shturman.messaging.channels.smtp import Courier, Fate, Outcome
from shturman.messaging.layout import as_html, as_text
from shturman.messaging.messages import letter_of, said_now, sms_of
from shturman.messaging.models import Channel, Delivery, MailServer, PushSubscription, SmsGateway
from shturman.messaging.posting import carried_address, key_changed, line_of, new_message_id, plain_message_of
from shturman.messaging.push_tokens import token_of
from shturman.messaging.ways import mobile_of


class Carrier(Protocol):
    @property
    def is_broken(self) -> bool:
        """The other side does not answer at all: it makes no sense to ask it for each of the rest."""

    def carry(self, delivery: Delivery) -> Outcome: ...


class NoCarrier:
    """The channel is not set up, or cannot be used: each delivery fails for the same reason."""

    is_broken = False

    def __init__(self, reason: str):
        self.reason = reason

    def carry(self, delivery: Delivery) -> Outcome:
        return Outcome(Fate.REFUSED, self.reason)


class LetterCarrier:
    def __init__(self, server: MailServer, courier: Courier):
        self.server, self.courier = server, courier

    @property
    def is_broken(self) -> bool:
        return self.courier.is_broken

    def carry(self, delivery: Delivery) -> Outcome:
        words = letter_of(said_now(delivery), self.server.public_url)
        address = delivery.to.email
        try:
            message = plain_message_of(
                self.server,
                to=address,
                subject=words.subject,
                text=as_text(words),
                html=as_html(words),
                message_id=new_message_id(self.server),
            )
            to = carried_address(address)
        except (ValueError, IndexError):
            return Outcome(Fate.REFUSED, _("“%(address)s” is no address of mail") % {"address": address})
        return self.courier.carry(message, sender=self.server.sender_address, to=to)


@contextmanager
def letters() -> Iterator[Carrier]:
    server = MailServer.objects.filter(pk=1).first()
    if server is None:
        yield NoCarrier(_("The mail of the company is not set up"))
        return
    try:
        line = line_of(server)
    except Unreadable:
        yield NoCarrier(key_changed())
        return
    with Courier(line) as courier:
        yield LetterCarrier(server, courier)


class PushCarrier:
    """To every browser of the person; where one has taken it, it has left."""

    is_broken = False

    def __init__(self, contact: str):
        self.sender = Sender(settings.PUSH_KEY, contact, settings.GATEWAY_PATIENCE_SECONDS, settings.PUSH_WITHIN_NETWORK)

    def carry(self, delivery: Delivery) -> Outcome:
        outcomes = [self._to_one(row, delivery) for row in PushSubscription.objects.filter(member=delivery.to_id)]
        ranked = sorted(outcomes, key=lambda outcome: RANK.index(outcome.fate))
        return ranked[0] if ranked else Outcome(Fate.REFUSED, _("No browser takes notices for this person"))

    def _to_one(self, row: PushSubscription, delivery: Delivery) -> Outcome:
        pushed = push(self.sender, Browser(row.endpoint, row.p256dh, row.auth), notice_of(delivery))
        note_browser(row, is_gone=pushed.is_gone, is_reached=pushed.outcome.fate == Fate.SENT)
        return pushed.outcome


RANK = (Fate.SENT, Fate.UNKNOWN, Fate.LATER, Fate.REFUSED)


@contextmanager
def pushes() -> Iterator[Carrier]:
    """Push services want to know whom to complain to: the owner."""
    yield PushCarrier(Member.objects.owners()[0].email or "owner@shturman.invalid")


def notice_of(delivery: Delivery) -> dict[str, Any]:
    message = said_now(delivery)
    token = token_of(delivery)
    actions = [
        {"action": "done", "title": _("Done")},
        {"action": "snooze", "title": _("In 15 minutes")},
        {"action": "open", "title": pgettext("a task", "Open")},
    ]
    return {
        "title": message.title,
        "body": message.text,
        "tag": f"task-{message.task_id}" if message.task_id else "check",
        "open": message.path,
        "done": f"{message.path}complete/" if message.task_id else message.path,
        "actions": actions if message.task_id else [],
        "token": token,
    }


class SmsCarrier:
    is_broken = False

    def __init__(self, gateway: SmsGateway, gate: Gate):
        self.gateway, self.gate = gateway, gate

    def carry(self, delivery: Delivery) -> Outcome:
        if is_day_full(self.gateway):
            return Outcome(Fate.REFUSED, _("As many SMS as the company allows a day are sent already"))
        text = sms_of(said_now(delivery))
        taken = self.gate.send(mobile_of(delivery.to), text)
        Delivery.objects.filter(pk=delivery.pk).update(number=taken.number, parts=parts_of(text))
        return taken.outcome


@contextmanager
def messages() -> Iterator[Carrier]:
    gateway = SmsGateway.objects.filter(pk=1).first()
    if gateway is None:
        yield NoCarrier(_("The company has no SMS gateway: ask its owner"))
        return
    try:
        gate = gate_of(gateway)
    except Unreadable:
        yield NoCarrier(_("The key of this installation changed: type the key of the gateway anew"))
        return
    yield SmsCarrier(gateway, gate)


def carriers() -> Mapping[str, Callable[[], AbstractContextManager[Carrier]]]:
    return {Channel.PUSH: pushes, Channel.MAIL: letters, Channel.SMS: messages}
