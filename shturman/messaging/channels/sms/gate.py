"""What every SMS gateway is asked, whatever its own words."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import requests
from django.utils.translation import gettext as _

from shturman.messaging.channels.smtp import Fate, Outcome


class Arrival(StrEnum):
    """What became of a message that the gateway took. The final ones never go back."""

    WAITS = "waits"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Account:
    address: str
    login: str
    key: str
    sender: str
    patience: float


@dataclass(frozen=True)
class Taken:
    outcome: Outcome
    # By it the gateway is asked later what became of the message.
    number: str = ""


class Gate(Protocol):
    def send(self, to: str, text: str) -> Taken: ...

    def arrival(self, number: str, to: str) -> tuple[Arrival, str]: ...

    def balance(self) -> str: ...


class NotReached(Exception):
    """Nothing was handed over."""


class Silent(Exception):
    """Perhaps it was handed over: no answer that makes sense came."""


class Refusal(Exception):
    """The gateway's own «no», already in words; `is_passing` means that it may say yes later."""

    def __init__(self, words: str, *, is_passing: bool = False):
        super().__init__(words)
        self.words, self.is_passing = words, is_passing


def taken(act: Any) -> Taken:
    """Troubles of all gateways become the same fates."""
    try:
        number = act()
    except Refusal as refusal:
        return Taken(Outcome(Fate.LATER if refusal.is_passing else Fate.REFUSED, refusal.words))
    except NotReached:
        return Taken(Outcome(Fate.LATER, _("The SMS gateway cannot be reached")))
    except (Silent, KeyError, TypeError, ValueError, AttributeError):
        # An answer that is not as the gateway has described it says nothing of the message.
        return Taken(Outcome(Fate.UNKNOWN, _("The SMS gateway keeps silent: whether it has taken the message is not known")))
    return Taken(Outcome(Fate.SENT, _("Taken by the gateway: %(number)s") % {"number": number}), number)


def ask(
    address: str, patience: float, *, form: dict[str, Any] | None = None, body: Any = None, login: tuple[str, str] | None = None
) -> Any:
    """One POST, one answer in JSON; redirects are not followed, the key must not travel elsewhere."""
    # As UTF-8: the library itself would stumble over a Cyrillic letter.
    headers = {"Authorization": f"Basic {b64encode(':'.join(login).encode()).decode()}"} if login else {}
    try:
        answer = requests.post(address, data=form, json=body, headers=headers, timeout=patience, allow_redirects=False)
    except (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.InvalidURL) as error:
        raise NotReached from error
    except requests.ConnectionError as error:
        raise (NotReached if _is_refused(error) else Silent) from error
    except requests.RequestException as error:
        raise Silent from error
    if answer.status_code in (401, 403):
        raise Refusal(wrong_key())
    try:
        return answer.json()
    except ValueError as error:
        raise Silent from error


def wrong_key() -> str:
    return _("The gateway does not accept the login or the key: check them in the settings")


def no_money() -> str:
    return _("There is no money on the gateway's account")


def wrong_number() -> str:
    return _("The gateway does not take this phone number")


def sender_not_approved() -> str:
    return _("The sender's name is not approved by the gateway or the operators")


def stopped() -> str:
    return _("The gateway does not send to this number: it is in a stop list or cannot be reached")


def refused(said: Any) -> str:
    return _("The gateway refused: %(said)s") % {"said": said}


def _is_refused(error: requests.ConnectionError) -> bool:
    """No connection at all, not one that broke in the middle of the talk."""
    said = str(error)
    return any(sign in said for sign in ("Connection refused", "NewConnectionError", "NameResolutionError", "Failed to establish"))
