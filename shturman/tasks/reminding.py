"""How long before its moment a task reminds of itself, and in which words that is said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shturman.company.models import Member
from shturman.kit.dates_in_words import moment
from shturman.tasks.models import Reminder, ReminderHabits, Task

HOUR, DAY = 60, 24 * 60
IMPORTANT = "important"
# Where a person has not chosen otherwise. By a day alone only important tasks remind: the morning letter tells of the rest.
USUAL: Mapping[str, Sequence[int]] = {
    Task.Kind.CALL: (10,),
    Task.Kind.MEETING: (HOUR,),
    Task.Kind.LETTER: (15,),
    Task.Kind.DOCUMENT: (HOUR,),
    Task.Kind.OTHER: (15,),
    IMPORTANT: (DAY,),
}
CHOICES = (
    (0, gettext_lazy("at its moment")),
    (10, gettext_lazy("10 minutes before")),
    (15, gettext_lazy("15 minutes before")),
    (30, gettext_lazy("half an hour before")),
    (HOUR, gettext_lazy("an hour before")),
    (2 * HOUR, gettext_lazy("2 hours before")),
    (DAY, gettext_lazy("a day before")),
    (2 * DAY, gettext_lazy("2 days before")),
)


def habits_of(member_ids: Collection[int]) -> Mapping[int, Mapping[str, Sequence[int]]]:
    own = dict(ReminderHabits.objects.filter(member__in=member_ids).values_list("member_id", "minutes"))
    return {member_id: {**USUAL, **own.get(member_id, {})} for member_id in member_ids}


def own_habits(member: Member) -> Mapping[str, Sequence[int]]:
    return habits_of([member.pk])[member.pk]


def usual_minutes(habits: Mapping[str, Sequence[int]], kind: str, *, is_day: bool, is_important: bool) -> list[int]:
    minutes = set() if is_day else set(habits.get(kind, ()))
    return sorted(minutes | set(habits[IMPORTANT] if is_important else ()))


def due_before(deadline: datetime, minutes: int, now: datetime) -> datetime | None:
    """The past reminds of nothing."""
    due = deadline - timedelta(minutes=minutes)
    return due if due > now else None


def before_in_words(minutes: int) -> str:
    for known, words in CHOICES:
        if known == minutes:
            return str(words)
    if minutes % DAY == 0:
        return ngettext("%(days)s day before", "%(days)s days before", minutes // DAY) % {"days": minutes // DAY}
    return ngettext("%(minutes)s minute before", "%(minutes)s minutes before", minutes) % {"minutes": minutes}


def usual_in_words(habits: Mapping[str, Sequence[int]]) -> str:
    """«звонок — за 10 минут; встреча — за час; важная — ещё за день»."""
    parts = [f"{label} — {listed(habits.get(kind, ()))}" for kind, label in Task.Kind.choices]
    return "; ".join([*parts, _("an important one — also %(when)s") % {"when": listed(habits[IMPORTANT])}])


def listed(minutes: Iterable[int]) -> str:
    return ", ".join(before_in_words(one) for one in sorted(minutes)) or _("without a reminder")


def words_of(reminder: Reminder) -> str:
    if reminder.before_minutes is not None:
        return before_in_words(reminder.before_minutes)
    return moment(timezone.localtime(reminder.at), timezone.localdate())


def planned_for(task: Task) -> list[Reminder]:
    """Those that a person has chosen or is used to; his own putting off is no plan."""
    return list(task.reminders.filter(is_snoozed=False).order_by("before_minutes", "at"))
