"""What has changed since a phone asked last (RFC 6578).

A token is a snapshot of the database: which transactions the phone knows. What it does not know is changed, whenever it commits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from shturman.company.models import Member
from shturman.tasks.models import PhoneCalendar

PREFIX = "urn:shturman:sync:"
SNAPSHOT = r"\d{1,18}:\d{1,18}:(?:\d{1,18}(?:,\d{1,18})*)?"
TOKEN = re.compile(rf"([0-9a-f-]{{1,60}})/(\d{{1,18}})/({SNAPSHOT})(?:/({SNAPSHOT})?/(\d{{1,18}})/(\d{{1,18}}))?", re.ASCII)
# With more transactions on their way a coarser token is safe as well: it tells some changes twice.
MOST_ON_THEIR_WAY = 100
# Which database this is, what it has seen, and what stands in this calendar.
NOW = """
WITH marks AS (
    SELECT mark FROM tasks_calendarmark WHERE member_id = %(member)s
    UNION ALL SELECT mark FROM tasks_phoneitem WHERE member_id = %(member)s
)
SELECT (SELECT system_identifier::text FROM pg_control_system()) || '-' || 'tasks_calendarmark'::regclass::oid::text,
    pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text,
    (SELECT coalesce(max(mark), 0) FROM marks), (SELECT count(*) FROM marks), (SELECT sum(mark) FROM marks)
"""
CHANGED = """
SELECT mark, key, name FROM (
    SELECT mark.mark, mark.task_id * 2 AS key, coalesce(item.name, 'task-' || mark.task_id || '.ics') AS name
    FROM tasks_calendarmark mark
    LEFT JOIN tasks_phoneitem item ON item.member_id = mark.member_id AND item.task_id = mark.task_id
    WHERE mark.member_id = %(member)s AND mark.mark >= %(first)s
    UNION ALL
    SELECT mark, id * 2 + 1, name FROM tasks_phoneitem WHERE member_id = %(member)s AND mark >= %(first)s
) changed
WHERE NOT pg_visible_in_snapshot(mark::text::xid8, %(seen)s::pg_snapshot)
    AND (NOT %(is_middle)s OR (pg_visible_in_snapshot(mark::text::xid8, %(since)s::pg_snapshot) AND (mark, key) > (%(mark)s, %(key)s)))
ORDER BY mark, key
"""


class OldToken(ValueError):
    """Of another database, or of a calendar that was closed since: the phone reads all anew."""


@dataclass(frozen=True)
class Place:
    """How far a phone has got. In the middle of a list that is given out in parts it knows `seen` and, beyond that, what stands
    up to `mark` and `key`; what has happened since the first part is told after the last one."""

    seen: str
    since: str = ""
    mark: int = 0
    key: int = 0

    @property
    def is_listing(self) -> bool:
        """Of the first list, of all there is: nothing is known before it."""
        return not self.since and self.key > 0


@dataclass(frozen=True)
class Change:
    mark: int
    key: int
    name: str


@dataclass(frozen=True)
class Clock:
    base: str
    calendar_id: int
    # The same as long as nothing of this member changes, so that a phone sees by it that it need not ask.
    now: str
    tag: str
    newest: int

    def token(self, place: Place) -> str:
        parts = f"/{place.since}/{place.mark}/{place.key}" if place.since or place.key else ""
        return f"{PREFIX}{self.base}/{self.calendar_id}/{place.seen}{parts}"

    def place(self, token: str) -> Place:
        found = TOKEN.fullmatch(token.removeprefix(PREFIX)) if len(token) < 8000 else None
        if found is None or found[1] != self.base or int(found[2]) != self.calendar_id:
            raise OldToken(token[:200])
        place = Place(found[3], found[4] or "", int(found[5] or 0), int(found[6] or 0))
        if any(snapshot and not self._is_ours(snapshot) for snapshot in (place.seen, place.since)):
            raise OldToken(token[:200])
        return place

    def _is_ours(self, snapshot: str) -> bool:
        """As this database writes it, and not from its future."""
        first, end, running = snapshot.split(":")
        numbers = [int(number) for number in running.split(",") if number]
        in_order = numbers == sorted(set(numbers)) and all(int(first) <= number < int(end) for number in numbers)
        return in_order and 0 < int(first) <= int(end) <= self.newest


def clock_of(calendar: PhoneCalendar) -> Clock:
    with connection.cursor() as cursor:
        cursor.execute(NOW, {"member": calendar.member_id})
        base, snapshot, own, last, count, total = cursor.fetchone()
    _first, end, running = snapshot.split(":")
    # Who asks in the middle of writing has not written all yet.
    on_their_way = sorted({int(number) for number in (*running.split(","), own) if number})
    return Clock(base, calendar.pk, _seen_of(last, on_their_way), f"{calendar.pk}-{count}-{total or 0}", max(int(end), last + 1))


def _seen_of(last: int, running: Sequence[int]) -> str:
    """As far as anything of this calendar has got: the rest of the world does not move its token."""
    on_their_way = [number for number in running if number <= last]
    if len(on_their_way) > MOST_ON_THEIR_WAY:
        return f"{on_their_way[0]}:{on_their_way[0]}:"
    return f"{on_their_way[0] if on_their_way else last + 1}:{last + 1}:{','.join(map(str, on_their_way))}"


def changes_since(place: Place, member: Member) -> list[Change]:
    asked = replace(place, since=place.since or place.seen)
    first = min(int(snapshot.split(":")[0]) for snapshot in (asked.seen, asked.since))
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"member": member.pk, "first": first, "is_middle": bool(place.since), **vars(asked)})
        return [Change(*row) for row in cursor.fetchall()]
