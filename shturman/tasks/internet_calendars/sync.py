"""What has changed since a phone asked last (RFC 6578)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection

from shturman.company.models import Member
from shturman.tasks.models import PhoneCalendar

PREFIX = "urn:shturman:sync:"
TOKEN = re.compile(r"([0-9a-f-]{1,60})\.(\d{1,18})\.(\d{1,18})\.(\d{1,18})(\.l)?", re.ASCII)
# Which database this is, and below which number no transaction is running.
NOW = """
SELECT (SELECT system_identifier::text FROM pg_control_system()) || '-' || 'tasks_calendarmark'::regclass::oid::text,
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    greatest((SELECT max(mark) FROM tasks_calendarmark WHERE member_id = %(member)s),
        (SELECT max(mark) FROM tasks_phoneitem WHERE member_id = %(member)s))
"""
CHANGED = """
SELECT mark, key, name FROM (
    SELECT mark.mark, mark.task_id * 2 AS key, coalesce(item.name, 'task-' || mark.task_id || '.ics') AS name
    FROM tasks_calendarmark mark
    LEFT JOIN tasks_phoneitem item ON item.member_id = mark.member_id AND item.task_id = mark.task_id
    WHERE mark.member_id = %(member)s AND mark.mark >= %(mark)s
    UNION ALL
    SELECT mark, id * 2 + 1, name FROM tasks_phoneitem WHERE member_id = %(member)s AND mark >= %(mark)s
) changed WHERE (mark, key) > (%(mark)s, %(key)s) ORDER BY mark, key
"""


class OldToken(ValueError):
    """Of another database, or of a calendar that was closed since: the phone reads all anew."""


@dataclass(frozen=True)
class Place:
    """Everything up to this transaction and, within it, this item is known to the phone."""

    mark: int
    key: int = 0
    # The first list is given out in parts, and it has got as far as `key`.
    is_listing: bool = False


@dataclass(frozen=True)
class Change:
    mark: int
    key: int
    name: str


@dataclass(frozen=True)
class Clock:
    base: str
    calendar_id: int
    # No transaction below is running any more.
    settled: int
    # The same as long as nothing of this member changes, so that a phone sees by it that it need not ask.
    now: int

    def token(self, place: Place) -> str:
        end = ".l" if place.is_listing else ""
        return f"{PREFIX}{self.base}.{self.calendar_id}.{place.mark}.{place.key}{end}"

    def place(self, token: str) -> Place:
        found = TOKEN.fullmatch(token.removeprefix(PREFIX))
        if found is None or found[1] != self.base or int(found[2]) != self.calendar_id or int(found[3]) > self.settled:
            raise OldToken(token)
        return Place(int(found[3]), int(found[4]), bool(found[5]))


def clock_of(calendar: PhoneCalendar) -> Clock:
    with connection.cursor() as cursor:
        cursor.execute(NOW, {"member": calendar.member_id})
        base, settled, last = cursor.fetchone()
    return Clock(base, calendar.pk, settled, min(settled, (last or 0) + 1))


def changes_since(place: Place, member: Member) -> list[Change]:
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"member": member.pk, "mark": place.mark, "key": place.key})
        return [Change(*row) for row in cursor.fetchall()]
