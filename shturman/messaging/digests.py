"""What a digest tells: in the morning what the day brings, before its end what is done and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.company.models import Member
from shturman.messaging.models import Delivery
from shturman.tasks.models import Task
from shturman.tasks.queries import day_of

MOST_LINES = 10


def digest_of(member: Member, why: str, now: datetime) -> tuple[str, list[str]]:
    """Its head, and its lines; no lines when there is nothing to tell."""
    day = day_of(member, now)
    promised = [task for task in day.today if task.is_important]
    if why == Delivery.Why.MORNING:
        ordinary = [task for task in day.today if not task.is_important]
        parts = [(_("Promised"), promised), (_("Today"), ordinary), (_("Overdue"), day.overdue)]
        return _head(len(day.today), len(day.overdue)), _lines(parts, member)
    left = [*day.overdue, *day.today]
    done = ngettext("%(count)s task done", "%(count)s tasks done", len(day.done)) % {"count": len(day.done)}
    head = f"{done}, " + ngettext("%(count)s left", "%(count)s left", len(left)) % {"count": len(left)}
    return head, _lines([(_("Done"), day.done), (_("Left over"), left)], member)


def _head(today: int, overdue: int) -> str:
    head = ngettext("%(count)s task today", "%(count)s tasks today", today) % {"count": today}
    return head + (", " + ngettext("%(count)s overdue", "%(count)s overdue", overdue) % {"count": overdue} if overdue else "")


def _lines(parts: Sequence[tuple[str, Sequence[Task]]], member: Member) -> list[str]:
    lines = []
    for name, tasks in parts:
        if not tasks:
            continue
        lines.append(f"{name}:")
        lines += [f"— {_when(task, member)}{task.title}" for task in tasks[:MOST_LINES]]
        if len(tasks) > MOST_LINES:
            more = len(tasks) - MOST_LINES
            lines.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return lines


def _when(task: Task, member: Member) -> str:
    return f"{timezone.localtime(task.due_at, member.zone):%H:%M} " if task.due_at and not task.completed_at else ""
