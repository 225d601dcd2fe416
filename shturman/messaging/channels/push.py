"""One notice to one browser through its push service, encrypted for that browser alone (RFC 8291)."""

from __future__ import annotations

import json
import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.translation import gettext as _
from pywebpush import WebPushException, webpush

from shturman.messaging.channels.smtp import Fate, Outcome

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# Of a reminder that could not be brought for so long nobody wants to know.
LIVES_SECONDS = 60 * 60 * 12


@dataclass(frozen=True)
class Sender:
    """Who signs: the installation's own key and an address where the push service can complain."""

    key: str
    contact: str
    patience: float
    within_network: bool = False


@dataclass(frozen=True)
class Browser:
    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Pushed:
    outcome: Outcome
    is_gone: bool = False


@lru_cache(maxsize=2)
def public_key(private: str) -> str:
    """As browsers want it when they subscribe."""
    number = int.from_bytes(urlsafe_b64decode(private + "=" * (-len(private) % 4)), "big")
    point = derive_private_key(number, SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def push(sender: Sender, browser: Browser, message: Mapping[str, Any]) -> Pushed:
    if not sender.within_network and not is_outside(browser.endpoint):
        return Pushed(Outcome(Fate.REFUSED, _("The browser's address is not one of a push service")), is_gone=True)
    info = {"endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth}}
    try:
        answer = webpush(
            info,
            json.dumps(message, ensure_ascii=False),
            vapid_private_key=sender.key,
            vapid_claims={"sub": f"mailto:{sender.contact}"},
            ttl=LIVES_SECONDS,
            headers={"Urgency": "high"},
            timeout=sender.patience,
            requests_session=_session(),
        )
    except WebPushException as refusal:
        return _refused(refusal)
    except requests.ReadTimeout:
        return Pushed(Outcome(Fate.UNKNOWN, _("The push service has taken the notice and keeps silent")))
    except requests.RequestException:
        return Pushed(Outcome(Fate.LATER, _("The push service cannot be reached")))
    except ValueError:
        return Pushed(Outcome(Fate.REFUSED, _("The browser has given keys that do not fit")), is_gone=True)
    return Pushed(Outcome(Fate.SENT, _("Accepted by the push service: %(status)s") % {"status": answer.status_code}))


def is_outside(endpoint: str) -> bool:
    """A public https address: nobody makes this server knock at doors of its own network."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or not parts.hostname:
        return False
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        # Its name is not known just now: connecting will say so.
        return True
    return all(ip_address(address[4][0]).is_global for address in found)


def _refused(refusal: WebPushException) -> Pushed:
    status = refusal.response.status_code if refusal.response is not None else 0
    if status in GONE:
        return Pushed(Outcome(Fate.REFUSED, _("This browser takes notices no more")), is_gone=True)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Pushed(Outcome(Fate.LATER, _("The push service is busy: %(status)s") % {"status": status}))
    return Pushed(Outcome(Fate.REFUSED, _("The push service refused: %(status)s") % {"status": status or refusal.message}))


def _session() -> requests.Session:
    """An answer that sends elsewhere is not followed."""
    session = requests.Session()
    session.max_redirects = 0
    return session
