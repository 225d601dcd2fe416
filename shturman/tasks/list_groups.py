"""What the list of tasks is grouped by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy

from shturman.company.models import Department, Member
from shturman.kit.dates_in_words import relative_day
from shturman.kit.filters import Filter
from shturman.lists.grouping import Grouping, Groupings, answered, by_field, by_name
from shturman.tasks.list_questions import ENDED, OPEN, due_words
from shturman.tasks.models import Task


def _lateness(member: Member) -> Any:
    """Parts that do not overlap, as the question «when» has them."""
    now = timezone.now()
    midnight = datetime.combine(now.astimezone(member.zone).date() + timedelta(days=1), time.min, member.zone)
    return Case(
        When(~OPEN, then=Value(ENDED)),
        When(Q(deadline__lt=now), then=Value("overdue")),
        When(Q(deadline__lt=midnight), then=Value("today")),
        When(Q(deadline__lt=midnight + timedelta(days=1)), then=Value("tomorrow")),
        default=Value("later"),
        output_field=CharField(),
    )


def _kinds(values: Sequence[Any], member: Member) -> Mapping[Any, str]:
    return {key: str(words).capitalize() for key, words in Task.Kind.choices}


def _days(values: Sequence[Any], member: Member) -> Mapping[Any, str]:
    today = timezone.now().astimezone(member.zone).date()
    return {value: relative_day(value, today) for value in sorted(values)}


def _on_day(value: Any, chosen: Filter) -> Mapping[str, str]:
    return {"day": value.isoformat()}


KNOWN = (
    Grouping(
        "who",
        gettext_lazy("Who does it"),
        ("who",),
        by_field("assignee_id"),
        by_name(Member, "surname", "given_name", label="short_name"),
        answered("who"),
    ),
    Grouping("due", gettext_lazy("Lateness"), ("due",), _lateness, lambda values, member: due_words(), answered("due")),
    Grouping("day", gettext_lazy("Day"), ("day",), lambda member: TruncDate("deadline", tzinfo=member.zone), _days, _on_day, first="group"),
    Grouping("kind", gettext_lazy("Kind of task"), ("kind",), by_field("kind"), _kinds, answered("kind")),
    Grouping(
        "department",
        gettext_lazy("Department"),
        ("department",),
        by_field("assignee__department_id"),
        by_name(Department),
        answered("department"),
    ),
)
GROUPINGS = Groupings(KNOWN)
