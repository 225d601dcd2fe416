"""Holidays, illness and other days off: kept by the person's head or the owner."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_absences, is_employee
from shturman.company.events import AbsenceAdded, AbsenceChanged, AbsenceRemoved
from shturman.company.models import Absence, Member
from shturman.company.queries import forget_settings
from shturman.journal.actions import record
from shturman.kit.dates_in_words import day as day_in_words
from shturman.kit.errors import NotAllowed, Refused

# Three years of looking after a child, and some more.
LONGEST_DAYS = 1200


@transaction.atomic
def add_absence(member: Member, facts: dict[str, Any], *, by: Member) -> Absence:
    _ask_right(member, by)
    absence = Absence(member=member, **facts)
    _save(absence)
    record(AbsenceAdded(member.pk, absence.first_day, absence.last_day, absence.deputy_id), by=by, about=[member])
    return absence


@transaction.atomic
def change_absence(absence: Absence, changes: dict[str, Any], *, by: Member) -> Absence:
    _ask_right(absence.member, by)
    for name, value in changes.items():
        setattr(absence, name, value)
    _save(absence)
    event = AbsenceChanged(absence.member_id, absence.first_day, absence.last_day, absence.deputy_id)
    record(event, by=by, about=[absence.member])
    return absence


@transaction.atomic
def remove_absence(absence: Absence, *, by: Member) -> None:
    _ask_right(absence.member, by)
    record(AbsenceRemoved(absence.member_id, absence.first_day, absence.last_day), by=by, about=[absence.member])
    absence.delete()
    _forget(absence.member)


def _ask_right(member: Member, by: Member) -> None:
    if not can_keep_absences(by, member):
        raise NotAllowed(_("Absences are kept by the head of the employee or by the owner"))


def _save(absence: Absence) -> None:
    if absence.last_day < absence.first_day:
        raise Refused(_("The last day comes before the first one"), field="last_day")
    if (absence.last_day - absence.first_day).days >= LONGEST_DAYS:
        raise Refused(_("An absence lasts three years at most"), field="last_day")
    deputy = absence.deputy
    if deputy is not None and (deputy.pk == absence.member_id or not deputy.is_active or deputy.is_robot or not is_employee(deputy)):
        raise Refused(_("Another employee of the company stands in for him"), field="deputy")
    try:
        with transaction.atomic():
            absence.save()
    except IntegrityError as error:
        raise Refused(_overlap(absence), field="first_day") from error
    _forget(absence.member)


def _overlap(absence: Absence) -> str:
    others = Absence.objects.filter(member=absence.member, first_day__lte=absence.last_day, last_day__gte=absence.first_day)
    other = others.exclude(pk=absence.pk).first()
    if other is None:
        return _("He is away on these days already")
    today = timezone.localdate()
    return _("He is away from %(first)s to %(last)s already") % {
        "first": day_in_words(other.first_day, today),
        "last": day_in_words(other.last_day, today),
    }


def _forget(member: Member) -> None:
    member.__dict__.pop("coming_absences", None)
    forget_settings()
