"""The SMS gateway: set up by the owner, asked for its balance and for what became of messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.sealing import Unreadable, seal
from shturman.messaging.access import can_keep_mail
from shturman.messaging.actions.reminding import go_on
from shturman.messaging.channels.sms.gate import Account, Arrival, Gate, NotReached, Refusal, Silent
from shturman.messaging.channels.sms.gates import GATES
from shturman.messaging.events import SmsGatewayChanged
from shturman.messaging.models import Channel, Delivery, SmsGateway
from shturman.messaging.ways import mobile_of

AT_ONCE = 50
# Operators keep trying no longer.
ASKED_FOR = timedelta(days=1)
State = Delivery.State


@transaction.atomic
def set_sms_gateway(facts: dict[str, Any], *, key: str = "", by: Member) -> SmsGateway:
    """An empty key keeps the one that is known, as long as the gateway and the login stay the same."""
    _ask(by)
    gateway = SmsGateway.objects.select_for_update().filter(pk=1).first() or SmsGateway(pk=1)
    changed = [name for name, value in facts.items() if getattr(gateway, name) != value]
    if not key and (not gateway.sealed_key or {"name", "login"} & set(changed)):
        # Otherwise somebody could have the kept key sent under another name.
        raise Refused(_("Type the key of the gateway"), field="key")
    for name in changed:
        setattr(gateway, name, facts[name])
    if key:
        gateway.sealed_key = seal(key)
        changed.append("key")
    if changed:
        gateway.save()
        record(SmsGatewayChanged(changed), by=by)
    return gateway


@transaction.atomic
def remove_sms_gateway(*, by: Member) -> None:
    _ask(by)
    if SmsGateway.objects.filter(pk=1).delete()[0]:
        record(SmsGatewayChanged(["removed"]), by=by)


def ask_balance(*, by: Member) -> str:
    _ask(by)
    gateway = SmsGateway.objects.filter(pk=1).first()
    if gateway is None:
        raise Refused(_("Save the settings of the gateway first"))
    try:
        return gate_of(gateway).balance()
    except Unreadable as error:
        raise Refused(_("The key of this installation changed: type the key of the gateway anew")) from error
    except Refusal as refusal:
        raise Refused(refusal.words) from refusal
    except (NotReached, Silent) as error:
        raise Refused(_("The SMS gateway cannot be reached")) from error


def ask_arrivals() -> int:
    """What became of messages that the gateway took: delivered, or the next channel is tried."""
    gateway = SmsGateway.objects.filter(pk=1).first()
    if gateway is None:
        return 0
    rows = Delivery.objects.filter(channel=Channel.SMS, state=State.SENT, sent_at__gt=timezone.now() - ASKED_FOR).exclude(number="")
    asked = list(rows.select_related("to", "reminder", "task__assignee").order_by("asked_at", "id")[:AT_ONCE])
    try:
        gate = gate_of(gateway)
        for row in asked:
            _note(row, *gate.arrival(row.number, mobile_of(row.to)))
    except (Refusal, NotReached, Silent, Unreadable):
        # The gateway is asked again in some minutes; nothing changes meanwhile.
        return 0
    return len(asked)


def gate_of(gateway: SmsGateway) -> Gate:
    address, kind = GATES[gateway.name]
    address = settings.SMS_ADDRESS or address
    return kind(Account(address, gateway.login, gateway.key, gateway.sender, settings.GATEWAY_PATIENCE_SECONDS))


def is_day_full(gateway: SmsGateway) -> bool:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Delivery.objects.filter(channel=Channel.SMS, sent_at__gte=start).count() >= gateway.day_limit


@transaction.atomic
def _note(row: Delivery, arrival: Arrival, said: str) -> None:
    now = timezone.now()
    facts: dict[str, Any] = {}
    if arrival == Arrival.DELIVERED:
        facts = {"state": State.ACCEPTED}
    elif arrival == Arrival.FAILED:
        facts = {"state": State.FAILED, "answer": _("The operator has not delivered it: %(said)s") % {"said": said}}
    if Delivery.objects.filter(pk=row.pk, state=State.SENT).update(asked_at=now, **facts) and arrival == Arrival.FAILED:
        go_on([row])


def _ask(by: Member) -> None:
    if not can_keep_mail(by):
        raise NotAllowed(_("The SMS gateway is set up by the owner of the company"))
