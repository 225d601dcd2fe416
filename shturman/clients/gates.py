"""What must be true before somebody writes on a client's card. A gate returns the reason why not, or nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from shturman.clients.access import sees_client
from shturman.clients.models import Client
from shturman.company.models import Member


def client_is_seen(thing: Any, _target: Any, by: Member) -> str | None:
    return _("There is no such client") if isinstance(thing, Client) and not sees_client(by, thing) else None
