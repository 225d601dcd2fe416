"""Wrong passwords slow down and never shut the door for good: decision 009 tells why each of these limits is as it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from shturman.company.models import Member
from shturman.web.door.browsers import address_of, browser_of

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
KEPT = timedelta(days=1)
# An office stands behind one address: what its newcomers mistype is forgotten sooner.
KEPT_OF_ADDRESS = timedelta(hours=1)
# How many wrong ones are free before the pauses begin.
FREE = {"browser": 5, "pair": 5, "account": 20, "address": 30}


@dataclass(frozen=True)
class Scope:
    """Whose wrong passwords are counted together."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        return f"door:{self.kind}:{hashlib.sha256(self.name.encode()).hexdigest()}"

    def pause_after(self, count: int) -> timedelta:
        beyond = count - FREE[self.kind]
        return timedelta() if beyond < 0 else min(FIRST_PAUSE * 2 ** min(beyond, 10), LONGEST_PAUSE)

    def paused_until(self) -> datetime | None:
        count, last_at = cache.get(self.key, (0, 0.0))
        until = datetime.fromtimestamp(last_at, tz=UTC) + self.pause_after(count)
        return until if until > timezone.now() else None


@dataclass(frozen=True)
class Wrong:
    """What one more wrong password has led to."""

    tries_left: int
    pause: timedelta
    in_a_row: int


class Knock:
    """Somebody at the door with a name: who that is, from where, and what is counted against him."""

    def __init__(self, request: HttpRequest, typed: str):
        self.request = request
        self.typed = typed

    @cached_property
    def member(self) -> Member | None:
        try:
            return Member.objects.get_by_natural_key(self.typed)
        except (Member.DoesNotExist, Member.MultipleObjectsReturned):
            return None

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """A browser from which this member has signed in before is not touched by what strangers do in his name."""
        browser, account = browser_of(self.request), account_of(self.member, self.typed)
        if browser.knows(self.member):
            return (Scope("browser", f"{browser.key} {account}"),)
        address = address_of(self.request)
        return Scope("pair", f"{address} {account}"), Scope("account", account), Scope("address", address)

    @property
    def row(self) -> Scope:
        return Scope("row", account_of(self.member, self.typed))

    def free_at(self) -> datetime | None:
        """Until when the password is not even looked at; None when it is."""
        return max((moment for scope in self.scopes if (moment := scope.paused_until())), default=None)

    def count_wrong(self) -> Wrong:
        counts = {scope: _count(scope) for scope in self.scopes}
        left = min(max(FREE[scope.kind] - count, 0) for scope, count in counts.items())
        return Wrong(left, max(scope.pause_after(count) for scope, count in counts.items()), _count(self.row))

    def forget_wrong(self) -> None:
        """A right password clears what was counted against this account; what an address has done to others stays."""
        for scope in (*self.scopes, self.row):
            if scope.kind != "address":
                cache.delete(scope.key)


def is_paused(member: Member) -> bool:
    return Scope("account", account_of(member, member.login)).paused_until() is not None


def forgive(member: Member) -> None:
    """The link of a letter proves the person, and the owner may lift the pause: counting begins anew, from every address."""
    cache.set(_age_key(member), _age(member) + 1, (2 * KEPT).total_seconds())


def account_of(member: Member | None, typed: str) -> str:
    """By login and by mail alike; a name that nobody has is counted the same way, so that nobody learns which exist."""
    return f"member {member.pk} {_age(member)}" if member else f"name {typed.lower()}"


def _age(member: Member) -> int:
    return cache.get(_age_key(member), 0)


def _age_key(member: Member) -> str:
    return f"door:age:{member.pk}"


@transaction.atomic
def _count(scope: Scope) -> int:
    """One after another, whatever the number of workers: otherwise a hundred tries at once would count as a few."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [scope.key])
    count = cache.get(scope.key, (0, 0.0))[0] + 1
    kept = KEPT_OF_ADDRESS if scope.kind == "address" else KEPT
    cache.set(scope.key, (count, timezone.now().timestamp()), kept.total_seconds())
    return count
