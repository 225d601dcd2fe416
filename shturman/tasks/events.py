from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.journal.events import Event
from shturman.kit.dates_in_words import day


@dataclass(frozen=True)
class _TaskFact(Event):
    group = "tasks"
    icon = "checkbox"
    task_id: int
    deal_id: int | None
    task_kind: str
    title: str

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _due_words(facts)


@dataclass(frozen=True)
class TaskSet(_TaskFact):
    """Set by hand."""

    kind = "tasks.task_set"
    icon = "checkbox"
    assignee_id: int = 0
    assignee: str = ""
    due_at: datetime | None = None
    due_on: date | None = None
    is_important: bool = False
    said = gettext_lazy("Task: %(title)s")

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        return _("Does it: %(assignee)s") % facts if facts.get("assignee") else ""


@dataclass(frozen=True)
class TaskFormed(TaskSet):
    """Formed by the system, the moment the last step ended."""

    kind = "tasks.task_formed"
    icon = "heading"
    said = gettext_lazy("Next step: %(title)s")


@dataclass(frozen=True)
class TaskCompleted(_TaskFact):
    kind = "tasks.task_completed"
    group = "touches"
    icon = "check"
    result: str = ""
    was_late: bool = False
    # What this completion formed or set; undo takes it away again.
    next_task_id: int | None = None
    attempt: int = 0
    # By what it stood first in the queue of the one who did it.
    why: str = ""
    said = gettext_lazy("Done: %(title)s")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        words = [_("late") if facts["was_late"] else _("in time")]
        if facts.get("attempt"):
            words.append(_("touch %(number)d") % {"number": facts["attempt"]})
        return " · ".join([*words, facts["why"]] if facts.get("why") else words)

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        return facts["result"]


@dataclass(frozen=True)
class TaskCompletionUndone(_TaskFact):
    kind = "tasks.task_completion_undone"
    icon = "undo"
    said = gettext_lazy("Not done after all: %(title)s")


@dataclass(frozen=True)
class TaskCancelled(_TaskFact):
    kind = "tasks.task_cancelled"
    icon = "close"
    reason: str = ""
    # What was formed or set instead of it; undo takes it away again.
    next_task_id: int | None = None
    said = gettext_lazy("Task dropped: %(title)s")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return facts["reason"]


@dataclass(frozen=True)
class TaskTakenUpAgain(_TaskFact):
    """What was dropped is to be done after all."""

    kind = "tasks.task_taken_up_again"
    icon = "undo"
    said = gettext_lazy("To be done after all: %(title)s")


@dataclass(frozen=True)
class TaskRescheduled(_TaskFact):
    kind = "tasks.task_rescheduled"
    icon = "calendar"
    was_due: str = ""
    due_at: datetime | None = None
    due_on: date | None = None
    was_minutes: int | None = None
    minutes: int | None = None
    said = gettext_lazy("Put off: %(title)s")


@dataclass(frozen=True)
class TaskChanged(_TaskFact):
    kind = "tasks.task_changed"
    icon = "pencil"
    fields: list[str] = field(default_factory=list)
    said = gettext_lazy("Task changed: %(title)s")


@dataclass(frozen=True)
class TaskHandedOver(_TaskFact):
    kind = "tasks.task_handed_over"
    icon = "user"
    from_member: str = ""
    to_member: str = ""
    said = gettext_lazy("Task handed over: %(title)s")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return "{from_member} → {to_member}".format(**facts)


@dataclass(frozen=True)
class TaskBecameOverdue(_TaskFact):
    kind = "tasks.task_became_overdue"
    icon = "alert"
    tone = "late"
    assignee_id: int = 0
    said = gettext_lazy("Overdue: %(title)s")


@dataclass(frozen=True)
class TaskDeleted(_TaskFact):
    kind = "tasks.task_deleted"
    icon = "trash"
    next_task_id: int | None = None
    said = gettext_lazy("The task “%(title)s” is moved to the trash")


@dataclass(frozen=True)
class TaskRestored(_TaskFact):
    kind = "tasks.task_restored"
    icon = "undo"
    said = gettext_lazy("The task “%(title)s” is restored")


@dataclass(frozen=True)
class MemberHandedOver(Event):
    """All that a person held is with others; `shares` names by id who got what, so that it can be taken back."""

    kind = "tasks.member_handed_over"
    icon = "user"
    member_id: int
    is_dismissed: bool
    shares: list[dict[str, Any]]

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("Does not work any more, the work is handed over") if facts["is_dismissed"] else _("The work is handed over")

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        return "; ".join(
            _("%(receiver)s: deals %(deals)d, clients %(clients)d, tasks %(tasks)d")
            % {"receiver": share["receiver"], **{what: len(share[what]) for what in ("deals", "clients", "tasks")}}
            for share in facts["shares"]
        )


@dataclass(frozen=True)
class MemberHandOverUndone(Event):
    kind = "tasks.member_hand_over_undone"
    icon = "undo"
    member_id: int
    returned: int
    kept: int
    said = gettext_lazy("The hand-over is undone: %(returned)d rows are back, %(kept)d stay where they are worked on")


@dataclass(frozen=True)
class PhoneChangeRefused(_TaskFact):
    """What a person did in the calendar of his phone was not taken; the phone takes the item back."""

    kind = "tasks.phone_change_refused"
    icon = "phone"
    tone = "late"
    what: str = ""
    reason: str = ""
    said = gettext_lazy("A change from the phone is not taken: %(reason)s")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("it was to be removed") if facts["what"] == "remove" else _("it was to be changed")


@dataclass(frozen=True)
class PhoneZoneUnknown(_TaskFact):
    """The phone's event names a time zone that nobody knows."""

    kind = "tasks.phone_zone_unknown"
    icon = "clock"
    zone: str = ""
    said = gettext_lazy("The time zone “%(zone)s” is not known: the time is read by your own clock")


@dataclass(frozen=True)
class _OfCalendar(Event):
    """What opens the calendar of a person; the secret itself is never among the facts."""

    icon = "key"
    member_id: int


@dataclass(frozen=True)
class AppPasswordMade(_OfCalendar):
    kind = "tasks.app_password_made"
    device: str
    said = gettext_lazy("An app password is made for the calendar: %(device)s")


@dataclass(frozen=True)
class AppPasswordRevoked(_OfCalendar):
    kind = "tasks.app_password_revoked"
    device: str
    said = gettext_lazy("The app password of the calendar is revoked: %(device)s")


@dataclass(frozen=True)
class CalendarAddressMade(_OfCalendar):
    kind = "tasks.calendar_address_made"
    said = gettext_lazy("A secret address of the calendar is made")


@dataclass(frozen=True)
class CalendarAddressRevoked(_OfCalendar):
    kind = "tasks.calendar_address_revoked"
    said = gettext_lazy("The secret address of the calendar is revoked")


def _due_words(facts: dict[str, Any]) -> str:
    today = timezone.localdate()
    moment = parse_datetime(facts.get("due_at") or "")
    if moment:
        here = timezone.localtime(moment)
        return _("by %(due)s") % {"due": f"{day(here.date(), today)}, {here:%H:%M}"}
    due_on = parse_date(facts.get("due_on") or "")
    return _("by %(due)s") % {"due": day(due_on, today)} if due_on else ""
