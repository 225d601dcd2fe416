"""Who asks for a calendar from outside, by an app password; a sign-in of the pages opens nothing here."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from shturman.company.backends import MemberBackend
from shturman.company.models import Member
from shturman.tasks.actions.internet_calendars import note_password_used, open_calendar
from shturman.tasks.internet_calendars.secrets import fingerprint_of_password
from shturman.tasks.models import AppPassword, PhoneCalendar

# A phone whose password was revoked goes on asking for weeks: only its own door is shut, and never for long.
FREE, FREE_OF_THE_SAME = 10, 100
FIRST_PAUSE, LONGEST_PAUSE, KEPT = timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1)


@dataclass
class Guest:
    """One request of one device."""

    member: Member
    calendar: PhoneCalendar
    site: str
    now: datetime = field(default_factory=timezone.now)
    # What the report asks of the list of changes, and whether it was cut at that.
    limit: int | None = None
    is_cut: bool = False
    # Repeating events are asked for time by time within this stretch.
    expanded: tuple[datetime, datetime] | None = None


_guest: ContextVar[Guest | None] = ContextVar("guest of a calendar", default=None)


def welcome(guest: Guest) -> Any:
    return _guest.set(guest)


def farewell(token: Any) -> None:
    _guest.reset(token)


def guest() -> Guest:
    found = _guest.get()
    if found is None:
        raise LookupError("a calendar without its guest")
    return found


@dataclass(frozen=True)
class Wrong:
    """What was said wrongly within the hour."""

    count: int = 0
    different: int = 0
    last_at: float = 0.0
    last_told: str = ""


@dataclass(frozen=True)
class Knock:
    """A name and a password from a device: the device is told by its program and its address."""

    login: str
    password: str
    device: str

    @property
    def key(self) -> str:
        return f"caldav:{hashlib.sha256(f'{self.login.lower()}{chr(31)}{self.device}'.encode()).hexdigest()}"

    def free_in(self) -> int:
        """Seconds for which a wrong password is answered so."""
        wrong = self._wrong()
        beyond = max(wrong.different - FREE, wrong.count - FREE_OF_THE_SAME)
        if beyond < 0:
            return 0
        pause = min(FIRST_PAUSE * 2 ** min(beyond, 10), LONGEST_PAUSE)
        left = datetime.fromtimestamp(wrong.last_at, tz=UTC) + pause - timezone.now()
        return max(int(left.total_seconds()), 0)

    def count_wrong(self) -> None:
        """A phone says the same wrong word at every address that it tries: that is no guessing."""
        # It may be the password of the pages: of it no more is kept than tells it from the next one.
        wrong, told = self._wrong(), salted_hmac("wrong at the calendar", self.password).hexdigest()[:8]
        different = wrong.different + (told != wrong.last_told)
        cache.set(self.key, tuple(vars(Wrong(wrong.count + 1, different, timezone.now().timestamp(), told)).values()), KEPT.total_seconds())

    def _wrong(self) -> Wrong:
        return Wrong(*cache.get(self.key, ()))

    def forget_wrong(self) -> None:
        if cache.get(self.key) is not None:
            cache.delete(self.key)


def knock_of(environ: Mapping[str, Any], address: str) -> Knock | None:
    """None: nothing was told yet, and the program is asked for a name and a password."""
    scheme, _space, told = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        words = base64.b64decode(told.strip(), validate=True)
    except (binascii.Error, ValueError):
        words = b""
    login, _colon, password = words.decode("utf-8", "replace").partition(":")
    device = f"{environ.get('HTTP_USER_AGENT', '')[:200]} {address}"
    return Knock(login.strip(), password, device)


def let_in(knock: Knock, site: str) -> Guest | None:
    password = _password_of(knock.login, knock.password)
    if password is None and "%" in knock.login:
        password = _password_of(unquote(knock.login), knock.password)
    member = MemberBackend().get_user(password.member_id) if password else None
    if password is None or member is None:
        return None
    now = timezone.now()
    note_password_used(password, now)
    calendar = PhoneCalendar.objects.filter(member=member).first() or open_calendar(member)
    return Guest(member, calendar, site, now)


def _password_of(login: str, typed: str) -> AppPassword | None:
    """All of his are compared, each in the same time."""
    if not login or "\x00" in login:
        return None
    known = Q(member__login__iexact=login) | Q(member__email__iexact=login)
    told = fingerprint_of_password(typed)
    rows = AppPassword.objects.valid().filter(known, member__is_active=True, member__is_robot=False)
    fitting = [row for row in rows if constant_time_compare(row.fingerprint, told)]
    return fitting[0] if fitting else None
