"""What deals are asked about their tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.kit.house import Question
from shturman.tasks.models import Task

NEXT_STEPS = {
    "overdue": lambda asker: Q(closed_at=None, next_step_at__lt=asker.now),
    "today": lambda asker: Q(closed_at=None, next_step_at__gte=asker.now, next_step_at__lte=_end_of_day(asker)),
    "none": lambda asker: Q(closed_at=None, next_step_at=None),
}


def _end_of_day(asker: Any) -> Any:
    return asker.now.astimezone(asker.zone).replace(hour=23, minute=59, second=59)


def _next_step(value: str, asker: Any) -> Q | None:
    return NEXT_STEPS[value](asker) if value in NEXT_STEPS else None


def _words() -> dict[str, str]:
    return {"overdue": _("Overdue"), "today": _("Step for today"), "none": _("Without tasks")}


def _idle(value: str, asker: Any) -> Q | None:
    """Longer on the stage than it may be, and no touch ahead: the true clock."""
    if value != "1":
        return None
    limit = ExpressionWrapper(asker.now - F("stage__longest_stay_days") * timedelta(days=1), DateTimeField())
    too_long = Q(stage__longest_stay_days__isnull=False, entered_stage_at__lt=limit)
    return Q(closed_at=None) & too_long & (Q(next_step_at=None) | Q(next_step_at__lt=asker.now))


# How a client is reached; a document or a chore is not a touch.
TOUCHES = (Task.Kind.CALL, Task.Kind.MEETING, Task.Kind.LETTER)


def _untouched(value: str, asker: Any) -> Q | None:
    """Nobody has called, met or written yet."""
    if value != "1":
        return None
    held = Task.objects.kept().filter(deal=OuterRef("pk"), kind__in=TOUCHES, completed_at__isnull=False)
    return Q(closed_at=None) & ~Q(Exists(held))


QUESTIONS = (
    Question(
        "next_step", gettext_lazy("Next step"), _next_step, lambda value: _words().get(value, value), lambda asker: list(_words().items())
    ),
    Question(
        "idle", gettext_lazy("Without movement"), _idle, lambda value: _("Without movement"), lambda asker: [("1", _("Without movement"))]
    ),
    Question(
        "untouched", gettext_lazy("Touches"), _untouched, lambda value: _("Without a touch"), lambda asker: [("1", _("Without a touch"))]
    ),
)
