"""The gateways that can be chosen, by the name they are kept under."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shturman.messaging.channels.sms.gate import Account, Gate
from shturman.messaging.channels.sms.smsaero import ADDRESS as SMSAERO_ADDRESS
from shturman.messaging.channels.sms.smsaero import SmsAero
from shturman.messaging.channels.sms.smsc import ADDRESS as SMSC_ADDRESS
from shturman.messaging.channels.sms.smsc import Smsc
from shturman.messaging.channels.sms.smsru import ADDRESS as SMSRU_ADDRESS
from shturman.messaging.channels.sms.smsru import SmsRu

GATES: Mapping[str, tuple[str, Callable[[Account], Gate]]] = {
    "smsc": (SMSC_ADDRESS, Smsc),
    "smsru": (SMSRU_ADDRESS, SmsRu),
    "smsaero": (SMSAERO_ADDRESS, SmsAero),
}
