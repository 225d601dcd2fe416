from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString

from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.kit.dates_in_words import day
from shturman.kit.marks import chip as drawn_chip
from shturman.kit.marks import safe
from shturman.tasks.due import Chip, chip
from shturman.tasks.models import Task
from shturman.tasks.queries import OPEN

# One statement, composed once: every list and board of deals asks it.
EARLIEST = f"""SELECT DISTINCT ON (deal_id) deal_id, deadline, due_on, title FROM tasks_task
WHERE deal_id = ANY(%(deals)s) AND {OPEN} ORDER BY deal_id, deadline, id"""  # noqa: S608 -- no value stands in the text


@dataclass(frozen=True)
class NextStep:
    chip: Chip
    title: str
    is_late: bool


def next_steps(member: Member, deal_ids: Collection[int]) -> dict[int, NextStep]:
    """The earliest open task of each deal; a deal without one is not in the answer. The chip itself is no secret to
    whoever sees the deal."""
    if not deal_ids:
        return {}
    now, week = timezone.now(), work_week()
    with connection.cursor() as cursor:
        cursor.execute(EARLIEST, {"deals": list(deal_ids)})
        rows = cursor.fetchall()
    return {
        deal_id: NextStep(chip(deadline, due_on is not None, now, week), title, deadline < now) for deal_id, deadline, due_on, title in rows
    }


CLIENT = Coalesce("client_id", "deal__client_id")


def client_steps(member: Member, client_ids: Collection[int]) -> dict[int, SafeString]:
    """The earliest open task of each client that the member sees, be it about a deal of his or about himself."""
    now, week = timezone.now(), work_week()
    rows = Task.objects.visible_to(member).open().annotate(whose=CLIENT).filter(whose__in=client_ids)
    found: Any = rows.order_by("whose", "deadline", "id").distinct("whose").values_list("whose", "deadline", "due_on", "title")
    return {client_id: _step(chip(deadline, due_on is not None, now, week), title) for client_id, deadline, due_on, title in found}


def _step(due: Chip, title: str) -> SafeString:
    return SafeString(f'{drawn_chip(due.tone, due.text, due.title)} <span class="meta not-phone">{safe(title)}</span>')


def last_touches(member: Member, client_ids: Collection[int]) -> dict[int, str]:
    """When a call or a meeting with the client was last held, as far as the member sees them."""
    touches = Task.objects.visible_to(member).filter(kind__in=(Task.Kind.CALL, Task.Kind.MEETING), completed_at__isnull=False)
    rows = touches.annotate(whose=CLIENT).filter(whose__in=client_ids).order_by().values_list("whose").annotate(Max("completed_at"))
    today = timezone.localdate()
    return {client_id: day(timezone.localtime(last), today) for client_id, last in rows}
