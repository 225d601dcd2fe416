"""When a step falls due: terms are working time of the one who does it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from shturman.company.models import Member
from shturman.company.queries import work_week_of
from shturman.playbooks.models import Unit
from shturman.tasks.due import Due, due_in

MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60}


def due_after(wait: int, unit: str, doer: Member, now: datetime) -> Due:
    """Days end with the working day; minutes and hours are a moment."""
    week = work_week_of(doer)
    if unit == Unit.DAYS:
        return due_in(wait, week, now, doer.zone)
    moment = week.moment_after(now, wait * MINUTES[Unit(unit)], doer.zone)
    return Due(at=moment.replace(second=0, microsecond=0))


def within_hours(moment: datetime, since: time, until: time) -> datetime:
    """The moment itself, or when the hours begin next; all by the clock of the moment's zone."""
    if since <= moment.time() < until:
        return moment
    opens = moment.replace(hour=since.hour, minute=since.minute, second=0, microsecond=0)
    return opens if moment.time() < since else opens + timedelta(days=1)
