from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from shturman.company.models import Absence, Company, Member
from shturman.kit.words import without_nul
from shturman.kit.working_time import WorkWeek

ROBOT_LOGIN = "robot"
KEPT_SECONDS = 60


def work_week() -> WorkWeek:
    """Every chip of every list counts by it, and it changes once a year: each process asks again after a minute."""
    return _settings(_period()).week


def has_departments() -> bool:
    """A company without departments never meets the notion."""
    return _settings(_period()).has_departments


@dataclass(frozen=True)
class Settings:
    week: WorkWeek = WorkWeek()
    has_departments: bool = True


@lru_cache(maxsize=1)
def _settings(period: int) -> Settings:
    company = Company.objects.first()
    return Settings(company.work_week, company.has_departments) if company else Settings()


def forget_settings() -> None:
    """They have just changed: this process asks at once."""
    _settings.cache_clear()
    _away.cache_clear()


def _period() -> int:
    return int(time.monotonic()) // KEPT_SECONDS


def robot() -> Member:
    """Who signs what the system does by itself."""
    return Member.objects.get(login=ROBOT_LOGIN)


def named(people: QuerySet[Member], words: str) -> QuerySet[Member]:
    """Whose surname, name or job title begins with each of these words."""
    for word in without_nul(words).split():
        people = people.filter(Q(surname__istartswith=word) | Q(given_name__istartswith=word) | Q(job_title__icontains=word))
    return people


def head_over(member: Member) -> Member:
    """Who decides for him: his head, else the owner."""
    if member.head is not None and member.head.is_active:
        return member.head
    return Member.objects.owners()[0]


def standing_in_for(member: Member) -> Member:
    """Who takes the work of a person that is not active any more, or is away today and has named a deputy."""
    if not member.is_active or member.is_robot:
        return head_over(member)
    today = timezone.localdate()
    absence = next((absence for absence in coming_absences(member) if absence.first_day <= today), None)
    deputy = absence.deputy if absence else None
    if deputy is None or not deputy.is_active or deputy.absences.on(today).exists():
        return member
    return deputy


def with_rights(people: QuerySet[Member]) -> list[Member]:
    """With all that their rights are made of, as the sign-in brings it: two queries for however many are asked what they see."""
    members = list(people.select_related("role", "department"))
    led: dict[int, list[int]] = {member.pk: [] for member in members}
    away = Absence.objects.on(timezone.localdate()).filter(deputy__in=led, member__is_active=True)
    for deputy_id, member_id in away.values_list("deputy_id", "member_id"):
        led[deputy_id].append(member_id)
    for member in members:
        member.__dict__["absent_led"] = led[member.pk]
    return members


def work_week_of(member: Member) -> WorkWeek:
    """The company's, without the days on which he is away: nothing falls due while nobody does it."""
    week = work_week()
    days = frozenset(day for absence in coming_absences(member) for day in absence.days)
    if not days:
        return week
    return replace(week, extra_days_off=frozenset(week.extra_days_off) | days, extra_working_days=frozenset(week.extra_working_days) - days)


def coming_absences(member: Member) -> Sequence[Absence]:
    """Those that have not ended, with their deputies; many rows read theirs by `absences_of` in one query."""
    known = member.__dict__.get("coming_absences")
    if known is None:
        known = member.__dict__["coming_absences"] = list(_coming().filter(member=member))
    return known


def absences_of(person: str) -> Prefetch:
    """For rows with many people: `person` is the way to them."""
    return Prefetch(f"{person}__absences", queryset=_coming(), to_attr="coming_absences")


def _coming() -> QuerySet[Absence]:
    """Few are away, so deputies are read apart: nobody's costs no query."""
    coming = Absence.objects.filter(last_day__gte=timezone.localdate()).order_by("first_day")
    return coming.prefetch_related("deputy__role", "deputy__head")


@dataclass(frozen=True)
class Away:
    is_holiday: bool
    until: date
    deputy: str


def away_today() -> Mapping[int, Away]:
    """Who is away now, for the eye alone: pages show it beside names without asking for each."""
    return _away(_period(), timezone.localdate())


@lru_cache(maxsize=1)
def _away(period: int, today: date) -> Mapping[int, Away]:
    rows = Absence.objects.on(today).select_related("deputy")
    return {
        row.member_id: Away(row.kind == Absence.Kind.HOLIDAY, row.last_day, row.deputy.short_name if row.deputy else "") for row in rows
    }


def is_away(member: Member) -> bool:
    return member.pk in away_today()


LONGEST_LOOK_AHEAD = timedelta(days=60)


def absences_ahead() -> Sequence[Absence]:
    """Who is away now or will be within two months."""
    today = timezone.localdate()
    rows = Absence.objects.filter(last_day__gte=today, first_day__lte=today + LONGEST_LOOK_AHEAD, member__is_active=True)
    return list(rows.select_related("member__department", "deputy").order_by("first_day", "member__surname"))
