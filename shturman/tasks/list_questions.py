"""What the list of tasks is filtered by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Department, Member
from shturman.company.queries import has_departments
from shturman.company.sight import people_reached
from shturman.deals.questions import Asker
from shturman.kit import house
from shturman.kit.dates_in_words import day
from shturman.kit.filters import Filter, read
from shturman.kit.house import Question
from shturman.kit.ids import row_id
from shturman.tasks.calendar.queries import LENGTH
from shturman.tasks.models import Task

OPEN = Q(completed_at=None, cancelled_at=None)
ALL = "all"
ENDED = "ended"


def _state_words() -> dict[str, str]:
    return {"open": _("Open"), "overdue": _("Overdue"), "done": _("Done tasks"), "late": _("Done late")}


def _state(value: str, asker: Asker) -> Q | None:
    known = {
        "open": OPEN,
        "overdue": OPEN & Q(deadline__lt=asker.now),
        "done": Q(completed_at__isnull=False),
        "late": Q(completed_at__isnull=False, overdue_since__isnull=False),
    }
    return known.get(value)


def _who(value: str, asker: Asker) -> Q | None:
    known = asker.member.pk if value == "me" else row_id(value)
    return None if known is None else Q(assignee=known)


def _who_words(value: str) -> str:
    if value in ("me", ALL):
        return _("Mine") if value == "me" else _("All I see")
    return _name_of(Member, value, _("Who does it"))


def _people(asker: Asker) -> Sequence[tuple[str, Any]]:
    people = Member.objects.people().filter(people_reached(asker.member, "task", "see")).order_by("surname", "given_name")
    return [(ALL, _("All I see")), ("me", _("Mine")), *[(str(person.pk), person.short_name) for person in people]]


def _kind(value: str, asker: Asker) -> Q | None:
    return Q(kind=value) if value in Task.Kind.values else None


def due_words() -> dict[str, str]:
    return {
        "overdue": _("Overdue"),
        "today": _("For today"),
        "tomorrow": _("For tomorrow"),
        "later": _("Later than tomorrow"),
        ENDED: _("Done or dropped"),
    }


def _due(value: str, asker: Asker) -> Q | None:
    """Parts that do not overlap: what was due this morning is late, not for today; what is ended is due no more."""
    if value == ENDED:
        return ~OPEN
    midnight = _midnight(asker.now.astimezone(asker.zone).date() + timedelta(days=1), asker)
    known = {
        "overdue": Q(deadline__lt=asker.now),
        "today": Q(deadline__gte=asker.now, deadline__lt=midnight),
        "tomorrow": Q(deadline__gte=midnight, deadline__lt=midnight + timedelta(days=1)),
        "later": Q(deadline__gte=midnight + timedelta(days=1)),
    }
    return OPEN & known[value] if value in known else None


def _offered_due(asker: Asker) -> Sequence[tuple[str, Any]]:
    return [(key, words) for key, words in due_words().items() if key != ENDED]


def _of_row(field: str) -> Any:
    def condition(value: str, asker: Asker) -> Q | None:
        if value == "none":
            return Q(**{f"{field}__isnull": True})
        known = row_id(value)
        return None if known is None else Q(**{field: known})

    return condition


def _on_day(value: str, asker: Asker) -> Q | None:
    asked = _day(value)
    return Q(deadline__gte=_midnight(asked, asker), deadline__lt=_midnight(asked + timedelta(days=1), asker)) if asked else None


def _from_day(value: str, asker: Asker) -> Q | None:
    asked = _day(value)
    return Q(deadline__gte=_midnight(asked, asker)) if asked else None


def _to_day(value: str, asker: Asker) -> Q | None:
    asked = _day(value)
    return Q(deadline__lt=_midnight(asked + timedelta(days=1), asker)) if asked else None


def _midnight(asked: date, asker: Asker) -> datetime:
    return datetime.combine(asked, time.min, asker.zone)


def _waits(value: str, asker: Asker) -> Q | None:
    """Its time has passed and nobody has said what came of it."""
    return OPEN & Q(due_at__lte=Value(asker.now) - LENGTH) if value == "1" else None


def _done_on(value: str, asker: Asker) -> Q | None:
    asked = _day(value)
    return Q(completed_at__gte=_midnight(asked, asker), completed_at__lt=_midnight(asked + timedelta(days=1), asker)) if asked else None


def _day(value: str) -> date | None:
    try:
        known = date.fromisoformat(value)
    except ValueError:
        return None
    return known if date.min < known < date.max else None


def _day_words(words: Any) -> Any:
    return lambda value: f"{words} {day(known, timezone.localdate())}" if (known := _day(value)) else str(words)


def _name_of(model: Any, value: str, otherwise: str) -> str:
    row = model.objects.filter(pk=row_id(value)).first()
    return str(row) if row else otherwise


QUESTIONS = (
    Question(
        "state", gettext_lazy("State"), _state, lambda value: _state_words().get(value, value), lambda asker: list(_state_words().items())
    ),
    Question("who", gettext_lazy("Who does it"), _who, _who_words, _people),
    Question(
        "department",
        gettext_lazy("Department"),
        _of_row("assignee__department"),
        lambda value: _name_of(Department, value, _("Department")),
        lambda asker: [(str(row.pk), row.name) for row in Department.objects.all()],
        is_met=has_departments,
    ),
    Question(
        "kind",
        gettext_lazy("Kind of task"),
        _kind,
        lambda value: str(dict(Task.Kind.choices).get(value, value)),
        lambda asker: Task.Kind.choices,
    ),
    Question("due", gettext_lazy("When"), _due, lambda value: due_words().get(value, value), _offered_due),
    Question("due_from", gettext_lazy("Due from"), _from_day, _day_words(gettext_lazy("due from")), None, "date"),
    Question("due_to", gettext_lazy("Due to"), _to_day, _day_words(gettext_lazy("due to")), None, "date"),
    Question(
        "waits",
        gettext_lazy("Result"),
        _waits,
        lambda value: _("Wait for a result"),
        lambda asker: [("1", _("Wait for a result"))],
    ),
    Question("done_on", gettext_lazy("Done on"), _done_on, _day_words(gettext_lazy("done on")), None, "hidden"),
    Question("day", gettext_lazy("Due on"), _on_day, _day_words(gettext_lazy("due on")), None, "hidden"),
)


def task_filter(params: QueryDict, member: Member) -> Filter:
    return read(params, house.questions("task_list"), Asker.of(member))


def state_of(chosen: Filter) -> str:
    return chosen.answers.get("state", "open") if not chosen.asks("state") or chosen.answers.get("state") in _state_words() else "open"


def narrowed(chosen: Filter) -> Q:
    """Open tasks unless another state is named; one's own to those who lead nobody, unless somebody else is named."""
    condition = chosen.q()
    if not chosen.asks("state"):
        condition &= OPEN
    if who_of(chosen) == "me" and not chosen.asks("who"):
        condition &= Q(assignee=chosen.asker.member.pk)
    return condition


def who_of(chosen: Filter) -> str:
    """`who=` with nothing after it, as old addresses have it, means everybody."""
    if chosen.asks("who") or "who" in chosen.params:
        return chosen.answers.get("who", ALL)
    return ALL if chosen.asker.member.leads else "me"


def chosen_tasks(params: QueryDict | Mapping[str, str], member: Member) -> Q:
    """What the parameters of the list select."""
    return narrowed(task_filter(params, member))  # type: ignore[arg-type]
